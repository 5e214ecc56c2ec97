// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALBOOK_H
#define REDGUARD_RENEWALBOOK_H

#include "redguard/renewalorder.h"

#include <mutex>
#include <vector>

namespace redguard {

// What is to be renewed and when: written by the threads of the guards, read by the one that renews.
class RenewalBook
{
public:
    // Returns whether it is due before whoever renews is going to look.
    bool add(const std::shared_ptr<RenewalOrder> &order);
    void remove(const std::shared_ptr<RenewalOrder> &order);

    // Taken out until they are added again. A removed order cannot be.
    [[nodiscard]] std::vector<std::shared_ptr<RenewalOrder>> takeDue(Instant now);
    // When to look next: who asks will.
    [[nodiscard]] Instant lookNext();
    void nobodyLooks();
    [[nodiscard]] bool isRemoved(const RenewalOrder &order) const;

private:
    mutable std::mutex m_mutex;
    Instant m_looksAt = Never; // at the latest
    std::multimap<Instant, std::shared_ptr<RenewalOrder>> m_byTime;
};

} // namespace redguard

#endif
