// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_OPTIONREADER_H
#define CONSOLE_OPTIONREADER_H

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>

#include <chrono>

namespace console {

// Reads the command line, and ends the process at the first thing that cannot be understood, as for
// --help and --version.
class OptionReader
{
    Q_DECLARE_TR_FUNCTIONS(console::OptionReader)

public:
    explicit OptionReader(QCommandLineParser &parser);

    [[nodiscard]] bool isSet(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString text(const QString &option) const;
    [[nodiscard]] int count(const QString &option, int least, int most) const;
    // "250ms", "10s", "2m" or "1h".
    [[nodiscard]] std::chrono::milliseconds duration(const QString &option) const;
    [[noreturn]] void refuse(const QString &option, const QString &wanted) const;

private:
    QCommandLineParser &m_parser;
};

// One line for people, on standard error.
void complain(const QString &text);

} // namespace console

#endif
