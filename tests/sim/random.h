// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_RANDOM_H
#define REDGUARD_SIM_RANDOM_H

#include "time/instant.h"

#include <QtCore/qglobal.h>

namespace redguard::sim {

// splitmix64: the same numbers from the same seed everywhere, and cheap to start.
class Random
{
public:
    explicit Random(quint64 seed)
        : m_state(seed)
    {
    }

    quint64 next()
    {
        quint64 z = m_state += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    int below(int bound) { return int(next() % quint64(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    Duration between(Duration least, Duration most)
    {
        return least + Duration(Duration::rep(next() % quint64((most - least).count() + 1)));
    }

private:
    quint64 m_state;
};

} // namespace redguard::sim

#endif
