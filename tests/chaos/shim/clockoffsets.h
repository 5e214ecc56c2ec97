// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CLOCKOFFSETS_H
#define CLOCKOFFSETS_H

#include <atomic>

namespace chaos {

// In a file that the shim of a program maps: nanoseconds that are added to its clocks. The boot clock
// stays true: timers of the kernel go by it.
struct ClockOffsets
{
    std::atomic<long> realtime {0};
    std::atomic<long> monotonic {0};
};

} // namespace chaos

#endif
