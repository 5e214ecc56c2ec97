// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_SERVERCLOCK_H
#define REDGUARD_SYNC_SERVERCLOCK_H

#include "sync/drift.h"

#include <optional>

namespace redguard::sync {

// What is known of the server's clock, from replies that carried its TIME: an instant of the server
// is placed between two local ones. Holds for one connection to one server process.
class ServerClock
{
public:
    explicit ServerClock(Drift drift = {})
        : m_drift(drift)
    {
    }

    void observe(Instant sentAt, ServerTime time, Instant readAt);
    void reset() { m_known = false; }

    [[nodiscard]] bool isKnown() const { return m_known; }
    [[nodiscard]] Drift drift() const { return m_drift; }
    // What the server's clock shows at most at a local time; 0 where nothing is known of it.
    [[nodiscard]] ServerTime atMost(Instant local) const;
    // Only where isKnown().
    [[nodiscard]] Instant earliest(ServerTime time) const;
    [[nodiscard]] Instant latest(ServerTime time) const;

private:
    struct Pair
    {
        Instant local {};
        ServerTime server {};
    };

    Drift m_drift;
    bool m_known = false;
    Pair m_sent; // local <= the moment of server
    Pair m_read; // local >= the moment of server
};

} // namespace redguard::sync

#endif
