// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_HISTORY_H
#define MONITOR_HISTORY_H

#include "look.h"

#include <deque>

namespace monitor {

// What the looks of the last two minutes said of one name.
class History
{
public:
    struct Sample
    {
        Time time;
        qint64 holders = 0;
        qint64 used = 0;
        qint64 waiters = 0;
    };

    static constexpr std::chrono::seconds Length {120};

    void add(const redguard::Status &status, Time time);

    [[nodiscard]] const std::deque<Sample> &samples() const { return m_samples; }
    // The share of the looks at which it was held.
    [[nodiscard]] double heldShare() const;
    [[nodiscard]] qint64 mostWaiters() const;
    [[nodiscard]] qint64 mostUsed() const;

private:
    std::deque<Sample> m_samples;
};

} // namespace monitor

#endif
