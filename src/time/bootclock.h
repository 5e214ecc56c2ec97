// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_TIME_BOOTCLOCK_H
#define REDGUARD_TIME_BOOTCLOCK_H

#include "time/instant.h"

namespace redguard {

// Goes on while the machine sleeps, and never steps.
[[nodiscard]] Instant bootTime();

} // namespace redguard

#endif
