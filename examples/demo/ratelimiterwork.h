// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_RATELIMITERWORK_H
#define DEMO_RATELIMITERWORK_H

#include "workload.h"

#include <RedGuard/RateLimiter>

namespace demo {

// A rate limiter, with a callback: it comes when the reserved slot does.
class RateLimiterWork : public Workload
{
    Q_OBJECT

public:
    RateLimiterWork(redguard::RateLimiter *limiter, QObject *parent);

protected:
    void takeTurn(qint64 turn) override;

private:
    redguard::RateLimiter *m_limiter;
};

} // namespace demo

#endif
