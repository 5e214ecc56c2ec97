// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "ratelimiterwork.h"

namespace demo {

using namespace std::chrono_literals;
using redguard::Lease;
using redguard::Result;

RateLimiterWork::RateLimiterWork(redguard::RateLimiter *limiter, QObject *parent)
    : Workload(Kind::RateLimiter, limiter, 1, parent)
    , m_limiter(limiter)
{
}

void RateLimiterWork::takeTurn(qint64 turn)
{
    m_limiter->acquireAsync(redguard::Forever, this, [this, turn](const Result<Lease> &admission) {
        if (!admission)
            return; // the signals have told why
        say(What::Acquired, turn);
        nextTurn(250ms);
    });
}

} // namespace demo
