// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "bug.h"

#include <algorithm>
#include <array>
#include <utility>

namespace redguard::sim {

namespace {

constexpr std::array<std::pair<Bug, std::string_view>, 31> Names = {{
    {Bug::DeadlineFromReply, "deadline-from-reply"},
    {Bug::NoSafetyNet, "no-safety-net"},
    {Bug::NewTokenOnRetry, "new-token-on-retry"},
    {Bug::ClockStopsInSuspend, "clock-stops-in-suspend"},
    {Bug::NoNotAfter, "no-not-after"},
    {Bug::NoTombstone, "no-tombstone"},
    {Bug::LateReplyHolds, "late-reply-holds"},
    {Bug::LateRenewalRevives, "late-renewal-revives"},
    {Bug::GrantNotExtended, "grant-not-extended"},
    {Bug::HoldWithoutProof, "hold-without-proof"},
    {Bug::HeldUntilReleased, "held-until-released"},
    {Bug::ReleaseBeforeLost, "release-before-lost"},
    {Bug::CancelNotSent, "cancel-not-sent"},
    {Bug::LookoutDeaf, "lookout-deaf"},
    {Bug::TicketForgotten, "ticket-forgotten"},
    {Bug::GrantIgnored, "grant-ignored"},
    {Bug::LostUntold, "lost-untold"},
    {Bug::ToldTwice, "told-twice"},
    {Bug::NoRequeue, "no-requeue"},
    {Bug::RenewalRecreates, "renewal-recreates"},
    {Bug::RenewalOfAnothers, "renewal-of-anothers"},
    {Bug::RenewalShortens, "renewal-shortens"},
    {Bug::ReleaseWithoutCompare, "release-without-compare"},
    {Bug::ExpirySetOnce, "expiry-set-once"},
    {Bug::Barging, "barging"},
    {Bug::HeadNotTold, "head-not-told"},
    {Bug::GrantKeepsPlace, "grant-keeps-place"},
    {Bug::GrantToNobody, "grant-to-nobody"},
    {Bug::ReleaseWithoutHandOver, "release-without-hand-over"},
    {Bug::FenceFromClockOfSeconds, "fence-from-clock-of-seconds"},
    {Bug::OverCapacity, "over-capacity"},
}};

} // namespace

std::string_view nameOf(Bug bug)
{
    const auto found =
        std::find_if(Names.begin(), Names.end(), [&](const auto &item) { return item.first == bug; });
    return found == Names.end() ? "none" : found->second;
}

Bug bugOf(std::string_view name)
{
    const auto found =
        std::find_if(Names.begin(), Names.end(), [&](const auto &item) { return item.second == name; });
    return found == Names.end() ? Bug::None : found->first;
}

std::vector<Bug> allBugs()
{
    std::vector<Bug> bugs;
    for (const auto &[bug, name] : Names)
        bugs.push_back(bug);
    return bugs;
}

} // namespace redguard::sim
