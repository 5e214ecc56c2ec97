// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "history.h"

#include <algorithm>

namespace monitor {

namespace {

qint64 most(const std::deque<History::Sample> &samples, qint64 History::Sample::*value)
{
    qint64 most = 0;
    for (const History::Sample &sample : samples)
        most = std::max(most, sample.*value);
    return most;
}

} // namespace

void History::add(const redguard::Status &status, Time time)
{
    m_samples.push_back({time, status.holders.size(), status.used, status.waiters});
    while (m_samples.front().time < time - Length)
        m_samples.pop_front();
}

double History::heldShare() const
{
    const auto held = std::count_if(m_samples.begin(), m_samples.end(),
                                    [](const Sample &sample) { return sample.holders > 0; });
    return m_samples.empty() ? 0 : double(held) / double(m_samples.size());
}

qint64 History::mostWaiters() const
{
    return most(m_samples, &Sample::waiters);
}

qint64 History::mostUsed() const
{
    return most(m_samples, &Sample::used);
}

} // namespace monitor
