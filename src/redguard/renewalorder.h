// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALORDER_H
#define REDGUARD_RENEWALORDER_H

#include "net/topology.h"
#include "redguard/clientname.h"
#include "redguard/leasehandle.h"
#include "redguard/leaseorder.h"
#include "sync/renewalplan.h"

#include <map>

namespace redguard {

struct RenewalTarget;

// One lease that the background thread keeps alive. The thread alone changes the plan, once the order
// is in the book.
struct RenewalOrder
{
    RenewalOrder(const std::shared_ptr<const LeaseOrder> &leaseOrder, Instant heldSince)
        : lease(leaseOrder)
        , plan(lease->terms, Renewal::Background)
    {
        plan.begin(heldSince);
    }

    std::shared_ptr<const LeaseOrder> lease;
    sync::RenewalPlan plan;
    quint64 handle = 0; // of the request
    Token token {};
    std::shared_ptr<LeaseState> state;
    std::shared_ptr<RenewalTarget> target;
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
