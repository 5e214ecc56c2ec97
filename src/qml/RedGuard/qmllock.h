// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLLOCK_H
#define REDGUARD_QMLLOCK_H

#include "qmlredguard.h"

#include <QtCore/qpointer.h>

namespace redguard {

// `Lock` in QML. Durations are milliseconds; a fence is exact, since it stays below 2^53.
class QmlLock : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(redguard::QmlRedGuard *guard READ guard WRITE setGuard NOTIFY guardChanged)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(int ttl READ ttl WRITE setTtl NOTIFY ttlChanged)
    Q_PROPERTY(bool held READ isHeld NOTIFY heldChanged)
    Q_PROPERTY(bool pending READ isPending NOTIFY pendingChanged)
    Q_PROPERTY(qint64 remainingTime READ remainingTime NOTIFY remainingTimeChanged)
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorOccurred)
    QML_NAMED_ELEMENT(Lock)

public:
    explicit QmlLock(QObject *parent = nullptr);
    ~QmlLock() override;

    [[nodiscard]] QmlRedGuard *guard() const { return m_guard; }
    void setGuard(QmlRedGuard *guard);
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] int ttl() const { return m_ttl; }
    void setTtl(int ttl);
    [[nodiscard]] bool isHeld() const { return m_lock && m_lock->isHeld(); }
    [[nodiscard]] bool isPending() const { return m_lock && m_lock->isPending(); }
    [[nodiscard]] qint64 remainingTime() const { return m_lock ? m_lock->remainingTime().count() : 0; }
    [[nodiscard]] QString errorString() const { return m_errorString; }

    Q_INVOKABLE void acquire();
    Q_INVOKABLE void tryAcquire();
    Q_INVOKABLE void acquireFor(int milliseconds);
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void release();

    void classBegin() override { }
    void componentComplete() override;

Q_SIGNALS:
    void guardChanged();
    void nameChanged();
    void ttlChanged();
    void heldChanged();
    void pendingChanged();
    void remainingTimeChanged();

    void acquired(qint64 fence);
    void released();
    void lost();
    void timedOut();
    void cancelled();
    void errorOccurred(const QString &message);

private:
    // The lock of these properties, made when it is first used; the one before gives back what it holds.
    [[nodiscard]] Lock *lock();
    void discard();
    void forward(Lock *lock);
    void fail(const QString &message);

    QPointer<QmlRedGuard> m_guard;
    QString m_name;
    int m_ttl = 30'000;
    QString m_errorString;
    QPointer<Lock> m_lock;
};

} // namespace redguard

#endif
