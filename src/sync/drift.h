// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_DRIFT_H
#define REDGUARD_SYNC_DRIFT_H

#include "time/instant.h"

namespace redguard::sync {

// How far the rates of two clocks may differ, in parts of a million: a duration read off one clock
// lies between shorter() and longer() of it on the other.
struct Drift
{
    int partsPerMillion = 10'000;

    friend bool operator==(const Drift &, const Drift &) = default;

    [[nodiscard]] Duration shorter(Duration duration) const { return duration - part(duration); }
    [[nodiscard]] Duration longer(Duration duration) const { return duration + part(duration); }

private:
    // Nowhere larger than the duration itself, since a server's clock may have jumped by decades.
    [[nodiscard]] Duration part(Duration duration) const
    {
        return duration / Million * partsPerMillion + duration % Million * partsPerMillion / Million;
    }

    static constexpr Duration::rep Million = 1'000'000;
};

} // namespace redguard::sync

#endif
