// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "history.h"

#include <algorithm>

namespace throttle {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds ShortestStep = 250ms;
constexpr std::chrono::milliseconds Shortest = 1min;
constexpr qint64 FewestSteps = 60;

qint64 ceiling(qint64 dividend, qint64 divisor)
{
    return (dividend + divisor - 1) / divisor;
}

} // namespace

History::History(const redguard::RateLimiterOptions &rate)
    : m_rate(rate)
    , m_windows(ceiling(ShortestStep.count(), rate.window.count()))
    , m_step(rate.window * m_windows)
    , m_steps(std::clamp<qint64>(Shortest / m_step, FewestSteps, qint64(m_ring.size())))
{
}

void History::add(const Call &call)
{
    const qint64 index = call.time / m_step;
    Step &step = m_ring[std::size_t(index) % m_ring.size()];
    if (step.index != index)
        step = {.index = index};
    step.own += m_rate.cost;
    step.others += call.others();
    ++step.calls;
}

// Of the others only as much is known as was said when this process asked.
History::Use History::useOf(qint64 index) const
{
    const Step &step = m_ring[std::size_t(index) % m_ring.size()];
    if (step.index != index)
        return {};
    const auto limit = double(m_rate.limit);
    return {double(step.own) / limit / double(m_windows), double(step.others) / double(step.calls) / limit};
}

QList<History::Use> History::uses(std::chrono::nanoseconds now, int columns) const
{
    const qint64 perColumn = ceiling(m_steps, std::max(columns, 1));
    const qint64 newest = now / m_step / perColumn;
    QList<Use> uses;
    for (qint64 column = newest - m_steps / perColumn + 1; column <= newest; ++column) {
        Use use;
        for (qint64 index = column * perColumn; index < (column + 1) * perColumn; ++index) {
            const Use part = useOf(index);
            use.own += part.own / double(perColumn);
            use.others += part.others / double(perColumn);
        }
        uses.append(use);
    }
    return uses;
}

History::Use History::perSecond(std::chrono::nanoseconds now, std::chrono::nanoseconds begun) const
{
    Use sum;
    const qint64 newest = now / m_step;
    const qint64 oldest = std::max<qint64>(newest - m_steps + 1, begun / m_step);
    for (qint64 index = oldest; index <= newest; ++index) {
        sum.own += useOf(index).own;
        sum.others += useOf(index).others;
    }
    const auto lived = std::max<std::chrono::nanoseconds>(
        now - std::max<std::chrono::nanoseconds>(begun, m_step * oldest), m_step);
    const double scale = double(m_rate.limit * m_windows) / std::chrono::duration<double>(lived).count();
    return {sum.own * scale, sum.others * scale};
}

} // namespace throttle
