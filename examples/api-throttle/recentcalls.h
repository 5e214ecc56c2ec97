// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_RECENTCALLS_H
#define THROTTLE_RECENTCALLS_H

#include <QtCore/qglobal.h>

#include <chrono>
#include <vector>

namespace throttle {

// The calls of the last window. More than `most` never are in one, so that all memory is had at once.
class RecentCalls
{
public:
    RecentCalls(std::chrono::nanoseconds window, qint64 most)
        : m_window(window)
        , m_times(std::size_t(most))
    {
    }

    void add(std::chrono::nanoseconds time);
    // Those in the window that ends with the newest.
    [[nodiscard]] qint64 count() const;

private:
    std::chrono::nanoseconds m_window;
    std::vector<std::chrono::nanoseconds> m_times; // a ring
    std::size_t m_newest = 0;
    qint64 m_added = 0;
};

} // namespace throttle

#endif
