// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TRUECLOCK_H
#define TRUECLOCK_H

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <chrono>

namespace chaos {

using Instant = std::chrono::nanoseconds;

// Time since boot as the kernel has it, whatever a shim makes the rest of the program believe.
inline Instant trueTime()
{
    timespec now {};
    syscall(SYS_clock_gettime, CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace chaos

#endif
