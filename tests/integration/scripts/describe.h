// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "scriptcalls.h"

[[nodiscard]] QByteArray describe(const Operation &operation);
[[nodiscard]] QByteArray describe(const Reply &reply);
[[nodiscard]] QByteArray describe(const redguard::reference::Published &message);
[[nodiscard]] QByteArray describe(const redguard::reference::State &state);
[[nodiscard]] QByteArray describe(const redguard::resp::Value &value);

#endif
