// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/request.h"

#include "redguard/session.h"

namespace redguard {

namespace {

constexpr bool isTold(sync::Action action)
{
    return action >= sync::Action::TellQueued && action <= sync::Action::TellReleased;
}

} // namespace

Request::Request(Session &session, const LeaseInfo &info)
    : m_session(session)
    , m_info(info)
    , m_token(session.clientName().newToken())
{
}

Request::~Request()
{
    abandonCalls();
}

// In order. What follows a loss waits until it is told: a release lets the server grant to another.
void Request::carryOut(const sync::Actions &actions, Instant wakeAt)
{
    const auto self = shared_from_this();
    m_session.wake(*this, wakeAt);
    const Session::Batch batch(m_session);
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
    } else if (m_session.isReady()) {
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
    m_calls[std::size_t(purpose)] = m_session.connection()->call(script, arguments, this, int(purpose));
}

void Request::abandonCalls()
{
    for (quint64 &call : m_calls) {
        if (call != 0 && m_session.connection())
            m_session.connection()->abandon(call);
        call = 0;
    }
}

} // namespace redguard
