// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "network.h"

#include "world.h"

namespace redguard::sim {

Network::Network(World &world)
    : m_world(world)
{
}

Link &Network::open(int connection)
{
    Link &link = m_links.emplace_back();
    link.id = int(m_links.size()) - 1;
    link.connection = connection;
    link.channel = "c" + QByteArray::number(link.id);
    return link;
}

Duration Network::delay()
{
    const Scenario &plan = m_world.scenario;
    if (plan.slowPercent > 0 && m_world.random.chance(plan.slowPercent))
        return m_world.random.between(plan.mostDelay, plan.slowDelay);
    return m_world.random.between(plan.leastDelay, plan.mostDelay);
}

void Network::put(Link &link, bool isUp, Message &&message, Instant at)
{
    Instant &tail = isUp ? link.upTail : link.downTail;
    tail = message.at = std::max({at, tail, link.stalledUntil});
    (isUp ? link.up : link.down).push_back(std::move(message));
    m_world.enter(tail, isUp ? Happening::ArrivalAtServer : Happening::ArrivalAtClient, link.id);
}

void Network::sendUp(Link &link, Message &&message)
{
    message.link = link.id;
    put(link, true, std::move(message), m_world.now() + delay());
}

void Network::sendDown(Link &link, Message &&message)
{
    if (link.isOpenAtClient)
        put(link, false, std::move(message), m_world.now() + delay());
}

std::optional<Message> Network::arrived(std::deque<Message> &queue)
{
    if (queue.empty() || queue.front().at > m_world.now())
        return {};
    std::optional<Message> message(std::move(queue.front()));
    queue.pop_front();
    return message;
}

void Network::closeAtClient(Link &link, Ending ending, Duration lasts)
{
    link.isOpenAtClient = false;
    link.down.clear();
    if (!link.isOpenAtServer)
        return;
    if (ending == Ending::Cut || ending == Ending::HalfOpen)
        link.up.clear();
    if (ending == Ending::Stuck)
        stall(link, lasts);
    Message end;
    end.type = Message::Type::Closed;
    put(link, true, std::move(end), m_world.now() + (ending == Ending::HalfOpen ? lasts : delay()));
}

// Replies under way still arrive; what the client sent does not.
void Network::closeAtServer(Link &link)
{
    link.isOpenAtServer = link.isSubscribed = false;
    link.isTracking = {};
    link.up.clear();
    if (m_world.random.chance(50))
        link.down.clear();
    Message end;
    end.type = Message::Type::Closed;
    sendDown(link, std::move(end));
}

void Network::stall(Link &link, Duration lasts)
{
    link.stalledUntil = std::max(link.stalledUntil, m_world.now() + lasts);
    for (Message &message : link.up) {
        message.at = link.upTail = std::max(message.at, link.stalledUntil);
        m_world.enter(message.at, Happening::ArrivalAtServer, link.id);
    }
    for (Message &message : link.down) {
        message.at = link.downTail = std::max(message.at, link.stalledUntil);
        m_world.enter(message.at, Happening::ArrivalAtClient, link.id);
    }
}

} // namespace redguard::sim
