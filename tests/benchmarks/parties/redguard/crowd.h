// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CROWD_H
#define CROWD_H

#include "party.h"

#include <RedGuard/RedGuard>

// Locks that wait, many for each of some names that somebody else holds, and the heap that they take.
class Crowd : public QObject
{
public:
    Crowd(redguard::RedGuard *guard, Party *party);

private:
    void wait(int locks, int names);
    void tell() const;

    redguard::RedGuard *m_guard;
    Party *m_party;
    QList<redguard::Lock *> m_locks;
    double m_before = 0;
};

#endif
