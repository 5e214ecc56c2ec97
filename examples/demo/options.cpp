// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "console/exitcode.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>

#include <cstdio>
#include <cstdlib>

namespace demo {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostSeconds = 14; // with start and end still within 20 s
constexpr int MostWorkers = 9;  // each is one digit and one colour

const QStringList BreakNames {u"lock"_s, u"semaphore"_s, u"limiter"_s, u"pool"_s};

[[noreturn]] void refuse(const QString &why)
{
    std::fprintf(stderr, "redguard-demo: %s\nTry: redguard-demo --help\n", qPrintable(why));
    std::exit(console::UsageError);
}

QCommandLineOption hidden(const QString &name)
{
    QCommandLineOption option(name, {}, name);
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Several processes share a lock, the permits of a semaphore, a rate and a pool through one Redis,\n"
        "and what they did is counted. Exit code: 0 every promise was kept, 1 one was not or a process\n"
        "failed, 64 wrong usage, 130 interrupted."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"seconds"_s, u"How long the workers work: 1 to %1 (default 8)."_s.arg(MostSeconds), u"N"_s, u"8"_s},
        {u"workers"_s, u"How many there are: 1 to %1 (default 4)."_s.arg(MostWorkers), u"N"_s, u"4"_s},
        {u"url"_s, u"Use this server instead of a private one; the keys are under demo-<pid> and expire."_s,
         u"URL"_s},
        {u"json"_s, u"Print the counts as one JSON object, and nothing else."_s},
        {u"no-color"_s, u"Print without colours, as with NO_COLOR in the environment."_s},
        {u"break"_s,
         u"Give every worker a name of its own for the lock, semaphore, limiter or pool, as a "
         "careless program might: shows that the counting is real."_s,
         u"WHAT"_s},
        hidden(u"svg"_s),
        hidden(u"worker"_s),
        hidden(u"namespace"_s),
        hidden(u"counter"_s),
    });
}

int numberOf(const QCommandLineParser &parser, const QString &name, int most)
{
    bool ok = false;
    const int number = parser.value(name).toInt(&ok);
    if (!ok || number < 1 || number > most)
        refuse(u"--%1 is from 1 to %2"_s.arg(name).arg(most));
    return number;
}

std::optional<Kind> brokenOf(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"break"_s))
        return std::nullopt;
    const qsizetype index = BreakNames.indexOf(parser.value(u"break"_s));
    if (index < 0)
        refuse(u"--break is one of: "_s + BreakNames.join(u", "_s));
    return Kinds[index];
}

} // namespace

Options Options::fromCommandLine(const QCoreApplication &application)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(application.arguments()))
        refuse(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        refuse(u"What is \"%1\"?"_s.arg(parser.positionalArguments().constFirst()));
    parser.process(application);

    Options options;
    options.duration = std::chrono::seconds(numberOf(parser, u"seconds"_s, MostSeconds));
    options.workers = numberOf(parser, u"workers"_s, MostWorkers);
    options.url = parser.value(u"url"_s);
    options.json = parser.isSet(u"json"_s);
    options.color = !parser.isSet(u"no-color"_s) && qEnvironmentVariableIsEmpty("NO_COLOR");
    options.broken = brokenOf(parser);
    options.svg = parser.value(u"svg"_s);
    options.worker = parser.value(u"worker"_s).toInt();
    options.nameSpace = parser.value(u"namespace"_s);
    options.counterFile = parser.value(u"counter"_s);
    return options;
}

QStringList Options::workerArguments(int number) const
{
    QStringList arguments {u"--worker"_s, QString::number(number), u"--url"_s, url, u"--namespace"_s,
                           nameSpace,     u"--counter"_s,          counterFile};
    if (broken)
        arguments << u"--break"_s << BreakNames[qsizetype(*broken)];
    return arguments;
}

} // namespace demo
