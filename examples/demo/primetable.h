// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_PRIMETABLE_H
#define DEMO_PRIMETABLE_H

#include <vector>

namespace demo {

// Stands for what is worth pooling: slow to make, quick to use.
class PrimeTable
{
public:
    static constexpr int Largest = 500'000;

    PrimeTable();

    [[nodiscard]] bool isNew() const { return m_questions == 0; }
    // How many primes there are below `end`.
    [[nodiscard]] int countBelow(int end);

private:
    std::vector<bool> m_isPrime;
    int m_questions = 0;
};

} // namespace demo

#endif
