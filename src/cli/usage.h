// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_USAGE_H
#define REDGUARD_CLI_USAGE_H

#include <QtCore/qstring.h>

#include <array>
#include <span>

namespace redguard::cli {

// All that is said about the command, once: the parser, --help and the man page are made from it.

struct OptionText
{
    QLatin1StringView name;
    QLatin1StringView value; // empty for a switch
    QLatin1StringView text;
};

struct TermText
{
    QLatin1StringView term;
    QLatin1StringView text;
};

using Paragraphs = std::span<const QLatin1StringView>;
using Options = std::span<const OptionText>;

struct CommandText
{
    QLatin1StringView name;
    QLatin1StringView synopsis; // what follows the name
    QLatin1StringView summary;
    Paragraphs description;
    std::array<Options, 3> options;
    bool runsProgram = false;
};

struct SectionText
{
    QLatin1StringView title;
    QLatin1StringView introduction;
    std::span<const TermText> terms;
};

struct ProgramText
{
    QLatin1StringView name;
    QLatin1StringView synopsis;
    QLatin1StringView summary;
    Paragraphs description;
    Options options;
    std::span<const CommandText> commands;
    std::span<const SectionText> sections;
};

[[nodiscard]] const ProgramText &programText();
// nullptr if there is no such command.
[[nodiscard]] const CommandText *commandText(QStringView name);

} // namespace redguard::cli

#endif
