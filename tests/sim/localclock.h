// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_LOCALCLOCK_H
#define REDGUARD_SIM_LOCALCLOCK_H

#include "time/instant.h"

namespace redguard::sim {

// A machine's clock since boot. The server's is the one that all of the simulation is told in; this
// one has an origin and a rate of its own.
class LocalClock
{
public:
    LocalClock() = default;
    LocalClock(Duration origin, int partsPerMillion)
        : m_origin(origin)
        , m_partsPerMillion(partsPerMillion)
    {
    }

    [[nodiscard]] Instant shows(Instant now) const
    {
        return m_origin + now + Duration(now.count() / 1000 * m_partsPerMillion / 1000) - m_stood;
    }
    // When it shows that much, or a moment later.
    [[nodiscard]] Instant whenShows(Instant local) const
    {
        if (local == Never)
            return Never;
        const Duration since = local - m_origin + m_stood;
        Instant moment =
            since - Duration(since.count() / 1000 * m_partsPerMillion / (1000 + m_partsPerMillion / 1000));
        for (Duration off; (off = local - shows(moment)) > Duration::zero();)
            moment += off;
        return moment;
    }
    // For the clock that does not count a suspend.
    void standStill(Duration duration) { m_stood += duration; }

private:
    Duration m_origin {};
    Duration m_stood {};
    int m_partsPerMillion = 0;
};

} // namespace redguard::sim

#endif
