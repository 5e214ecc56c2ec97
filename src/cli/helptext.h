// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_HELPTEXT_H
#define REDGUARD_CLI_HELPTEXT_H

#include "usage.h"

namespace redguard::cli {

[[nodiscard]] QString helpText(const ProgramText &program);
[[nodiscard]] QString helpText(const CommandText &command);

} // namespace redguard::cli

#endif
