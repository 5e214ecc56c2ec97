// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlredguard.h"

namespace redguard {

/*!
    \qmltype RedGuard
    \inqmlmodule RedGuard
    \instantiates redguard::RedGuard
    \brief The connection that locks, semaphores and limiters share.

    What stands inside of it uses it; what does not, such as a delegate, names it as its \c guard.
    It connects once it is complete, by itself, and again whenever the connection is lost.

    The enumerations of the module are reached through it: \c RedGuard.ConnectionState.Connected,
    \c RedGuard.LossReason.Expired, \c RedGuard.ErrorCode.AccessDenied, \c RedGuard.Renewal.None.
*/

/*!
    \qmlproperty string RedGuard::url
    \brief where the server is; \c{local:} by default, a private server of this user and machine.

    Changing it gives back what is held and cancels what waits through the old connection, each with its
    signal, and connects to the new one. What is \c active is asked for there.

    \qmlproperty string RedGuard::namespace
    \brief what stands in front of every name, with a colon; empty by default. Changing it does what
    changing the url does.

    \qmlproperty string RedGuard::clientName
    \brief how others see who holds; program\@host where it is empty. Changing it does what changing the
    url does.

    \qmlproperty enumeration RedGuard::state
    \brief \c RedGuard.ConnectionState.Disconnected, \c Connecting, \c Connected or \c Closed.

    \qmlproperty bool RedGuard::connected
    \brief whether the state is \c Connected.

    \qmlproperty enumeration RedGuard::error
    \qmlproperty string RedGuard::errorString
    \brief why there is no connection, as a \c RedGuard.ErrorCode and as text; none once there is one.

    \qmlsignal RedGuard::errorOccurred(string message)
    \brief the connection was lost, or did not come about.
*/

QmlRedGuard::QmlRedGuard(QObject *parent)
    : QObject(parent)
{
}

// Before its children: they must not find it half gone.
QmlRedGuard::~QmlRedGuard()
{
    delete m_guard;
}

void QmlRedGuard::set(QString &property, const QString &value, void (QmlRedGuard::*changed)())
{
    if (std::exchange(property, value) == value)
        return;
    Q_EMIT(this->*changed)();
    if (m_guard)
        connectAnew();
}

void QmlRedGuard::setUrl(const QString &url)
{
    set(m_url, url, &QmlRedGuard::urlChanged);
}

void QmlRedGuard::setNameSpace(const QString &nameSpace)
{
    set(m_nameSpace, nameSpace, &QmlRedGuard::nameSpaceChanged);
}

void QmlRedGuard::setClientName(const QString &clientName)
{
    set(m_clientName, clientName, &QmlRedGuard::clientNameChanged);
}

ConnectionState QmlRedGuard::state() const
{
    return m_guard ? m_guard->state() : ConnectionState::Disconnected;
}

ErrorCode QmlRedGuard::error() const
{
    return m_guard ? m_guard->error().code() : ErrorCode::NoError;
}

QString QmlRedGuard::errorString() const
{
    return m_guard ? m_guard->errorString() : QString();
}

void QmlRedGuard::componentComplete()
{
    connectAnew();
}

void QmlRedGuard::connectAnew()
{
    GuardOptions options;
    options.clientName = m_clientName;
    RedGuard *before = std::exchange(m_guard, new RedGuard(m_url, m_nameSpace, options, this));
    connect(m_guard, &RedGuard::stateChanged, this, &QmlRedGuard::stateChanged);
    connect(m_guard, &RedGuard::stateChanged, this, &QmlRedGuard::errorChanged);
    connect(m_guard, &RedGuard::errorOccurred, this, [this](const Error &error) {
        Q_EMIT errorChanged();
        Q_EMIT errorOccurred(error.message());
    });
    if (before) {
        before->disconnect(this);
        connect(before, &RedGuard::closed, before, &QObject::deleteLater);
    }
    Q_EMIT guardChanged();
    if (before)
        before->close();
    Q_EMIT stateChanged();
    Q_EMIT errorChanged();
}

} // namespace redguard
