// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"
#include "log.h"
#include "renderjob.h"

#include "console/exitcode.h"
#include "console/interrupt.h"
#include "console/optionreader.h"
#include "console/terminal.h"

#include <QtCore/qloggingcategory.h>
#include <QtCore/qtimer.h>

#include <cstdio>

using namespace render;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QObject> makeView(const Options &options, const RenderJob &job)
{
    if (options.plain || !console::Terminal::isInteractive())
        return std::make_unique<Log>(job);
    return std::make_unique<Dashboard>(options, job);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"render-pool"_s);
    QCoreApplication::setApplicationVersion(u"" EXAMPLE_VERSION ""_s);
    const Options options = Options::fromCommandLine();
    // What matters is said in the words of this program; QT_LOGGING_RULES brings the library's back.
    QLoggingCategory::setFilterRules(u"redguard.*=false"_s);

    RenderJob job(options);
    auto view = makeView(options, job);
    console::Interrupt interrupt;
    QObject::connect(&interrupt, &console::Interrupt::requested, &job, &RenderJob::interrupt);
    QObject::connect(&job, &RenderJob::finished, qApp, &QCoreApplication::exit);
    QTimer::singleShot(0, &job, &RenderJob::start);
    const int exitCode = QCoreApplication::exec();

    view.reset();
    if (exitCode == console::Success || exitCode == console::Interrupted)
        std::printf("%s\n", qPrintable(job.summary()));
    else
        console::complain(job.trouble());
    return exitCode;
}
