// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/renewalbook.h"

namespace redguard {

bool RenewalBook::add(const std::shared_ptr<RenewalOrder> &order)
{
    const std::scoped_lock lock(m_mutex);
    const Instant when = order->plan.dueAt();
    if (order->m_isRemoved || order->m_isListed || when == Never)
        return false;
    order->m_place = m_byTime.emplace(when, order);
    order->m_isListed = true;
    if (when >= m_looksAt)
        return false;
    m_looksAt = when;
    return true;
}

void RenewalBook::remove(const std::shared_ptr<RenewalOrder> &order)
{
    const std::scoped_lock lock(m_mutex);
    order->m_isRemoved = true;
    if (std::exchange(order->m_isListed, false))
        m_byTime.erase(order->m_place);
}

std::vector<std::shared_ptr<RenewalOrder>> RenewalBook::takeDue(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::shared_ptr<RenewalOrder>> due;
    const auto end = m_byTime.upper_bound(now);
    for (auto it = m_byTime.begin(); it != end; it = m_byTime.erase(it)) {
        it->second->m_isListed = false;
        due.push_back(std::move(it->second));
    }
    return due;
}

Instant RenewalBook::lookNext()
{
    const std::scoped_lock lock(m_mutex);
    m_looksAt = m_byTime.empty() ? Never : m_byTime.begin()->first;
    return m_looksAt;
}

void RenewalBook::nobodyLooks()
{
    const std::scoped_lock lock(m_mutex);
    m_looksAt = Never;
}

bool RenewalBook::isRemoved(const RenewalOrder &order) const
{
    const std::scoped_lock lock(m_mutex);
    return order.m_isRemoved;
}

} // namespace redguard
