// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLREDGUARD_H
#define REDGUARD_QMLREDGUARD_H

#include <RedGuard/RedGuard>

#include <QtQml/qqmllist.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace redguard {

// `RedGuard` in QML: the connection, which its children and whatever names it as `guard` share.
class QmlRedGuard : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(QString url READ url WRITE setUrl NOTIFY urlChanged)
    Q_PROPERTY(QString namespace READ nameSpace WRITE setNameSpace NOTIFY nameSpaceChanged)
    Q_PROPERTY(redguard::QmlRedGuard::State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorOccurred)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data CONSTANT)
    Q_CLASSINFO("DefaultProperty", "data")
    QML_NAMED_ELEMENT(RedGuard)

public:
    enum class State : quint8 { Disconnected, Connecting, Connected, Closed };
    Q_ENUM(State)

    explicit QmlRedGuard(QObject *parent = nullptr);
    ~QmlRedGuard() override;

    [[nodiscard]] QString url() const { return m_url; }
    void setUrl(const QString &url);
    [[nodiscard]] QString nameSpace() const { return m_nameSpace; }
    void setNameSpace(const QString &nameSpace);
    [[nodiscard]] State state() const;
    [[nodiscard]] QString errorString() const;
    [[nodiscard]] QQmlListProperty<QObject> data() { return {this, &m_data}; }

    [[nodiscard]] RedGuard *guard() const { return m_guard.get(); }

    void classBegin() override { }
    void componentComplete() override;

Q_SIGNALS:
    void urlChanged();
    void nameSpaceChanged();
    void stateChanged();
    void errorOccurred();
    // Another connection: what was made from the one before is gone.
    void guardChanged();

private:
    void connectAnew();

    QString m_url = QStringLiteral("local:");
    QString m_nameSpace;
    QList<QObject *> m_data;
    std::unique_ptr<RedGuard> m_guard;
    bool m_complete = false;
};

} // namespace redguard

#endif
