// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"
#include "supervisor.h"
#include "worker.h"

#include "console/interrupt.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>

#include <csignal>

namespace {

// A Ctrl-C reaches every process of the terminal; the supervisor alone answers it. Nor does the end of
// the supervisor stop a worker before it has given back what it holds.
int runWorker(const demo::Options &options)
{
    for (const int number : {SIGINT, SIGHUP, SIGPIPE})
        std::signal(number, SIG_IGN);
    demo::Worker worker(options);
    QObject::connect(&worker, &demo::Worker::finished, qApp, &QCoreApplication::exit);
    return QCoreApplication::exec();
}

int runSupervisor(const demo::Options &options)
{
    demo::Supervisor supervisor(options);
    console::Interrupt interrupt;
    QObject::connect(&interrupt, &console::Interrupt::requested, &supervisor, &demo::Supervisor::interrupt);
    QObject::connect(&supervisor, &demo::Supervisor::finished, qApp, &QCoreApplication::exit);
    QTimer::singleShot(0, &supervisor, &demo::Supervisor::start);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("redguard-demo"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DEMO_VERSION));
    const demo::Options options = demo::Options::fromCommandLine(application);
    return options.worker > 0 ? runWorker(options) : runSupervisor(options);
}
