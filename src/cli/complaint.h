// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_COMPLAINT_H
#define REDGUARD_CLI_COMPLAINT_H

#include <RedGuard/error.h>

namespace redguard::cli {

struct CommandText;

// One line for people, on standard error.
void complain(const QString &text);

// What the library says, with a hint where the way this was called is at fault.
void complain(const Error &error);

// What is wrong with the way a command, or nullptr for none of them, was called. Has its hint.
[[nodiscard]] Error usageError(const CommandText *command, const QString &complaint);

// In quotes; but what may be a URL, and so hold a password, is not repeated.
[[nodiscard]] QString shown(const QString &argument);

} // namespace redguard::cli

#endif
