// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "caller.h"
#include "dashboard.h"
#include "log.h"

#include "console/bootclock.h"
#include "console/interrupt.h"
#include "console/optionreader.h"
#include "console/terminal.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qtimer.h>

#include <cstdio>
#include <memory>

using namespace throttle;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QObject> makeView(const Options &options, const Caller &caller)
{
    if (options.plain || !console::Terminal::isInteractive())
        return std::make_unique<Log>(caller);
    return std::make_unique<Dashboard>(options, caller);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"api-throttle"_s);
    QCoreApplication::setApplicationVersion(u"" EXAMPLE_VERSION ""_s);
    const Options options = Options::fromCommandLine();
    // What matters is said in the words of this program; QT_LOGGING_RULES brings the library's back.
    QLoggingCategory::setFilterRules(u"redguard.*=false"_s);

    Caller caller(options);
    auto view = makeView(options, caller);
    console::Interrupt interrupt;
    QObject::connect(&interrupt, &console::Interrupt::requested, &caller, &Caller::stop);
    QObject::connect(&caller, &Caller::finished, qApp, &QCoreApplication::exit);
    QTimer::singleShot(0, &caller, &Caller::start);
    const int exitCode = QCoreApplication::exec();

    view.reset();
    if (exitCode == 0)
        std::printf("%s\n", qPrintable(caller.tally().summary(console::bootTime())));
    else
        console::complain(caller.trouble());
    return exitCode;
}
