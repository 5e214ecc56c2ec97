// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ADMISSIONS_H
#define ADMISSIONS_H

#include "party.h"

#include <RedGuard/RedGuard>

// One client of a rate limiter that asks again whenever it was admitted.
class Admissions : public QObject
{
public:
    Admissions(redguard::RedGuard *guard, Party *party);

private:
    void begin(qint64 limit, std::chrono::milliseconds window);
    void admitted();
    void end();

    redguard::RedGuard *m_guard;
    Party *m_party;
    redguard::RateLimiter *m_limiter = nullptr;
    bool m_goes = false;
    std::vector<qint64> m_times; // microseconds on the clock that the server tells too
};

#endif
