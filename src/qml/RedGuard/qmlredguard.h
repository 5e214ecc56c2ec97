// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLREDGUARD_H
#define REDGUARD_QMLREDGUARD_H

#include <RedGuard/RedGuard>

#include <QtQml/qqmllist.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

namespace redguard {

class QmlRedGuard : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(QString url READ url WRITE setUrl NOTIFY urlChanged)
    Q_PROPERTY(QString namespace READ nameSpace WRITE setNameSpace NOTIFY nameSpaceChanged)
    Q_PROPERTY(QString clientName READ clientName WRITE setClientName NOTIFY clientNameChanged)
    Q_PROPERTY(redguard::ConnectionState state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool connected READ isConnected NOTIFY stateChanged)
    Q_PROPERTY(redguard::ErrorCode error READ error NOTIFY errorChanged)
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorChanged)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data CONSTANT)
    Q_CLASSINFO("DefaultProperty", "data")
    // Names such as None are in several.
    Q_CLASSINFO("RegisterEnumClassesUnscoped", "false")
    QML_NAMED_ELEMENT(RedGuard)
    QML_EXTENDED_NAMESPACE(redguard)

public:
    explicit QmlRedGuard(QObject *parent = nullptr);
    ~QmlRedGuard() override;

    [[nodiscard]] QString url() const { return m_url; }
    void setUrl(const QString &url);
    [[nodiscard]] QString nameSpace() const { return m_nameSpace; }
    void setNameSpace(const QString &nameSpace);
    [[nodiscard]] QString clientName() const { return m_clientName; }
    void setClientName(const QString &clientName);
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] bool isConnected() const { return state() == ConnectionState::Connected; }
    [[nodiscard]] ErrorCode error() const;
    [[nodiscard]] QString errorString() const;
    [[nodiscard]] QQmlListProperty<QObject> data() { return {this, &m_data}; }

    // What makes the primitives; none before the component is complete.
    [[nodiscard]] RedGuard *guard() const { return m_guard; }

    void classBegin() override { }
    void componentComplete() override;

Q_SIGNALS:
    void urlChanged();
    void nameSpaceChanged();
    void clientNameChanged();
    void stateChanged();
    void errorChanged();
    void errorOccurred(const QString &message);
    // Another connection: the one before closes once all that was made from it is given back.
    void guardChanged();

private:
    void set(QString &property, const QString &value, void (QmlRedGuard::*changed)());
    void connectAnew();

    QString m_url = QStringLiteral("local:");
    QString m_nameSpace;
    QString m_clientName;
    QList<QObject *> m_data;
    RedGuard *m_guard = nullptr;
};

} // namespace redguard

#endif
