// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "serversearch.h"

namespace redguard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 5s;

} // namespace

ServerSearch::ServerSearch(const QString &url, const QString &nameSpace, QObject *parent)
    : QObject(parent)
    , m_guard(url, nameSpace)
{
    m_patience.setSingleShot(true);
    m_patience.setTimerType(Qt::PreciseTimer); // a coarse one may come early
    connect(&m_patience, &QTimer::timeout, this, [this] { fail(error()); });
    connect(&m_guard, &RedGuard::stateChanged, this, &ServerSearch::stateChanged);
    connect(&m_guard, &RedGuard::errorOccurred, this, &ServerSearch::errorOccurred);
}

void ServerSearch::start()
{
    m_patience.start(m_guard.error() ? 0s : Patience);
}

Error ServerSearch::error() const
{
    if (m_guard.url().isEmpty())
        return m_guard.error();
    const QString reason = m_error ? m_error.message() : u"no answer yet"_s;
    return Error(ErrorCode::NotConnected, u"no server at %1: %2"_s.arg(m_guard.url(), reason));
}

void ServerSearch::stateChanged(ConnectionState state)
{
    if (state != ConnectionState::Connected || m_hasFound)
        return;
    m_hasFound = true;
    m_patience.stop();
    Q_EMIT found();
}

// What is not a matter of the connection, such as a wrong password, will not be better in a second.
void ServerSearch::errorOccurred(const Error &error)
{
    m_error = error;
    if (!m_hasFound && error.code() != ErrorCode::NotConnected)
        fail(this->error());
}

void ServerSearch::fail(const Error &error)
{
    m_patience.stop();
    Q_EMIT failed(error);
}

} // namespace redguard::cli
