// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_TALLY_H
#define DEMO_TALLY_H

#include "record.h"

#include <array>
#include <vector>

namespace demo {

using Time = std::chrono::nanoseconds;

struct Interval
{
    Time from {0};
    Time to {0};
};

struct Waiting
{
    Time median {0};
    Time p95 {0};
    Time longest {0};
};

// An interval's end is not part of it.
[[nodiscard]] int mostAtOnce(const std::vector<Interval> &intervals);
// In any stretch of this length, of which the end is not a part.
[[nodiscard]] int mostWithin(std::vector<Time> times, Time length);
[[nodiscard]] Waiting waitingOf(std::vector<Time> times);

struct Use
{
    int acquired = 0;
    int mostAtOnce = 0;
    Waiting waiting;
};

// What the records of all workers come to, in whatever order they arrived.
struct Tally
{
    std::array<Use, KindCount> uses;
    int updates = 0;          // of the file that the lock guards
    int fencesOutOfOrder = 0; // updates that found a fence as high as their own
    int mostAdmissions = 0;   // within the measured window
    int resourcesMade = 0;

    explicit Tally(const std::vector<Record> &records);

    [[nodiscard]] const Use &operator[](Kind kind) const { return uses[std::size_t(kind)]; }
};

} // namespace demo

#endif
