// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "tally.h"

#include <algorithm>

namespace throttle {

using namespace std::chrono_literals;

namespace {

double seconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

QString secondsText(std::chrono::nanoseconds duration)
{
    return Tally::tr("%1 s").arg(seconds(duration), 0, 'f', 3);
}

void Tally::add(const Call &call)
{
    ++m_calls;
    m_lastWait = call.waited;
    m_waited += call.waited;
    m_longestWait = std::max(m_longestWait, call.waited);
}

std::chrono::nanoseconds Tally::meanWait() const
{
    return m_waited / std::max<qint64>(m_calls, 1);
}

QString Tally::summary(std::chrono::nanoseconds end) const
{
    const auto took = std::max<std::chrono::nanoseconds>(end - m_begin, 1ms);
    return tr("%1 calls in %2 s, %3 per second, longest wait %4")
        .arg(m_calls)
        .arg(seconds(took), 0, 'f', 1)
        .arg(double(m_calls) / seconds(took), 0, 'f', 2)
        .arg(secondsText(m_longestWait));
}

} // namespace throttle
