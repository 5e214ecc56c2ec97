// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_BOOTCLOCK_H
#define CONSOLE_BOOTCLOCK_H

#include <chrono>

namespace console {

// Since boot, sleep included where the system can tell: all processes of the machine read the same clock.
[[nodiscard]] std::chrono::nanoseconds bootTime();

} // namespace console

#endif
