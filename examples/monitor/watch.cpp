// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "watch.h"

namespace monitor {

using redguard::ConnectionState;
using redguard::RedGuard;

Watch::Watch(const QString &url, const QString &nameSpace, QObject *parent)
    : QObject(parent)
    , m_guard(url, nameSpace)
    , m_trouble(tr("Connecting to %1 …").arg(m_guard.url()))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Watch::look);
    connect(&m_guard, &RedGuard::stateChanged, this, &Watch::connectionChanged);
    connect(&m_guard, &RedGuard::errorOccurred, this, &Watch::connectionChanged);
}

void Watch::setActive(bool active)
{
    m_isActive = active;
    if (active)
        look();
    else
        m_timer.stop();
}

void Watch::setInterval(std::chrono::milliseconds interval)
{
    m_timer.setInterval(interval);
}

// Once connected, it is looked at once.
void Watch::look()
{
    if (!m_isActive || m_isLooking || m_guard.state() != ConnectionState::Connected)
        return;
    m_isLooking = true;
    m_guard.survey(this, [this, asked = Time::clock::now()](const auto &result) { answered(asked, result); });
}

void Watch::answered(Time asked, const redguard::Result<QList<redguard::Status>> &result)
{
    m_isLooking = false;
    if (m_isActive)
        m_timer.start();
    if (!result) {
        setTrouble(result.error().message());
        return;
    }
    setTrouble({});
    Q_EMIT looked({asked, Time::clock::now(), QDateTime::currentDateTime(), *result});
}

void Watch::connectionChanged()
{
    if (m_guard.state() == ConnectionState::Connected)
        look();
    else if (!m_guard.errorString().isEmpty())
        setTrouble(m_guard.errorString());
}

void Watch::setTrouble(const QString &trouble)
{
    if (std::exchange(m_trouble, trouble) != trouble)
        Q_EMIT troubleChanged();
}

} // namespace monitor
