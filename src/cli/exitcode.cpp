// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "exitcode.h"

namespace redguard::cli {

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NoError:
        return Success;
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidUrl:
    case ErrorCode::NotSupported:
        return UsageError;
    case ErrorCode::TimedOut:
        return NotGranted;
    case ErrorCode::LeaseLost:
        return LeaseWasLost;
    default:
        return NoServer;
    }
}

} // namespace redguard::cli
