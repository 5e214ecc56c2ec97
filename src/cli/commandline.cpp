// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"

#include "complaint.h"

#include <QtCore/qcommandlineparser.h>

#include <algorithm>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

// QCommandLineParser's sentences, in the style of the others.
QString complaintOf(const QCommandLineParser &parser)
{
    const QStringList unknown = parser.unknownOptionNames();
    if (unknown.isEmpty())
        return parser.errorText().left(1).toLower() + parser.errorText().mid(1).chopped(1);
    const QString &name = unknown.first();
    return u"there is no option %1"_s.arg(shown((name.size() > 1 ? u"--"_s : u"-"_s) + name));
}

void addOptions(QCommandLineParser &parser, Options options)
{
    for (const OptionText &option : options) {
        const QStringList names =
            option.name == "help"_L1 ? QStringList {u"help"_s, u"h"_s} : QStringList {option.name};
        parser.addOption(QCommandLineOption(names, {}, option.value));
    }
}

void addGlobalOptions(QCommandLineParser &parser)
{
    addOptions(parser, programText().options);
    parser.addOption(QCommandLineOption(u"man"_s)); // for the build
}

} // namespace

Result<CommandLine> CommandLine::parse(int argc, char *const *argv)
{
    CommandLine line;
    QStringList arguments;
    for (int i = 0; i < argc && !line.m_program; ++i) {
        if (i > 0 && qstrcmp(argv[i], "--") == 0)
            line.m_program = argv + i + 1;
        else
            arguments << QString::fromLocal8Bit(argv[i]);
    }
    Error error = line.readGlobal(arguments);
    if (!error)
        error = line.check();
    return error ? Result<CommandLine>(error) : Result<CommandLine>(line);
}

Error CommandLine::readGlobal(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    addGlobalOptions(parser);
    if (!parser.parse(arguments))
        return usageError(nullptr, complaintOf(parser));
    take(parser);
    const QStringList rest = parser.positionalArguments();
    if (rest.isEmpty())
        return {};
    m_command = commandText(rest.first());
    if (!m_command)
        return usageError(nullptr, u"there is no command %1"_s.arg(shown(rest.first())));
    return readCommand(rest);
}

// The command's name stands where a parser expects that of a program.
Error CommandLine::readCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addGlobalOptions(parser);
    for (const Options options : m_command->options)
        addOptions(parser, options);
    if (!parser.parse(arguments))
        return usageError(m_command, complaintOf(parser));
    take(parser);
    m_names = parser.positionalArguments();
    return {};
}

void CommandLine::take(const QCommandLineParser &parser)
{
    // The parser warns where it is asked for the value of a switch.
    for (const QString &name : parser.optionNames())
        m_values.insert(name == u"h"_s ? u"help"_s : name, takesValue(name) ? parser.value(name) : QString());
}

bool CommandLine::takesValue(const QString &name) const
{
    const auto has = [&name](Options options) {
        return std::any_of(options.begin(), options.end(), [&name](const OptionText &option) {
            return option.name == name && !option.value.isEmpty();
        });
    };
    return has(programText().options)
        || (m_command && std::any_of(m_command->options.begin(), m_command->options.end(), has));
}

Error CommandLine::check() const
{
    if (isSet("help"_L1) || isSet("version"_L1) || isSet("man"_L1))
        return {};
    if (!m_command)
        return usageError(nullptr, u"a command is missing, such as lock"_s);
    const bool isLocal = m_command->name == "local"_L1;
    if (m_names.isEmpty())
        return usageError(m_command,
                          isLocal ? u"start, status or stop is missing"_s : u"a NAME is missing"_s);
    if (m_names.size() > (isLocal ? 2 : 1))
        return usageError(m_command,
                          u"%1 is one argument too many%2"_s.arg(
                              shown(m_names.last()),
                              m_command->runsProgram ? u"; what is to run stands behind --"_s : QString()));
    if (m_program && !m_command->runsProgram)
        return usageError(m_command, u"it runs no program, so that nothing may stand behind --"_s);
    if (m_program && !*m_program)
        return usageError(m_command, u"the program to run is missing behind --"_s);
    return {};
}

QString CommandLine::url() const
{
    // An empty --url is a mistake, such as a variable that is not set, and not a wish for the default.
    if (isSet("url"_L1))
        return value("url"_L1);
    const QString fromEnvironment = qEnvironmentVariable("REDGUARD_URL");
    return fromEnvironment.isEmpty() ? u"local:"_s : fromEnvironment;
}

QString CommandLine::nameSpace() const
{
    return value("namespace"_L1);
}

} // namespace redguard::cli
