// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "time/bootclock.h"

#include <QtCore/qglobal.h>

#if defined(Q_OS_WIN)
#include <qt_windows.h>
#include <realtimeapiset.h>
#else
#include <time.h>
#endif

namespace redguard {

#if defined(Q_OS_WIN)

Instant bootTime()
{
    ULONGLONG ticks = 0; // of 100 ns; the interrupt time counts sleep and hibernation
    QueryInterruptTimePrecise(&ticks);
    return Instant(static_cast<Instant::rep>(ticks) * 100);
}

#else

Instant bootTime()
{
#if defined(Q_OS_LINUX) || defined(Q_OS_ANDROID)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC; // counts sleep on Apple's systems and the BSDs
#endif
    timespec now {};
    clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

#endif

} // namespace redguard
