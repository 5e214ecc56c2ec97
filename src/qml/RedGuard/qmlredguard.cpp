// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlredguard.h"

namespace redguard {

QmlRedGuard::QmlRedGuard(QObject *parent)
    : QObject(parent)
{
}

QmlRedGuard::~QmlRedGuard() = default;

void QmlRedGuard::setUrl(const QString &url)
{
    if (std::exchange(m_url, url) == url)
        return;
    Q_EMIT urlChanged();
    connectAnew();
}

void QmlRedGuard::setNameSpace(const QString &nameSpace)
{
    if (std::exchange(m_nameSpace, nameSpace) == nameSpace)
        return;
    Q_EMIT nameSpaceChanged();
    connectAnew();
}

QmlRedGuard::State QmlRedGuard::state() const
{
    return m_guard ? State(m_guard->state()) : State::Disconnected;
}

QString QmlRedGuard::errorString() const
{
    return m_guard ? m_guard->errorString() : QString();
}

void QmlRedGuard::componentComplete()
{
    m_complete = true;
    connectAnew();
}

void QmlRedGuard::connectAnew()
{
    if (!m_complete)
        return;
    m_guard = std::make_unique<RedGuard>(m_url, m_nameSpace);
    connect(m_guard.get(), &RedGuard::stateChanged, this, &QmlRedGuard::stateChanged);
    connect(m_guard.get(), &RedGuard::errorOccurred, this, &QmlRedGuard::errorOccurred);
    Q_EMIT guardChanged();
    Q_EMIT stateChanged();
}

} // namespace redguard
