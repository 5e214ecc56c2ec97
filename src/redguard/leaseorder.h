// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEORDER_H
#define REDGUARD_LEASEORDER_H

#include "scripts/keys.h"
#include "sync/leaseterms.h"

#include <memory>

namespace redguard {

// What is asked for with a request for a lock or a semaphore: the same for all requests of an object, and
// shared by objects that are alike.
struct LeaseOrder
{
    QString name;
    std::shared_ptr<const scripts::EncodedKeys> keys;
    sync::LeaseTerms terms;
    int permits = 1;
    int capacity = 1;

    friend bool operator==(const LeaseOrder &, const LeaseOrder &) = default;
};

} // namespace redguard

#endif
