// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qregularexpression.h>

#include <cstdio>

namespace monitor {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto ShortestInterval = 50ms;
constexpr auto LongestInterval = 1h;

} // namespace

Options Options::fromCommandLine()
{
    const QCommandLineOption url(u"url"_s, u"The server (default: local:)."_s, u"url"_s, u"local:"_s);
    const QCommandLineOption nameSpace(u"namespace"_s, u"Whose names to show (default: examples)."_s,
                                       u"namespace"_s, u"examples"_s);
    const QCommandLineOption interval(u"interval"_s, u"How often to look, as 500ms, 1s, 2m (default: 1s)."_s,
                                      u"time"_s, u"1s"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Shows who holds what: the locks, semaphores and limiters of one namespace.\n"
        "It only looks, and writes nothing to the server."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({url, nameSpace, interval});
    parser.process(*QCoreApplication::instance());

    const auto length = duration(parser.value(interval));
    if (!length || *length < ShortestInterval || *length > LongestInterval
        || !parser.positionalArguments().isEmpty()) {
        std::fprintf(stderr, "redguard-monitor: %s\n",
                     length ? "see --help" : "--interval wants a time such as 500ms or 1s");
        std::exit(64);
    }
    return {parser.value(url), parser.value(nameSpace), *length};
}

std::optional<std::chrono::milliseconds> Options::duration(const QString &text)
{
    static const QRegularExpression form(u"^(\\d{1,6})(ms|s|m)$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int number = match.captured(1).toInt();
    const QString unit = match.captured(2);
    return number * (unit == "ms"_L1 ? 1ms : unit == "s"_L1 ? 1000ms : 60'000ms);
}

} // namespace monitor
