// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLPRIMITIVE_H
#define REDGUARD_QMLPRIMITIVE_H

#include "qmlredguard.h"

#include <QtCore/qpointer.h>

namespace redguard {

// What Lock, Semaphore and RateLimiter have in common in QML. The primitive itself is made when it is
// first asked for something, and again where a property says that it has to be another.
class QmlPrimitive : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(redguard::QmlRedGuard *guard READ guard WRITE setGuard NOTIFY guardChanged)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(bool pending READ isPending NOTIFY pendingChanged)
    Q_PROPERTY(redguard::ErrorCode error READ error NOTIFY errorChanged)
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorChanged)
    QML_ANONYMOUS

public:
    ~QmlPrimitive() override;

    [[nodiscard]] QmlRedGuard *guard() const { return m_guard; }
    void setGuard(QmlRedGuard *guard);
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] bool isPending() const { return m_primitive && m_primitive->isPending(); }
    [[nodiscard]] ErrorCode error() const { return m_error.code(); }
    [[nodiscard]] QString errorString() const { return m_error.message(); }

    Q_INVOKABLE void acquire();
    Q_INVOKABLE void tryAcquire();
    Q_INVOKABLE void acquireFor(int milliseconds);
    Q_INVOKABLE virtual void cancel();

    void classBegin() override { }
    void componentComplete() override;

Q_SIGNALS:
    void guardChanged();
    void nameChanged();
    void pendingChanged();
    void errorChanged();

    void timedOut();
    void cancelled();
    void errorOccurred(const QString &message);

protected:
    explicit QmlPrimitive(QObject *parent);

    [[nodiscard]] Primitive *primitive() const { return m_primitive; }
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    // A guard was named that is not there yet.
    [[nodiscard]] bool awaitsGuard() const { return m_isGuardGiven && !(m_guard && m_guard->guard()); }
    void setError(const Error &error);
    // It holds for what is asked for once nothing is held or asked for any more.
    template <typename Owner, typename T>
    void setOption(T &option, const T &value, void (Owner::*changed)())
    {
        if (std::exchange(option, value) == value)
            return;
        m_isStale = true;
        Q_EMIT(static_cast<Owner *>(this)->*changed)();
    }

    [[nodiscard]] virtual Primitive *create(RedGuard *guard) = 0;
    virtual void forward(Primitive *primitive);
    // It is another primitive from here on, or one that can be had at last.
    virtual void replaced() { }
    virtual void failed() { }
    virtual void stateMayHaveChanged() { Q_EMIT pendingChanged(); }

private:
    [[nodiscard]] Primitive *ready();
    void findGuard();
    void retire();

    QPointer<QmlRedGuard> m_guard;
    bool m_isGuardGiven = false;
    bool m_isComplete = false;
    bool m_isStale = false; // an option is not as it was when the primitive was made
    QString m_name;
    Error m_error;
    QPointer<Primitive> m_primitive;
};

} // namespace redguard

#endif
