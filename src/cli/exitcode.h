// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_EXITCODE_H
#define REDGUARD_CLI_EXITCODE_H

#include <RedGuard/namespace.h>

namespace redguard::cli {

enum ExitCode {
    Success = 0,
    UsageError = 64,
    NoServer = 69,
    NotGranted = 75,
    LeaseWasLost = 76,
    NotExecutable = 126,
    NotFound = 127,
    SignalBase = 128,
};

[[nodiscard]] ExitCode exitCodeOf(ErrorCode code);

} // namespace redguard::cli

#endif
