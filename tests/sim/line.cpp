// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "line.h"

#include "world.h"

namespace redguard::sim {

Line::Line(World &world, Client &client, int name)
    : m_world(world)
    , m_client(client)
    , m_name(name)
    , m_lookout(std::in_place, client.serverClock())
{
}

void Line::queued(int request, const sync::Place &place, Duration ttl)
{
    m_lookout->queued(quint64(request), place, ttl, m_client.now());
    carryOut();
}

void Line::movedToHead(int request, ServerTime leaseEnd)
{
    m_lookout->movedToHead(quint64(request), leaseEnd, m_client.now());
    carryOut();
}

void Line::left(int request)
{
    m_lookout->left(quint64(request));
    carryOut();
}

void Line::keyChanged()
{
    if (m_world.has(Bug::LookoutDeaf))
        return;
    m_lookout->keyChanged();
    carryOut();
}

void Line::everythingChanged()
{
    m_lookout->everythingChanged(m_client.now());
    carryOut();
}

void Line::queueLost()
{
    m_lookout->queueLost();
    carryOut();
}

void Line::disconnected()
{
    m_call = 0;
    m_lookout->disconnected();
    carryOut();
}

void Line::tick()
{
    carryOut();
}

void Line::carryOut()
{
    const Instant now = m_world.has(Bug::NoSafetyNet) ? Instant {} : m_client.now();
    const sync::Lookout::Orders orders = m_lookout->take(now);
    for (const quint64 request : orders.requeue) {
        if (!m_world.has(Bug::NoRequeue))
            m_world.requestAt(int(request)).claim(false);
    }
    if (orders.claim)
        m_world.requestAt(int(*orders.claim)).claim(true);
    if (orders.watch)
        watch(int(*orders.watch));
    if (m_lookout->isEmpty())
        forget();
    m_wakeAt = m_world.has(Bug::NoSafetyNet) ? Never : m_lookout->wakeAt();
    m_client.wakesChanged();
}

void Line::forget()
{
    m_call = 0;
    m_lookout.emplace(m_client.serverClock());
}

void Line::watch(int request)
{
    if (!m_client.isReady())
        return;
    m_placesFree =
        m_world.scenario.names[std::size_t(m_name)].capacity - m_world.requestAt(request).plan().permits;
    Message message;
    message.type = Message::Type::Watch;
    message.name = quint8(m_name);
    message.call = m_call = m_client.newCall();
    m_client.send(std::move(message));
}

void Line::watched(const Message &reply)
{
    if (reply.call != m_call)
        return;
    m_call = 0;
    std::optional<Duration> left;
    bool isFree = false;
    if (reply.isRefused)
        isFree = false;
    else if (m_world.scenario.names[std::size_t(m_name)].kind == reference::Kind::Semaphore)
        isFree = reply.number <= m_placesFree;
    else if (reply.number >= 0)
        left = std::chrono::milliseconds(reply.number);
    else
        isFree = reply.number == -2;
    m_lookout->watched(isFree, left, m_client.now());
    carryOut();
}

} // namespace redguard::sim
