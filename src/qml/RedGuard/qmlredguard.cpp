// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlredguard.h"

namespace redguard {

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
