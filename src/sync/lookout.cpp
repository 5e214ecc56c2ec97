// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/lookout.h"

#include <algorithm>
#include <utility>

namespace redguard::sync {

using namespace std::chrono_literals;

namespace {

constexpr Duration ShortestCheck = 2s;
// Waiters further back look later, so that a lapsed lease is not met by all at once.
constexpr Duration StepByPosition = 10ms;
constexpr Duration LongestStep = 500ms;

} // namespace

Lookout::Lookout(const ServerClock &clock)
    : m_clock(clock)
{
}

void Lookout::queued(Waiter waiter, const Place &place, Duration ttl, Instant now)
{
    // Who was in the queue and then was not has found out for all of them.
    const bool wasKnown = m_places.contains(waiter);
    remove(waiter);
    if (place.entered && wasKnown)
        queueLost();
    m_places.insert(waiter, {place.ticket, ttl});
    const std::pair item(place.ticket, waiter);
    m_byTicket.insert(std::upper_bound(m_byTicket.begin(), m_byTicket.end(), item), item);
    if (first() == waiter)
        m_position = place.position;
    if (place.position == 1)
        becomeHead(waiter);
    checkAfter(place.leaseEnd, now);
}

void Lookout::movedToHead(Waiter waiter, ServerTime leaseEnd, Instant now)
{
    if (!m_places.contains(waiter))
        return;
    m_position = 1;
    becomeHead(waiter);
    checkAfter(leaseEnd, now);
}

void Lookout::becomeHead(Waiter waiter)
{
    m_head = waiter;
    if (m_watch == Watch::Off)
        m_watch = Watch::Wanted;
}

// What a claim that ends with its waiter would say of the others may never be read, also where it is
// granted: the next of them asks.
void Lookout::left(Waiter waiter)
{
    if (m_claiming == waiter)
        checkAt(Instant {});
    remove(waiter);
}

void Lookout::queueLost()
{
    for (const auto &[ticket, waiter] : m_byTicket)
        m_lost.push_back(waiter);
    m_places.clear();
    m_byTicket.clear();
    m_head.reset();
    m_claiming.reset();
}

void Lookout::remove(Waiter waiter)
{
    std::erase(m_lost, waiter);
    const auto found = m_places.constFind(waiter);
    if (found == m_places.cend())
        return;
    const std::pair item(found->ticket, waiter);
    m_byTicket.erase(std::lower_bound(m_byTicket.begin(), m_byTicket.end(), item));
    m_places.erase(found);
    if (m_head == waiter)
        m_head.reset();
    if (m_claiming == waiter)
        m_claiming.reset();
}

// Everybody asks again by themselves then.
void Lookout::disconnected()
{
    m_places.clear();
    m_byTicket.clear();
    m_head.reset();
    m_claiming.reset();
    m_watch = Watch::Off;
    m_lost.clear();
    m_checkAt = Never;
}

void Lookout::keyChanged()
{
    if (m_watch == Watch::Armed)
        m_watch = m_head ? Watch::Wanted : Watch::Off;
}

void Lookout::everythingChanged(Instant now)
{
    keyChanged();
    if (!m_claiming)
        checkAt(now);
}

void Lookout::watched(bool isFree, std::optional<Duration> left, Instant readAt)
{
    if (m_watch != Watch::Asked)
        return;
    m_watch = Watch::Armed;
    if (m_places.isEmpty())
        return;
    if (isFree)
        checkAt(readAt);
    else if (left && !m_claiming)
        checkAt(readAt + std::min(m_clock.drift().longer(*left) + 1ms, checkInterval()));
}

Lookout::Orders Lookout::take(Instant now)
{
    Orders orders;
    orders.requeue = std::exchange(m_lost, {});
    if (m_places.isEmpty())
        return orders;
    if (m_head && m_watch == Watch::Wanted) {
        m_watch = Watch::Asked;
        orders.watch = m_head;
    }
    if (now >= m_checkAt && !m_claiming) {
        m_checkAt = Never;
        m_claiming = m_head.value_or(first());
        orders.claim = m_claiming;
        orders.isBlind = m_isBlind;
    }
    return orders;
}

Instant Lookout::wakeAt() const
{
    if (!m_lost.empty() || (m_head && m_watch == Watch::Wanted))
        return Instant {};
    if (m_places.isEmpty())
        return Never;
    return m_claiming ? Never : m_checkAt;
}

Duration Lookout::checkInterval() const
{
    return std::max(m_places.value(first()).ttl, ShortestCheck) + step();
}

Duration Lookout::step() const
{
    return std::min<Duration>(StepByPosition * m_position, LongestStep);
}

void Lookout::checkAt(Instant when)
{
    m_checkAt = when;
    m_isBlind = false;
}

void Lookout::checkAfter(ServerTime leaseEnd, Instant now)
{
    if (m_claiming)
        return;
    const Instant latest = now + checkInterval();
    const bool isKnown = leaseEnd > 0us && m_clock.isKnown();
    checkAt(isKnown ? std::clamp(m_clock.latest(leaseEnd) + step() + 1ms, now + 1ms, latest) : latest);
    m_isBlind = m_checkAt == latest;
}

} // namespace redguard::sync
