// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/serverclock.h"

#include <algorithm>
#include <cstdint>

namespace redguard::sync {

namespace {

constexpr Duration Inaccuracy = std::chrono::microseconds(2); // what whole microseconds leave open

// A server may say anything. What no clock shows, as what comes after the year 2112, is taken for the
// nearest that one could, so that nothing that is reckoned from it overflows.
ServerTime plausible(ServerTime time)
{
    constexpr ServerTime Latest {std::int64_t(1) << 52};
    return std::clamp(time, ServerTime::zero(), Latest);
}

} // namespace

// Each side keeps the pair that says most about the present: an old one loses to drift with time.
void ServerClock::observe(Instant sentAt, ServerTime time, Instant readAt)
{
    time = plausible(time);
    // It was set, and what was known of it holds no more.
    if (m_known && (readAt + Inaccuracy < earliest(time) || sentAt > latest(time) + Inaccuracy))
        m_known = false;
    if (!m_known || sentAt >= earliest(time))
        m_sent = {sentAt, time};
    if (!m_known || readAt <= latest(time))
        m_read = {readAt, time};
    m_known = true;
}

Instant ServerClock::earliest(ServerTime time) const
{
    const Duration since = plausible(time) - m_sent.server;
    return m_sent.local + (since >= Duration::zero() ? m_drift.shorter(since) : m_drift.longer(since));
}

Instant ServerClock::latest(ServerTime time) const
{
    const Duration since = plausible(time) - m_read.server;
    return m_read.local + (since >= Duration::zero() ? m_drift.longer(since) : m_drift.shorter(since));
}

// At the local time of the pair that was taken before sending the server's clock had not got further.
ServerTime ServerClock::atMost(Instant local) const
{
    if (!m_known)
        return {};
    const Duration since = local - m_sent.local;
    const Duration passed = since >= Duration::zero() ? m_drift.longer(since) : m_drift.shorter(since);
    return m_sent.server + std::chrono::ceil<ServerTime>(passed);
}

} // namespace redguard::sync
