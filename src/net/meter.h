// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_METER_H
#define REDGUARD_NET_METER_H

#include "time/instant.h"

#include <algorithm>
#include <array>
#include <vector>

namespace redguard::net {

// Counts the answers of a connection and keeps how long the newest of them took.
class Meter
{
public:
    void answered(Duration took) { m_newest[m_count++ % m_newest.size()] = took; }
    void connected() { ++m_connections; }

    [[nodiscard]] quint64 roundTrips() const { return m_count; }
    [[nodiscard]] quint64 connections() const { return m_connections; }
    void appendTo(std::vector<Duration> &latencies) const
    {
        const auto known = std::ptrdiff_t(std::min<quint64>(m_count, m_newest.size()));
        latencies.insert(latencies.end(), m_newest.begin(), m_newest.begin() + known);
    }

private:
    std::array<Duration, 512> m_newest {};
    quint64 m_count = 0;
    quint64 m_connections = 0;
};

} // namespace redguard::net

#endif
