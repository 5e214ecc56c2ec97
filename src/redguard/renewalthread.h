// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALTHREAD_H
#define REDGUARD_RENEWALTHREAD_H

#include "redguard/renewalbook.h"

namespace redguard {

// The one thread of the process that renews leases while their guards' threads are busy. It starts
// with the first lease and ends with the application. All of this may be called from any thread.
namespace RenewalThread {

void add(const std::shared_ptr<RenewalOrder> &order);
void remove(const std::shared_ptr<RenewalOrder> &order);
// The session is gone; so goes its connection.
void retire(const std::shared_ptr<RenewalTarget> &target);

} // namespace RenewalThread

} // namespace redguard

#endif
