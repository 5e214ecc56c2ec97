// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qsysinfo.h>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace {

constexpr int UsageError = 64;
constexpr int MostSeats = 100;
constexpr int MostSeconds = 3600;

[[noreturn]] void refuse(const QString &why)
{
    std::fprintf(stderr, "licence-seats: %s\nTry: licence-seats --help\n", qPrintable(why));
    std::exit(UsageError);
}

[[nodiscard]] QString loginName()
{
    const QString unixName = qEnvironmentVariable("USER");
    const QString name = unixName.isEmpty() ? qEnvironmentVariable("USERNAME", u"somebody"_s) : unixName;
    return name + u'@' + QSysInfo::machineHostName();
}

[[nodiscard]] int numberOf(const QCommandLineParser &parser, const QString &name, int least, int most)
{
    bool ok = false;
    const int number = parser.value(name).toInt(&ok);
    if (!ok || number < least || number > most)
        refuse(u"--%1 is from %2 to %3"_s.arg(name).arg(least).arg(most));
    return number;
}

} // namespace

Options Options::fromCommandLine(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"A floating licence: so many people may use a program at the same time, and no more.\n"
        "Start it as often as there are people; the seats are permits of a RedGuard semaphore."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"url"_s, u"The Redis or Valkey server (default local:, a private one)."_s, u"URL"_s, u"local:"_s},
        {u"namespace"_s, u"What the names on the server begin with (default licences)."_s, u"NAME"_s,
         u"licences"_s},
        {u"seats"_s, u"How many seats there are: 1 to %1 (default 2)."_s.arg(MostSeats), u"N"_s, u"2"_s},
        {u"user"_s, u"Who you are to the others (default login@host)."_s, u"NAME"_s, loginName()},
        {u"ttl"_s, u"The seat of a crashed program is free after so many seconds (default 10)."_s,
         u"SECONDS"_s, u"10"_s},
    });
    if (!parser.parse(application.arguments()))
        refuse(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        refuse(u"What is \"%1\"?"_s.arg(parser.positionalArguments().constFirst()));
    parser.process(application);

    Options options;
    options.url = parser.value(u"url"_s);
    options.nameSpace = parser.value(u"namespace"_s);
    options.user = parser.value(u"user"_s);
    options.seats = numberOf(parser, u"seats"_s, 1, MostSeats);
    options.ttl = std::chrono::seconds(numberOf(parser, u"ttl"_s, 1, MostSeconds));
    return options;
}
