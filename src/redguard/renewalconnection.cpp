// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/renewalconnection.h"

#include "redguard/mailbox.h"
#include "redguard/serverreply.h"
#include "redguard/servers.h"
#include "redguard/session.h"
#include "scripts/reply.h"
#include "time/bootclock.h"

namespace redguard {

using namespace std::chrono_literals;

namespace {

constexpr auto IdlePeriod = 60s;
constexpr int MostHops = 5;

net::ConnectionSettings settingsOf(const RenewalTarget &target)
{
    net::ConnectionSettings settings = target.settings;
    settings.listening = net::ConnectionSettings::Listening::No;
    settings.scripts = {&scripts::renewLock(), &scripts::renewSemaphore()};
    settings.healthCheckInterval = 1h; // what is renewed is check enough
    return settings;
}

} // namespace

RenewalConnection::RenewalConnection(RenewalBook &book, const std::shared_ptr<RenewalTarget> &target)
    : m_book(book)
    , m_target(target)
    , m_topology(topologyOf(target->address, settingsOf(*target)))
{
    m_idleTimer.setSingleShot(true);
    connect(&m_idleTimer, &QTimer::timeout, this, &RenewalConnection::idle);
    connect(m_topology.get(), &net::Topology::ready, this, &RenewalConnection::renewWaiting);
    connect(m_topology.get(), &net::Topology::rerouted, this, &RenewalConnection::renewWaiting);
    connect(m_topology.get(), &net::Topology::lost, this, &RenewalConnection::lost);
    m_topology->open();
}

RenewalConnection::~RenewalConnection() = default;

void RenewalConnection::renew(const std::vector<std::shared_ptr<RenewalOrder>> &orders)
{
    m_idleTimer.start(IdlePeriod);
    const net::Cork cork(m_topology->connections());
    for (const auto &order : orders) {
        if (!order->state->isHeld() || m_book.isRemoved(*order))
            continue;
        if (const net::Route route = routeOf(*order); route.isReady())
            send(order, route);
        else
            m_waiting.push_back(order);
    }
}

net::Route RenewalConnection::routeOf(RenewalOrder &order) const
{
    const net::Route route = m_topology->routeOf(order.lease->keys->key);
    if (order.detour && (!order.detour->connection || order.detour->connection == route.connection))
        order.detour.reset();
    return order.detour.value_or(route);
}

void RenewalConnection::send(const std::shared_ptr<RenewalOrder> &order, const net::Route &route)
{
    net::Arguments arguments(QByteArrayList {order->lease->keys->key});
    arguments << order->token << order->plan.send(bootTime()).count() << order->lease->permits;
    m_underway.emplace(++m_newestTag, Underway {order, route.connection});
    route.connection->call(scripts::renew(order->lease->keys->kind), arguments, this, m_newestTag,
                           route.asking);
}

// Whether they took effect is not known; they may be repeated.
void RenewalConnection::lost(net::Connection *connection)
{
    for (auto it = m_underway.begin(); it != m_underway.end();) {
        if (it->second.connection && it->second.connection != connection) {
            ++it;
            continue;
        }
        m_waiting.push_back(std::move(it->second.order));
        it = m_underway.erase(it);
    }
}

bool RenewalConnection::isRedirected(const Underway &sent, const resp::Value &error)
{
    if (!error.isError() || !sent.connection || ++sent.order->hops > MostHops)
        return false;
    const net::Route target = m_topology->redirected(*sent.connection, error);
    if (!target.connection)
        return false;
    sent.order->detour = target;
    renew({sent.order});
    return true;
}

void RenewalConnection::answered(int tag, const net::Answer &answer)
{
    const auto found = m_underway.extract(tag);
    if (!found)
        return;
    const auto order = found.mapped().order;
    if (isRedirected(found.mapped(), answer.value))
        return;
    order->hops = 0;
    const auto decoded = scripts::decodeRenew(answer.value);
    if (!decoded) {
        const sync::Failure failure = refusalOf(answer.value).failure;
        if (failure == sync::Failure::Foreign) {
            refused(*order, LossReason::Foreign);
        } else {
            order->plan.failed(bootTime(), order->state->deadline());
            putBack(order);
        }
    } else if (decoded->reply == sync::RenewReply::Extended) {
        extended(*order, answer.sentAt);
        putBack(order);
    } else {
        const bool isGone = decoded->reply == sync::RenewReply::Gone;
        refused(*order, isGone ? LossReason::ServerLostState : LossReason::TakenOver);
    }
}

void RenewalConnection::putBack(const std::shared_ptr<RenewalOrder> &order)
{
    if (m_book.add(order))
        Q_EMIT rescheduled();
}

void RenewalConnection::extended(RenewalOrder &order, Instant sentAt)
{
    order.plan.extended(sentAt);
    order.state->prolong(order.plan.provenUntil(sentAt));
    if (m_renewed.isEmpty())
        QMetaObject::invokeMethod(this, &RenewalConnection::tell, Qt::QueuedConnection);
    m_renewed.append(order.handle);
}

// Once for all that were answered together.
void RenewalConnection::tell()
{
    m_target->mailbox->post(
        [session = m_target->session, handles = std::exchange(m_renewed, {})] { session->renewed(handles); });
}

// Not held from here on, however late the guard's thread is to hear why. What its owner gave back
// meanwhile is not lost.
void RenewalConnection::refused(const RenewalOrder &order, LossReason reason)
{
    if (order.state->isOver())
        return;
    order.state->end();
    m_target->mailbox->post([session = m_target->session, handle = order.handle, reason] {
        session->renewalRefused(handle, reason);
    });
}

} // namespace redguard
