// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/renewalplan.h"

#include <algorithm>

namespace redguard::sync {

using namespace std::chrono_literals;

namespace {

// Leases that fall due near one another go out together: due times lie on a grid, earlier rather
// than later, and the grid depends on the ttl alone.
Instant onGrid(Instant when, Duration ttl)
{
    const Duration step = std::max<Duration>(ttl / 24, 1ms);
    return when - when % step;
}

} // namespace

RenewalPlan::RenewalPlan(const LeaseTerms &terms, Renewal how)
    : m_terms(&terms)
    , m_how(how)
{
}

void RenewalPlan::begin(Instant from)
{
    m_heldSince = from;
    extended(from);
}

void RenewalPlan::extended(Instant sentAt)
{
    const bool goesOn = m_terms->renewal == m_how
        && (m_terms->maxHold == Never || sentAt + m_terms->ttl < m_heldSince + m_terms->maxHold);
    m_dueAt = goesOn ? onGrid(sentAt + m_terms->ttl / 3, m_terms->ttl) : Never;
}

void RenewalPlan::failed(Instant now, Instant deadline)
{
    m_dueAt = now + std::clamp<Duration>((deadline - now) / 4, 10ms, 1s);
}

std::chrono::milliseconds RenewalPlan::send(Instant now)
{
    m_dueAt = Never;
    Duration extension = m_terms->ttl;
    if (m_terms->maxHold != Never)
        extension = std::clamp<Duration>(m_heldSince + m_terms->maxHold - now, 1ms, extension);
    m_asked = std::chrono::floor<std::chrono::milliseconds>(extension);
    return m_asked;
}

std::chrono::milliseconds RenewalPlan::sendCheck()
{
    m_dueAt = Never;
    m_asked = 1ms;
    return m_asked;
}

// Within what the drift takes from a renewal that was cut short.
bool RenewalPlan::reachesLongestHold(Instant deadline) const
{
    if (m_terms->maxHold == Never)
        return false;
    const Duration last = std::min(m_terms->ttl, m_terms->maxHold);
    return deadline + 1ms >= m_terms->provenUntil(m_heldSince + m_terms->maxHold - last, last);
}

} // namespace redguard::sync
