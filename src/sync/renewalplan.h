// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_RENEWALPLAN_H
#define REDGUARD_SYNC_RENEWALPLAN_H

#include "sync/leaseterms.h"

namespace redguard::sync {

// When one lease is renewed, and for how long.
class RenewalPlan
{
public:
    // Of the one who renews as `how` says, where the terms want that. They outlive this.
    explicit RenewalPlan(const LeaseTerms &terms, Renewal how = Renewal::EventLoop);
    explicit RenewalPlan(const LeaseTerms &&, Renewal = Renewal::EventLoop) = delete;

    // The hold began at `from`, or was last extended by what was sent then.
    void begin(Instant from);
    void extended(Instant sentAt);
    // The server would not, for the time being.
    void failed(Instant now, Instant deadline);
    void stop() { m_dueAt = Never; }
    // A renewal goes out now; what it asks for, in whole milliseconds.
    std::chrono::milliseconds send(Instant now);
    // A renewal goes out that only asks whether the lease is there.
    std::chrono::milliseconds sendCheck();

    [[nodiscard]] Instant dueAt() const { return m_dueAt; }
    [[nodiscard]] Instant heldSince() const { return m_heldSince; }
    // What was asked for last, and until when the lease can be proved to run once it is granted.
    [[nodiscard]] std::chrono::milliseconds asked() const { return m_asked; }
    [[nodiscard]] Instant provenUntil(Instant sentAt) const { return m_terms->provenUntil(sentAt, m_asked); }
    // Whether a hold until then is as long as the terms allow.
    [[nodiscard]] bool reachesLongestHold(Instant deadline) const;

private:
    const LeaseTerms *m_terms;
    Renewal m_how;
    Instant m_heldSince {};
    Instant m_dueAt = Never;
    std::chrono::milliseconds m_asked {};
};

} // namespace redguard::sync

#endif
