// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/waitline.h"

#include "redguard/leaserequest.h"
#include "redguard/session.h"
#include "time/bootclock.h"

namespace redguard {

WaitLine::WaitLine(Session &session, const QByteArray &key, scripts::Kind kind,
                   const sync::ServerClock &clock)
    : m_session(session)
    , m_key(key)
    , m_kind(kind)
    , m_lookout(clock)
{
}

WaitLine::~WaitLine()
{
    abandonCall();
}

void WaitLine::abandonCall()
{
    if (m_call != 0 && m_connection)
        m_connection->abandon(m_call);
    m_call = 0;
}

void WaitLine::queued(const LeaseRequest &request, const sync::Place &place, Instant now)
{
    m_lookout.queued(request.handle(), place, request.order().terms.ttl, now);
    carryOut(now);
}

void WaitLine::movedToHead(quint64 handle, ServerTime leaseEnd, Instant now)
{
    m_lookout.movedToHead(handle, leaseEnd, now);
    carryOut(now);
}

void WaitLine::left(quint64 handle, Instant now)
{
    m_lookout.left(handle);
    carryOut(now);
}

void WaitLine::keyChanged()
{
    m_lookout.keyChanged();
    carryOut(bootTime());
}

void WaitLine::everythingChanged()
{
    const Instant now = bootTime();
    m_lookout.everythingChanged(now);
    carryOut(now);
}

void WaitLine::queueLost()
{
    m_lookout.queueLost();
    carryOut(bootTime());
}

void WaitLine::disconnected()
{
    abandonCall();
    m_lookout.disconnected();
    carryOut(bootTime());
}

void WaitLine::tick(Instant now)
{
    carryOut(now);
}

std::shared_ptr<LeaseRequest> WaitLine::find(quint64 handle) const
{
    return std::static_pointer_cast<LeaseRequest>(m_session.find(handle));
}

void WaitLine::carryOut(Instant now)
{
    const auto self = shared_from_this();
    const net::Cork cork(m_session.connections());
    const sync::Lookout::Orders orders = m_lookout.take(now);
    for (const quint64 handle : orders.requeue) {
        if (const auto request = find(handle))
            request->claim(now);
    }
    if (orders.claim) {
        if (const auto request = find(*orders.claim))
            request->claim(now, orders.isBlind);
    }
    if (orders.watch)
        watch(*orders.watch);
    if (m_lookout.isEmpty())
        m_session.forget(*this);
    else
        m_session.wake(*this, m_lookout.wakeAt());
}

void WaitLine::watch(quint64 handle)
{
    const auto request = find(handle);
    if (!request || !request->isReady())
        return;
    const net::Route &route = request->route();
    m_placesFree = request->order().capacity - request->order().permits;
    m_connection = route.connection;
    m_call =
        m_connection->watch(m_kind == scripts::Kind::Lock ? "PTTL" : "ZCARD", m_key, this, 0, route.asking);
}

// PTTL says -2 where there is no key and -1 where its end is not known.
void WaitLine::answered(int, const net::Answer &answer)
{
    m_call = 0;
    const auto number = answer.value.isError() ? std::nullopt : answer.value.toInteger();
    std::optional<Duration> left;
    bool isFree = false;
    if (m_kind == scripts::Kind::Semaphore)
        isFree = number && *number <= m_placesFree;
    else if (number && *number >= 0)
        left = std::chrono::milliseconds(*number);
    else
        isFree = number == -2;
    m_lookout.watched(isFree, left, answer.readAt);
    carryOut(bootTime());
}

} // namespace redguard
