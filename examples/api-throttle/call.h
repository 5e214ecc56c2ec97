// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_CALL_H
#define THROTTLE_CALL_H

#include <RedGuard/Quota>

#include <algorithm>
#include <chrono>

namespace throttle {

// A call of the API that the limiter has admitted.
struct Call
{
    qint64 number = 0;
    std::chrono::nanoseconds time {0};   // when it was made, since boot
    std::chrono::nanoseconds waited {0}; // between asking and admission
    redguard::Quota quota;               // what the limiter said with it
    qint64 own = 0;                      // what this process used in the window that ends with it

    [[nodiscard]] qint64 others() const { return std::max<qint64>(quota.limit - quota.remaining - own, 0); }
};

} // namespace throttle

#endif
