// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_FUZZ_SMALLLIMITS_H
#define REDGUARD_FUZZ_SMALLLIMITS_H

#include "protocol/parser.h"

// So small that a fuzzer gets to each of them.
inline constexpr redguard::resp::Limits SmallLimits {
    .line = 64, .bulk = 96, .elements = 48, .depth = 6, .frame = 512};

#endif
