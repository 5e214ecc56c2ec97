// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_WAKEABLE_H
#define REDGUARD_WAKEABLE_H

#include "time/instant.h"

#include <map>
#include <memory>

namespace redguard {

// What the session wakes at a time of its own. Kept by a shared pointer: it may end while it is awake.
class Wakeable
{
public:
    virtual void tick(Instant now) = 0;

protected:
    ~Wakeable() = default;

private:
    friend class Session;
    [[nodiscard]] virtual std::shared_ptr<Wakeable> shareWakeable() = 0;

    std::multimap<Instant, Wakeable *>::iterator m_wake;
    bool m_hasWake = false;
};

} // namespace redguard

#endif
