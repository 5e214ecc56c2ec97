// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qsysinfo.h>

namespace booking {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LongestBooking = std::chrono::seconds(24h);

QString text(const char *source)
{
    return QCoreApplication::translate("booking::Options", source);
}

QString loginAtHost()
{
    QString login = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    if (login.isEmpty())
        login = text("somebody");
    return login + u'@' + QSysInfo::machineHostName();
}

QStringList listOf(const QString &names)
{
    QStringList list;
    for (const QString &name : names.split(u',')) {
        if (const QString trimmed = name.trimmed(); !trimmed.isEmpty() && !list.contains(trimmed))
            list.append(trimmed);
    }
    return list;
}

} // namespace

Options Options::parse(const QStringList &arguments)
{
    const QCommandLineOption url(u"url"_s, text("Where the server is."), u"url"_s, u"local:"_s);
    const QCommandLineOption nameSpace(u"namespace"_s, text("What all names begin with."), u"name"_s,
                                       u"lab"_s);
    const QCommandLineOption user(u"user"_s, text("Who books, as others see it."), u"name"_s, loginAtHost());
    const QCommandLineOption minutes(u"minutes"_s, text("How long a booking is."), u"n"_s, u"0"_s);
    const QCommandLineOption seconds(u"seconds"_s, text("The same in seconds; 60 where neither is given."),
                                     u"n"_s, u"0"_s);
    const QCommandLineOption instruments(u"instruments"_s, text("What there is to book."), u"a,b,c"_s,
                                         u"oscilloscope-1,oscilloscope-2,spectrum-analyser,"
                                         u"network-analyser,logic-analyser,signal-generator,"
                                         u"thermal-chamber,shaker-table,laser-cutter,3D-printer"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(text("A list of shared lab instruments, booked through RedGuard."));
    parser.addOptions({url, nameSpace, user, minutes, seconds, instruments});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(arguments);

    Options options;
    bool areMinutes = false;
    bool areSeconds = false;
    options.duration = std::chrono::minutes(parser.value(minutes).toInt(&areMinutes))
        + std::chrono::seconds(parser.value(seconds).toInt(&areSeconds));
    if (!parser.isSet(minutes) && !parser.isSet(seconds))
        options.duration = 60s;
    options.url = parser.value(url);
    options.nameSpace = parser.value(nameSpace);
    options.user = parser.value(user);
    options.instruments = listOf(parser.value(instruments));
    if (!areMinutes || !areSeconds || options.duration < 1s || options.duration > LongestBooking)
        options.problem = text("A booking lasts from a second to a day");
    else if (options.instruments.isEmpty())
        options.problem = text("There is no instrument to book");
    else if (!parser.positionalArguments().isEmpty())
        options.problem = text("Unexpected: %1").arg(parser.positionalArguments().join(u' '));
    return options;
}

} // namespace booking
