// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "console/optionreader.h"

namespace throttle {

using namespace Qt::StringLiterals;

namespace {

constexpr int LargestLimit = 100'000;

} // namespace

Options Options::fromCommandLine()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Calls an API no more often than all programs that use its name may together. Start it several\n"
           "times, here or on other machines, and they share the limit; Ctrl-C ends it.\n"
           "Exit code: 0 ended as asked, 64 wrong usage, 69 no server."));
    const QString duration = tr("DURATION");
    const QString number = tr("N");
    parser.addOptions({
        {u"url"_s, tr("The server (default local:, a private one that is started when needed)."), tr("URL"),
         u"local:"_s},
        {u"namespace"_s, tr("Where its name belongs to (default examples)."), tr("NAME"), u"examples"_s},
        {u"name"_s, tr("The name of what is limited (default api)."), tr("NAME"), u"api"_s},
        {u"limit"_s, tr("Operations in any window, of all programs together (default 5)."), number, u"5"_s},
        {u"window"_s, tr("The length of the window (default 1s)."), duration, u"1s"_s},
        {u"cost"_s, tr("Operations that one call stands for (default 1)."), number, u"1"_s},
        {u"paced"_s, tr("Spread the calls evenly over the window.")},
        {u"calls"_s, tr("End after so many calls."), number},
        {u"every"_s, tr("Call no more often than this, whatever the limit."), duration},
        {u"plain"_s, tr("Print a line for every call, as where there is no terminal.")},
    });
    const console::OptionReader reader(parser);

    Options options;
    options.url = reader.text(u"url"_s);
    options.nameSpace = reader.text(u"namespace"_s);
    options.name = reader.text(u"name"_s);
    options.rate.limit = reader.count(u"limit"_s, 1, LargestLimit);
    options.rate.window = reader.duration(u"window"_s);
    options.rate.cost = reader.count(u"cost"_s, 1, int(options.rate.limit));
    if (reader.isSet(u"paced"_s))
        options.rate.algorithm = redguard::Algorithm::Paced;
    if (reader.isSet(u"calls"_s))
        options.calls = reader.count(u"calls"_s, 1, std::numeric_limits<int>::max());
    if (reader.isSet(u"every"_s))
        options.every = reader.duration(u"every"_s);
    options.plain = reader.isSet(u"plain"_s);
    return options;
}

} // namespace throttle
