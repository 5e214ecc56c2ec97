// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
//
// Preloaded, it moves the clocks of a program while that runs, by what a file says that others write to.
#include "clockoffsets.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

constexpr long Second = 1'000'000'000;

const chaos::ClockOffsets *openOffsets()
{
    static const chaos::ClockOffsets None {};
    const char *path = std::getenv("REDGUARD_CLOCKSHIM");
    const int descriptor = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor < 0)
        return &None;
    void *place = mmap(nullptr, sizeof(chaos::ClockOffsets), PROT_READ, MAP_SHARED, descriptor, 0);
    close(descriptor);
    return place == MAP_FAILED ? &None : static_cast<const chaos::ClockOffsets *>(place);
}

const chaos::ClockOffsets &offsets()
{
    static const chaos::ClockOffsets *const opened = openOffsets();
    return *opened;
}

long offsetOf(clockid_t clock)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        return offsets().realtime.load(std::memory_order_relaxed);
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
        return offsets().monotonic.load(std::memory_order_relaxed);
    default:
        return 0;
    }
}

} // namespace

extern "C" __attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    if (syscall(SYS_clock_gettime, clock, time) != 0)
        return -1;
    const long shifted = time->tv_sec * Second + time->tv_nsec + offsetOf(clock);
    time->tv_sec = shifted / Second;
    time->tv_nsec = shifted % Second;
    return 0;
}

extern "C" __attribute__((visibility("default"))) int gettimeofday(timeval *time, void *) noexcept
{
    timespec now {};
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

extern "C" __attribute__((visibility("default"))) time_t time(time_t *result) noexcept
{
    timespec now {};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}
