// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_MANPAGE_H
#define REDGUARD_CLI_MANPAGE_H

#include "usage.h"

namespace redguard::cli {

// For man(1), in the macros of man(7).
[[nodiscard]] QString manPage(const ProgramText &program);

} // namespace redguard::cli

#endif
