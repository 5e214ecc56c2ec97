// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/request.h"

#include "redguard/session.h"

#include <cstring>

namespace redguard {

namespace {

constexpr int MostHops = 5;

constexpr bool isTold(sync::Action action)
{
    return action >= sync::Action::TellQueued && action <= sync::Action::TellReleased;
}

} // namespace

Request::Request(Session &session, quint64 id)
    : m_session(session)
    , m_id(id)
    , m_token(session.clientName().newToken())
{
}

Request::~Request()
{
    abandonCalls();
}

quint64 Request::handleOf(QByteArrayView token)
{
    quint64 handle = 0;
    std::memcpy(&handle, token.data(), sizeof handle);
    return handle;
}

void Request::setRoute(const net::Route &route)
{
    m_route = route;
    routed();
}

sync::ServerClock &Request::clock()
{
    return m_route.connection ? m_route.connection->clock() : m_session.unknownClock();
}

// Servers that send it to and fro are as good as busy.
void Request::answered(int tag, const net::Answer &answer)
{
    const auto self = shared_from_this();
    if (m_hops < MostHops && m_session.isRedirected(*this, answer.value)) {
        ++m_hops;
        return;
    }
    m_hops = 0;
    if (std::size_t(tag) < m_calls.size())
        m_calls[std::size_t(tag)] = 0;
    answeredHere(tag, answer);
}

// In order. What follows a loss waits until it is told: a release lets the server grant to another.
void Request::carryOut(const sync::Actions &actions, Instant wakeAt)
{
    const auto self = shared_from_this();
    m_session.wake(*this, wakeAt);
    const net::Cork cork(m_route.connection);
    bool waits = false;
    for (const sync::Action action : actions) {
        if (isTold(action))
            prepare(action);
        waits |= action == sync::Action::TellLost;
        if (waits || isTold(action))
            m_session.later(*this, action);
        else
            perform(action);
    }
}

void Request::perform(sync::Action action)
{
    if (action == sync::Action::Forget) {
        m_session.forget(*this);
    } else if (isTold(action)) {
        if (m_listener)
            m_listener->told(*this, action);
    } else if (isReady()) {
        transmit(action);
    }
}

void Request::transmit(sync::Action action)
{
    if (action == sync::Action::Acquire) {
        sendAcquire();
    } else if (action == sync::Action::Renew) {
        sendRenew();
    } else {
        // What the token was asked or renewed with is void; a script that the server forgot must not
        // come back behind this.
        abandonCalls();
        sendRelease();
    }
}

void Request::send(const scripts::Script &script, const net::Arguments &arguments, sync::Action purpose)
{
    setCall(purpose, m_route.connection->call(script, arguments, this, int(purpose), m_route.asking));
}

void Request::abandonCalls()
{
    for (quint64 &call : m_calls) {
        if (call != 0 && m_route.connection)
            m_route.connection->abandon(call);
        call = 0;
    }
}

} // namespace redguard
