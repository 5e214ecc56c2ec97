// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_TALLY_H
#define THROTTLE_TALLY_H

#include "call.h"

#include <QtCore/qcoreapplication.h>

namespace throttle {

// What came of all calls together.
class Tally
{
    Q_DECLARE_TR_FUNCTIONS(throttle::Tally)

public:
    void begin(std::chrono::nanoseconds time) { m_begin = time; }
    void add(const Call &call);

    [[nodiscard]] qint64 calls() const { return m_calls; }
    [[nodiscard]] std::chrono::nanoseconds begun() const { return m_begin; }
    [[nodiscard]] std::chrono::nanoseconds lastWait() const { return m_lastWait; }
    [[nodiscard]] std::chrono::nanoseconds longestWait() const { return m_longestWait; }
    [[nodiscard]] std::chrono::nanoseconds meanWait() const;
    [[nodiscard]] QString summary(std::chrono::nanoseconds end) const;

private:
    qint64 m_calls = 0;
    std::chrono::nanoseconds m_begin {0};
    std::chrono::nanoseconds m_lastWait {0};
    std::chrono::nanoseconds m_longestWait {0};
    std::chrono::nanoseconds m_waited {0};
};

// "0.412 s"
[[nodiscard]] QString secondsText(std::chrono::nanoseconds duration);

} // namespace throttle

#endif
