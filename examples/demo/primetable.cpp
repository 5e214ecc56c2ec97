// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "primetable.h"

#include <algorithm>

namespace demo {

PrimeTable::PrimeTable()
    : m_isPrime(Largest, true)
{
    m_isPrime[0] = m_isPrime[1] = false;
    for (std::size_t factor = 2; factor * factor < Largest; ++factor) {
        if (!m_isPrime[factor])
            continue;
        for (std::size_t multiple = factor * factor; multiple < Largest; multiple += factor)
            m_isPrime[multiple] = false;
    }
}

int PrimeTable::countBelow(int end)
{
    ++m_questions;
    return int(std::count(m_isPrime.begin(), m_isPrime.begin() + std::clamp(end, 0, Largest), true));
}

} // namespace demo
