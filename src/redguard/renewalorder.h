// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALORDER_H
#define REDGUARD_RENEWALORDER_H

#include "net/topology.h"
#include "redguard/leasehandle.h"
#include "scripts/script.h"
#include "sync/renewalplan.h"

#include <map>

namespace redguard {

struct RenewalTarget;

// One lease that the background thread keeps alive. The thread alone changes the plan, once the order
// is in the book.
struct RenewalOrder
{
    RenewalOrder(const sync::LeaseTerms &terms, Instant heldSince)
        : plan(terms)
    {
        plan.begin(heldSince);
    }

    sync::RenewalPlan plan;
    quint64 id = 0;
    std::shared_ptr<LeaseState> state;
    std::shared_ptr<RenewalTarget> target;
    const scripts::Script *script = nullptr;
    QByteArray key;
    QByteArray token;
    int permits = 1;
    std::optional<net::Route> detour {}; // while the slot is on its way to another server
    int hops = 0;                        // from server to server since one has answered

private:
    friend class RenewalBook;
    std::multimap<Instant, std::shared_ptr<RenewalOrder>>::iterator m_place;
    bool m_isListed = false;
    bool m_isRemoved = false;
};

} // namespace redguard

#endif
