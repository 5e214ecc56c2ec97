// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_FUZZ_EXPECT_H
#define REDGUARD_FUZZ_EXPECT_H

#include <cstdio>
#include <cstdlib>

// Ends the program where a rule is broken, so that the fuzzer, or the test of the seeds, sees it.
inline void expect(bool holds, const char *rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", rule);
    std::abort();
}

#endif
