// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_OPTIONREADER_H
#define REDGUARD_CLI_OPTIONREADER_H

#include "commandline.h"

#include <chrono>

namespace redguard::cli {

// Reads options as what they stand for, and remembers the first that does not.
class OptionReader
{
public:
    explicit OptionReader(const CommandLine &line)
        : m_line(line)
    {
    }

    [[nodiscard]] std::chrono::milliseconds
    duration(QLatin1StringView option, std::chrono::milliseconds fallback,
             std::chrono::milliseconds least = std::chrono::milliseconds(1));
    // From 1 on.
    [[nodiscard]] int count(QLatin1StringView option, int fallback);
    // The place of the option's value among `choices`; 0 without one.
    [[nodiscard]] qsizetype choice(QLatin1StringView option, const QStringList &choices);
    void need(QLatin1StringView option);
    void refuse(const QString &complaint);

    [[nodiscard]] const Error &error() const { return m_error; }

private:
    void refuseValue(QLatin1StringView option, const QString &wanted);

    const CommandLine &m_line;
    Error m_error;
};

} // namespace redguard::cli

#endif
