// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_BACKOFF_H
#define REDGUARD_NET_BACKOFF_H

#include "time/instant.h"

#include <QtCore/qrandom.h>

#include <algorithm>

namespace redguard::net {

// Waits between attempts to connect: none before the first, then full jitter up to a ceiling that
// doubles, so that many clients of a server that comes back do not come back at once.
class Backoff
{
public:
    [[nodiscard]] std::chrono::milliseconds next()
    {
        if (m_attempts++ == 0)
            return std::chrono::milliseconds(0);
        const int ceiling = std::min(Shortest << std::min(m_attempts - 1, 10), Longest);
        return std::chrono::milliseconds(QRandomGenerator::global()->bounded(Shortest, ceiling + 1));
    }
    void reset() { m_attempts = 0; }

private:
    static constexpr int Shortest = 50;
    static constexpr int Longest = 5000;
    int m_attempts = 0;
};

} // namespace redguard::net

#endif
