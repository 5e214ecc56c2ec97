// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_HISTORY_H
#define THROTTLE_HISTORY_H

#include "call.h"
#include "options.h"

#include <QtCore/qlist.h>

#include <array>

namespace throttle {

// What was used of the limit over the last minute, or over the last sixty windows if they are longer,
// in a memory that does not grow.
class History
{
public:
    struct Use
    {
        double own = 0; // shares of what was allowed
        double others = 0;
    };

    explicit History(const redguard::RateLimiterOptions &rate);

    void add(const Call &call);

    [[nodiscard]] std::chrono::nanoseconds length() const { return m_step * m_steps; }
    // The newest last, in at most so many columns.
    [[nodiscard]] QList<Use> uses(std::chrono::nanoseconds now, int columns) const;
    // Operations of one second, of the part of it that was lived through since `begun`.
    [[nodiscard]] Use perSecond(std::chrono::nanoseconds now, std::chrono::nanoseconds begun) const;

private:
    // Some windows in a row; of a time that is over once the ring has come round.
    struct Step
    {
        qint64 index = -1;
        qint64 own = 0;
        qint64 others = 0; // in one window, over all calls of the step
        qint64 calls = 0;
    };

    [[nodiscard]] Use useOf(qint64 index) const;

    std::array<Step, 240> m_ring {};
    redguard::RateLimiterOptions m_rate;
    qint64 m_windows; // in a step
    std::chrono::nanoseconds m_step;
    qint64 m_steps; // in the history
};

} // namespace throttle

#endif
