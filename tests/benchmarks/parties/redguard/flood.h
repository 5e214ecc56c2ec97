// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FLOOD_H
#define FLOOD_H

#include "party.h"

#include <RedGuard/RedGuard>

#include <optional>

#include "meters.h"

// Many locks of as many names, all asked for at once; each is released when it is acquired.
class Flood : public QObject
{
public:
    Flood(redguard::RedGuard *guard, Party *party);

private:
    void begin(qsizetype count);
    void make(qsizetype count);
    void released();

    redguard::RedGuard *m_guard;
    Party *m_party;
    QList<redguard::Lock *> m_locks;
    qsizetype m_outstanding = 0;
    std::optional<meters::Span> m_span;
};

#endif
