// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_DURATION_H
#define REDGUARD_CLI_DURATION_H

#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace redguard::cli {

// "250ms", "10s", "2m" or "1h": a whole number with its unit, up to LongestDuration.
[[nodiscard]] std::optional<std::chrono::milliseconds> durationFrom(QStringView text);

inline constexpr std::chrono::milliseconds LongestDuration = std::chrono::hours(24 * 366);

} // namespace redguard::cli

#endif
