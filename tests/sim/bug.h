// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_BUG_H
#define REDGUARD_SIM_BUG_H

#include <QtCore/qglobal.h>

#include <string_view>
#include <vector>

namespace redguard::sim {

// Faults of a program or a script that the checks have to find: each is a rule of the design left out.
enum class Bug : quint8 {
    None,
    // In the client:
    DeadlineFromReply,
    NoSafetyNet,
    NewTokenOnRetry,
    ClockStopsInSuspend,
    NoNotAfter,
    NoTombstone,
    LateReplyHolds,
    LateRenewalRevives,
    GrantNotExtended,
    HoldWithoutProof,
    HeldUntilReleased,
    ReleaseBeforeLost,
    CancelNotSent,
    LookoutDeaf,
    TicketForgotten,
    GrantIgnored,
    LostUntold,
    ToldTwice,
    NoRequeue,
    // In the server:
    RenewalRecreates,
    RenewalOfAnothers,
    RenewalShortens,
    ReleaseWithoutCompare,
    ExpirySetOnce,
    Barging,
    HeadNotTold,
    GrantKeepsPlace,
    GrantToNobody,
    ReleaseWithoutHandOver,
    FenceFromClockOfSeconds,
    OverCapacity,
};

[[nodiscard]] std::string_view nameOf(Bug bug);
[[nodiscard]] Bug bugOf(std::string_view name); // None where there is none of that name
[[nodiscard]] std::vector<Bug> allBugs();

} // namespace redguard::sim

#endif
