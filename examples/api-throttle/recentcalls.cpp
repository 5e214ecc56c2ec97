// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "recentcalls.h"

#include <algorithm>

namespace throttle {

void RecentCalls::add(std::chrono::nanoseconds time)
{
    m_newest = (m_newest + 1) % m_times.size();
    m_times[m_newest] = time;
    ++m_added;
}

qint64 RecentCalls::count() const
{
    const auto known = std::min<qint64>(m_added, qint64(m_times.size()));
    const auto from = m_times[m_newest] - m_window;
    for (qint64 back = 0; back < known; ++back) {
        if (m_times[(m_newest + m_times.size() - std::size_t(back)) % m_times.size()] <= from)
            return back;
    }
    return known;
}

} // namespace throttle
