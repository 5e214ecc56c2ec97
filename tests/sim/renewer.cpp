// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "renewer.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;

Renewer::Renewer(World &world, Client &client, int connection)
    : m_world(world)
    , m_client(client)
    , m_connection(world, connection, false, *this)
{
}

Instant Renewer::now() const
{
    return m_client.now();
}

void Renewer::add(const Request &request)
{
    sync::RenewalPlan plan(request.plan().terms, Renewal::Background);
    plan.begin(request.machine().heldSince());
    if (plan.dueAt() != Never)
        m_orders.push_back({request.id(), plan, Stage::Listed, 0});
    arm();
}

void Renewer::remove(int request)
{
    std::erase_if(m_orders, [request](const Order &order) { return order.request == request; });
}

void Renewer::crash()
{
    m_orders.clear();
    m_findings.clear();
    m_isOpen = false;
    m_alarmAt = Never;
}

void Renewer::arm()
{
    Instant first = Never;
    for (const Order &order : m_orders) {
        if (order.stage == Stage::Listed)
            first = std::min(first, order.plan.dueAt());
    }
    if (first >= m_alarmAt)
        return;
    m_alarmAt = first;
    const Instant due = std::max(m_client.clock().whenShows(first), m_world.now());
    m_world.enter(due + m_world.random.between(0us, 1ms), Happening::RenewalAlarm, m_client.id());
}

void Renewer::tick()
{
    m_alarmAt = Never;
    const Instant local = now();
    std::erase_if(m_orders, [&](const Order &order) {
        return order.stage == Stage::Listed && order.plan.dueAt() <= local
            && !m_world.requestAt(order.request).hold()->isHeld(local);
    });
    for (Order &order : m_orders) {
        if (order.stage == Stage::Listed && order.plan.dueAt() <= local)
            send(order);
    }
    arm();
}

void Renewer::send(Order &order)
{
    if (!std::exchange(m_isOpen, true))
        m_connection.open();
    order.stage = m_connection.isReady() ? Stage::Underway : Stage::Waiting;
    if (order.stage == Stage::Waiting)
        return;
    const Request &request = m_world.requestAt(order.request);
    Message message;
    message.type = Message::Type::Renew;
    message.name = quint8(request.plan().name);
    message.request = quint16(order.request);
    message.call = order.call = ++m_newestCall;
    message.token = request.token();
    message.permits = request.plan().permits;
    message.ttl = order.plan.send(now());
    m_connection.send(std::move(message));
}

void Renewer::ready()
{
    std::erase_if(m_orders, [&](const Order &order) {
        return order.stage == Stage::Waiting && !m_world.requestAt(order.request).hold()->isHeld(now());
    });
    for (Order &order : m_orders) {
        if (order.stage == Stage::Waiting)
            send(order);
    }
}

void Renewer::lost()
{
    for (Order &order : m_orders) {
        if (order.stage == Stage::Underway)
            order.stage = Stage::Waiting;
    }
}

void Renewer::arrived(const Message &message)
{
    if (message.type != Message::Type::Renew)
        return;
    const auto found = std::find_if(m_orders.begin(), m_orders.end(), [&](const Order &order) {
        return order.stage == Stage::Underway && order.call == message.call;
    });
    if (found != m_orders.end() && !answered(*found, message))
        m_orders.erase(found);
    arm();
}

bool Renewer::answered(Order &order, const Message &reply)
{
    std::optional<Hold> &hold = m_world.requestAt(order.request).hold();
    order.stage = Stage::Listed;
    if (reply.isRefused) {
        order.plan.failed(now(), hold->deadline);
        return true;
    }
    if (reply.renewed == sync::RenewReply::Extended) {
        order.plan.extended(reply.sentAt);
        hold->prolong(order.plan.provenUntil(reply.sentAt), now());
        report(order.request, LossReason::None);
        return order.plan.dueAt() != Never;
    }
    if (!hold->isOver) {
        hold->isOver = true;
        const bool isGone = reply.renewed == sync::RenewReply::Gone;
        report(order.request, isGone ? LossReason::ServerLostState : LossReason::TakenOver);
    }
    return false;
}

void Renewer::report(int request, LossReason refusal)
{
    m_findings.push_back({request, refusal});
    m_world.enter(m_world.now() + m_world.random.between(0us, 500us), Happening::RenewalTold, m_client.id());
}

void Renewer::tell()
{
    while (!m_findings.empty()) {
        const Finding finding = m_findings.front();
        m_findings.pop_front();
        Request &request = m_world.requestAt(finding.request);
        if (request.isForgotten())
            continue;
        if (finding.refusal == LossReason::None)
            request.renewedElsewhere();
        else
            request.renewalRefused(finding.refusal);
    }
}

} // namespace redguard::sim
