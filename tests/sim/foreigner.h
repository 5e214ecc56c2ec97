// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_FOREIGNER_H
#define REDGUARD_SIM_FOREIGNER_H

#include "time/instant.h"

#include <QtCore/qbytearray.h>

namespace redguard::sim {

class World;

// A Python client of one lock, again and again: takes it where it is free, and deletes it without a
// word to anybody, or dies.
class Foreigner
{
public:
    Foreigner(World &world, int name);

    void startLater();
    void start();
    void end();
    // The server knows of it no more, which it does not notice.
    void forget() { m_heldUntil = {}; }

    [[nodiscard]] bool isHolding(Instant now) const { return now < m_heldUntil; }
    [[nodiscard]] int name() const { return m_name; }

private:
    World *m_world;
    int m_name;
    int m_count = 0;
    QByteArray m_token;
    Instant m_heldUntil {};
};

} // namespace redguard::sim

#endif
