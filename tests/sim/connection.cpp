// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "connection.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;

namespace {

constexpr Duration ConnectTimeout = 5s;

} // namespace

Connection::Connection(World &world, int id, bool listens, Receiver &receiver)
    : m_world(world)
    , m_id(id)
    , m_listens(listens)
    , m_receiver(receiver)
{
}

void Connection::open(Duration after)
{
    if (std::exchange(m_isOpening, true))
        return;
    const Duration backoff = m_attempts++ == 0 ? Duration(0) : m_world.random.between(50ms, 400ms);
    m_world.enter(m_world.now() + after + backoff, Happening::Connect, m_id);
}

void Connection::connectNow()
{
    if (!std::exchange(m_isOpening, false) || m_link)
        return;
    m_link = &m_world.network.open(m_id);
    m_world.enter(m_world.now() + ConnectTimeout, Happening::ConnectDeadline, m_id, quint32(m_link->id));
    Message hello;
    hello.type = Message::Type::Hello;
    hello.waits = m_listens;
    send(std::move(hello));
}

void Connection::send(Message &&message)
{
    const LocalClock &clock = m_world.client(client()).clock();
    message.sentAt = clock.shows(m_world.now());
    if (m_unanswered.empty() && m_isReady)
        m_world.enter(clock.whenShows(message.sentAt + m_world.scenario.patience), Happening::CommandDeadline,
                      m_id, quint32(m_link->id));
    m_unanswered.push_back(message.sentAt);
    m_world.network.sendUp(*m_link, std::move(message));
}

void Connection::forgetLink()
{
    m_link = nullptr;
    m_unanswered.clear();
    if (std::exchange(m_isReady, false))
        m_receiver.lost();
}

void Connection::drop(Ending ending, Duration lasts)
{
    if (!m_link)
        return;
    if (m_isReady)
        m_attempts = 0;
    m_world.network.closeAtClient(*m_link, ending, lasts);
    forgetLink();
    open();
}

void Connection::close(Ending ending, Duration lasts)
{
    m_isOpening = false;
    m_attempts = 0;
    m_isReady = false;
    m_unanswered.clear();
    if (m_link)
        m_world.network.closeAtClient(*m_link, ending, lasts);
    m_link = nullptr;
}

void Connection::giveUp()
{
    drop(Ending(m_world.random.below(4)), m_world.random.between(10ms, 8s));
}

void Connection::checkConnected(quint32 link)
{
    if (isCurrent(link) && !m_isReady)
        giveUp();
}

void Connection::checkDeadline(quint32 link)
{
    if (!isCurrent(link) || m_unanswered.empty())
        return;
    const LocalClock &clock = m_world.client(client()).clock();
    const Instant due = m_unanswered.front() + m_world.scenario.patience;
    if (clock.shows(m_world.now()) >= due)
        giveUp();
    else
        m_world.enter(clock.whenShows(due), Happening::CommandDeadline, m_id, link);
}

void Connection::checkHealth(quint32 link)
{
    if (!isCurrent(link))
        return;
    const Duration interval = m_world.scenario.healthCheckInterval;
    if (m_unanswered.empty() && m_world.now() - m_readAt >= interval / 2)
        send({});
    m_world.enter(m_world.now() + interval, Happening::HealthCheck, m_id, link);
}

void Connection::arrivedNow(const Message &message)
{
    m_readAt = m_world.now();
    if (message.type == Message::Type::Closed) {
        m_world.network.closeAtClient(*m_link, Ending::Clean, {});
        if (m_isReady)
            m_attempts = 0;
        forgetLink();
        open();
        return;
    }
    if (message.isReply())
        m_unanswered.pop_front();
    m_receiver.arrived(message);
    if (message.type != Message::Type::Hello || !m_link)
        return;
    m_isReady = true;
    if (m_listens)
        m_world.enter(m_world.now() + m_world.scenario.healthCheckInterval, Happening::HealthCheck, m_id,
                      quint32(m_link->id));
    m_receiver.ready();
}

} // namespace redguard::sim
