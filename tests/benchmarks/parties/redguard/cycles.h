// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CYCLES_H
#define CYCLES_H

#include "party.h"

#include <RedGuard/RedGuard>

// One free lock, acquired and released again and again, each time once the time before has ended.
class Cycles : public QObject
{
public:
    Cycles(redguard::RedGuard *guard, Party *party);

private:
    void begin(const QStringList &arguments);
    void next();
    void acquired();
    void ended();

    Party *m_party;
    redguard::Lock *m_lock;
    std::vector<qint64> m_latencies;
    std::size_t m_count = 0;
    qint64 m_start = 0;
    bool m_awaitsRelease = true;
};

#endif
