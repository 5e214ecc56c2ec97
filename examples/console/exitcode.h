// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_EXITCODE_H
#define CONSOLE_EXITCODE_H

#include <RedGuard/Error>

namespace console {

enum ExitCode { Success = 0, NotWritten = 1, UsageError = 64, NoServer = 69, Interrupted = 130 };

// Success where the guard gets over it by itself, by connecting again.
[[nodiscard]] constexpr ExitCode exitCodeOf(redguard::ErrorCode code)
{
    using redguard::ErrorCode;
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidUrl:
    case ErrorCode::NotSupported:
        return UsageError;
    case ErrorCode::NoError:
    case ErrorCode::NotConnected:
    case ErrorCode::Timeout:
    case ErrorCode::Cancelled:
        return Success;
    default:
        return NoServer;
    }
}

} // namespace console

#endif
