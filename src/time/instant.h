// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_TIME_INSTANT_H
#define REDGUARD_TIME_INSTANT_H

#include <chrono>

namespace redguard {

using Duration = std::chrono::nanoseconds;
// Local time since boot, suspend included.
using Instant = std::chrono::nanoseconds;
// A server's clock: microseconds of its TIME.
using ServerTime = std::chrono::microseconds;

inline constexpr Instant Never = Instant::max();

// An end that may lie beyond what the clock can hold.
inline Instant after(Instant start, std::chrono::milliseconds wait)
{
    return wait >= std::chrono::hours(24 * 365 * 100) ? Never : start + wait;
}

} // namespace redguard

#endif
