// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
//
// A line for each line it reads: what its clocks say, wall, monotonic, boot and true, in nanoseconds.
#include "trueclock.h"

#include <sys/time.h>

#include <cstdio>

namespace {

long read(clockid_t clock)
{
    timespec now {};
    clock_gettime(clock, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

} // namespace

int main()
{
    for (int byte = std::getchar(); byte != EOF; byte = std::getchar()) {
        timeval day {};
        gettimeofday(&day, nullptr);
        std::printf("%ld %ld %ld %ld %ld %ld\n", read(CLOCK_REALTIME), read(CLOCK_MONOTONIC),
                    read(CLOCK_BOOTTIME), long(chaos::trueTime().count()),
                    day.tv_sec * 1'000'000'000 + day.tv_usec * 1000, long(time(nullptr)));
        std::fflush(stdout);
    }
    return 0;
}
