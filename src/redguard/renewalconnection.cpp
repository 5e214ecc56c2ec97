// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/renewalconnection.h"

#include "local/locallocator.h"
#include "redguard/mailbox.h"
#include "redguard/serverreply.h"
#include "redguard/session.h"
#include "scripts/reply.h"
#include "time/bootclock.h"

namespace redguard {

using namespace std::chrono_literals;

namespace {

constexpr auto IdlePeriod = 60s;

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
    , m_connection(std::make_unique<net::Connection>(local::locatorOf(target->endpoint), settingsOf(*target)))
{
    m_idleTimer.setSingleShot(true);
    connect(&m_idleTimer, &QTimer::timeout, this, &RenewalConnection::idle);
    connect(m_connection.get(), &net::Connection::ready, this,
            [this] { renew(std::exchange(m_waiting, {})); });
    connect(m_connection.get(), &net::Connection::lost, this, &RenewalConnection::lost);
    m_connection->open();
}

RenewalConnection::~RenewalConnection() = default;

void RenewalConnection::renew(const std::vector<std::shared_ptr<RenewalOrder>> &orders)
{
    m_idleTimer.start(IdlePeriod);
    m_connection->cork();
    for (const auto &order : orders) {
        if (!order->state->isHeld() || m_book.isRemoved(*order))
            continue;
        if (m_connection->isReady())
            send(order);
        else
            m_waiting.push_back(order);
    }
    m_connection->uncork();
}

void RenewalConnection::send(const std::shared_ptr<RenewalOrder> &order)
{
    net::Arguments arguments(QByteArrayList {order->key});
    arguments << order->token << order->plan.send(bootTime()).count() << order->permits;
    m_underway.emplace(++m_newestTag, order);
    m_connection->call(*order->script, arguments, this, m_newestTag);
}

// Whether they took effect is not known; they may be repeated.
void RenewalConnection::lost()
{
    for (auto &[tag, order] : m_underway)
        m_waiting.push_back(std::move(order));
    m_underway.clear();
}

void RenewalConnection::answered(int tag, const net::Answer &answer)
{
    const auto found = m_underway.extract(tag);
    if (!found)
        return;
    const auto order = found.mapped();
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
    m_renewed.append(order.id);
}

// Once for all that were answered together.
void RenewalConnection::tell()
{
    m_target->mailbox->post(
        [session = m_target->session, ids = std::exchange(m_renewed, {})] { session->renewed(ids); });
}

// Not held from here on, however late the guard's thread is to hear why. What its owner gave back
// meanwhile is not lost.
void RenewalConnection::refused(const RenewalOrder &order, LossReason reason)
{
    if (order.state->isOver())
        return;
    order.state->end();
    m_target->mailbox->post(
        [session = m_target->session, id = order.id, reason] { session->renewalRefused(id, reason); });
}

} // namespace redguard
