// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_COMMANDLINE_H
#define REDGUARD_CLI_COMMANDLINE_H

#include "usage.h"

#include <RedGuard/result.h>

#include <QtCore/qhash.h>
#include <QtCore/qstringlist.h>

QT_FORWARD_DECLARE_CLASS(QCommandLineParser)

namespace redguard::cli {

// What was asked for, as far as it can be told without knowing what a command makes of its options.
class CommandLine
{
public:
    // An InvalidArgument error is in words for the user.
    [[nodiscard]] static Result<CommandLine> parse(int argc, char *const *argv);

    // nullptr where the program as a whole is meant.
    [[nodiscard]] const CommandText *command() const { return m_command; }
    [[nodiscard]] bool isSet(QLatin1StringView option) const { return m_values.contains(option); }
    [[nodiscard]] QString value(QLatin1StringView option) const { return m_values.value(option); }
    [[nodiscard]] const QStringList &names() const { return m_names; }
    // Behind "--", as execvp() takes it; nullptr if there is none. Bytes, since a file name is no text.
    [[nodiscard]] char *const *program() const { return m_program; }

    [[nodiscard]] QString url() const;
    [[nodiscard]] QString nameSpace() const;

private:
    [[nodiscard]] Error readGlobal(const QStringList &arguments);
    [[nodiscard]] Error readCommand(const QStringList &arguments);
    [[nodiscard]] Error check() const;
    void take(const QCommandLineParser &parser);
    [[nodiscard]] bool takesValue(const QString &name) const;

    const CommandText *m_command = nullptr;
    QHash<QString, QString> m_values;
    QStringList m_names;
    char *const *m_program = nullptr;
};

} // namespace redguard::cli

#endif
