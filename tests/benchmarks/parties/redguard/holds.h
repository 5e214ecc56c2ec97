// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef HOLDS_H
#define HOLDS_H

#include "meters.h"
#include "party.h"

#include <RedGuard/RedGuard>

#include <optional>

// Locks of as many names, all held. "turn" gives one after the other back and takes it again.
class Holds : public QObject
{
public:
    Holds(redguard::RedGuard *guard, Party *party);

private:
    void hold(qsizetype count);
    void turn(std::size_t count);
    void next();
    void acquired();

    redguard::RedGuard *m_guard;
    Party *m_party;
    QList<redguard::Lock *> m_locks;
    qsizetype m_missing = 0;
    qsizetype m_place = 0;
    std::size_t m_count = 0;
    qint64 m_start = 0;
    std::vector<qint64> m_latencies;
    std::optional<meters::Span> m_span;
};

#endif
