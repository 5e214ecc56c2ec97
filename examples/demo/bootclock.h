// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_BOOTCLOCK_H
#define DEMO_BOOTCLOCK_H

#include <chrono>

namespace demo {

// Since boot, sleep included where the system can tell: all processes of the machine read the same clock.
[[nodiscard]] std::chrono::nanoseconds bootTime();

} // namespace demo

#endif
