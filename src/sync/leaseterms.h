// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_LEASETERMS_H
#define REDGUARD_SYNC_LEASETERMS_H

#include <RedGuard/namespace.h>

#include "sync/drift.h"

namespace redguard::sync {

struct LeaseTerms
{
    Duration ttl {};
    Duration margin {};
    Drift drift;
    Renewal renewal = Renewal::EventLoop;
    Duration maxHold = Never;    // renewals do not carry a hold beyond this
    bool confirmsGrants = false; // a grant is no hold before the server was asked
    Duration patience {};        // for a server that does not answer where the caller does not wait

    friend bool operator==(const LeaseTerms &, const LeaseTerms &) = default;

    // Until when a lease can be proved to run that began no earlier than `from`.
    [[nodiscard]] Instant provenUntil(Instant from, Duration lease) const
    {
        return from + drift.shorter(lease) - margin;
    }
};

} // namespace redguard::sync

#endif
