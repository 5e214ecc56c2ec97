// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "client.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;

Client::Client(World &world, int id, const LocalClock &clock)
    : m_world(world)
    , m_id(id)
    , m_clock(clock)
    , m_serverClock(world.scenario.drift)
    , m_connection(world, 2 * id, world.scenario.clients[std::size_t(id)].listens, *this)
    , m_renewer(world, *this, 2 * id + 1)
{
    for (int name = 0; name < int(world.scenario.names.size()); ++name)
        m_lines.emplace_back(world, *this, name);
}

Instant Client::now() const
{
    return m_clock.shows(m_world.now());
}

void Client::start()
{
    m_isAlive = true;
    m_connection.open();
}

void Client::later(int request, sync::Action action)
{
    m_outcomes.push_back({request, action});
    if (!std::exchange(m_deliveryPosted, true))
        m_world.enter(m_world.now(), Happening::Delivery, m_id);
}

// A slot that blocks keeps the rest waiting.
void Client::deliver()
{
    m_deliveryPosted = false;
    while (!m_outcomes.empty() && m_blockedUntil <= m_world.now()) {
        const Outcome outcome = m_outcomes.front();
        m_outcomes.pop_front();
        m_world.requestAt(outcome.request).perform(outcome.action);
    }
    if (!m_outcomes.empty() && !std::exchange(m_deliveryPosted, true))
        m_world.enter(m_blockedUntil, Happening::Delivery, m_id);
}

void Client::arm()
{
    if (!std::exchange(m_wakesChanged, false))
        return;
    Instant first = Never;
    for (const int request : m_requests)
        first = std::min(first, m_world.requestAt(request).wakeAt());
    for (const Line &line : m_lines)
        first = std::min(first, line.wakeAt());
    if (first >= m_alarmAt)
        return;
    m_alarmAt = first;
    const Instant due = std::max(m_clock.whenShows(first), m_world.now());
    m_world.enter(due + m_world.random.between(0us, 1ms), Happening::Alarm, m_id);
}

void Client::tick()
{
    m_alarmAt = Never;
    m_wakesChanged = true;
    const Instant local = now();
    for (std::size_t i = 0; i < m_requests.size(); ++i) {
        if (Request &request = m_world.requestAt(m_requests[i]); request.wakeAt() <= local)
            request.tick();
    }
    for (Line &line : m_lines) {
        if (line.wakeAt() <= local)
            line.tick();
    }
}

std::vector<int> Client::inOrder() const
{
    std::vector<int> requests;
    for (const bool holding : {true, false}) {
        for (const int id : m_requests) {
            const Request &request = m_world.requestAt(id);
            if (request.isStarted() && !request.isForgotten() && !request.isCrashed()
                && request.isHolding() == holding)
                requests.push_back(id);
        }
    }
    return requests;
}

void Client::ready()
{
    m_readyAt = m_world.now();
    m_world.note("client %d    is connected", m_id);
    for (const int request : inOrder())
        m_world.requestAt(request).connected();
}

void Client::lost()
{
    m_readyAt = Never;
    m_world.note("client %d    has lost its connection", m_id);
    m_serverClock.reset();
    for (Line &line : m_lines)
        line.disconnected();
    for (const int request : inOrder())
        m_world.requestAt(request).disconnected();
}

void Client::arrived(const Message &message)
{
    using Type = Message::Type;
    switch (message.type) {
    case Type::Hello:
    case Type::Time:
        m_serverClock.observe(message.sentAt, message.time, now());
        break;
    case Type::Acquire:
    case Type::Release:
    case Type::Renew:
        if (message.call != 0)
            m_world.requestAt(message.request).answered(message);
        break;
    case Type::Watch:
        m_lines[message.name].watched(message);
        break;
    case Type::Changed:
        m_lines[message.name].keyChanged();
        break;
    case Type::AllChanged:
        for (Line &line : m_lines)
            line.everythingChanged();
        break;
    case Type::Granted:
    case Type::Head:
        pushed(message);
        break;
    case Type::Closed:
        break;
    }
}

void Client::pushed(const Message &message)
{
    const auto known = std::find_if(m_requests.begin(), m_requests.end(), [&](int id) {
        const Request &request = m_world.requestAt(id);
        return request.token() == message.token && !request.isForgotten() && !request.isCrashed();
    });
    if (known == m_requests.end()) {
        if (message.type == Message::Type::Granted)
            giveBack(message);
    } else if (message.type == Message::Type::Granted) {
        m_world.requestAt(*known).granted(message.grant);
    } else {
        m_world.requestAt(*known).movedToHead(message.leaseEnd);
    }
}

// Nobody waits for the reply.
void Client::giveBack(const Message &grant)
{
    Message message;
    message.type = Message::Type::Release;
    message.name = grant.name;
    message.token = grant.token;
    message.permits = grant.permits;
    m_connection.send(std::move(message));
}

void Client::block(Duration lasts, bool whole)
{
    const Instant until = m_world.now() + lasts;
    m_blockedUntil = std::max(m_blockedUntil, until);
    if (whole)
        m_frozenUntil = std::max(m_frozenUntil, until);
}

void Client::close()
{
    for (const int id : inOrder())
        m_world.requestAt(id).close();
    if (Link *link = m_connection.link(); link && isReady())
        m_world.checker.closing(*this, *link);
    crash(Ending::Clean, {});
}

void Client::crash(Ending ending, Duration lasts)
{
    m_isAlive = false;
    m_blockedUntil = m_frozenUntil = {};
    m_alarmAt = Never;
    m_deliveryPosted = false;
    m_outcomes.clear();
    for (const int request : m_requests) {
        if (m_world.requestAt(request).isStarted())
            m_world.requestAt(request).crash();
    }
    m_connection.close(ending, lasts);
    m_renewer.connection().close(ending, lasts);
    m_renewer.crash();
    m_serverClock.reset();
    m_readyAt = Never;
    for (Line &line : m_lines)
        line.disconnected();
}

void Client::stop()
{
    for (std::size_t i = 0; i < m_requests.size(); ++i)
        m_world.requestAt(m_requests[i]).stop();
}

Instant Client::healthySince()
{
    Link *link = m_connection.link();
    if (!m_isAlive || !isReady() || !link || !link->isOpenAtServer)
        return Never;
    return std::max({m_readyAt, m_blockedUntil, link->stalledUntil, m_world.server.frozenUntil()});
}

} // namespace redguard::sim
