// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "worker.h"

#include <QtCore/qcoreapplication.h>

#include <cstdio>

// redguard-chaos-worker URL HISTORY SEED WORKLOAD: runs until its input ends.
int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto load = chaos::Workload::fromArguments(arguments.mid(4));
    if (!load) {
        std::fputs("usage: redguard-chaos-worker URL HISTORY SEED WORKLOAD\n", stderr);
        return 64;
    }
    chaos::HistoryWriter history(arguments.at(2));
    if (!history.isOpen()) {
        std::perror("redguard-chaos-worker: history");
        return 73;
    }
    chaos::Worker worker(arguments.at(1), history, arguments.at(3).toUInt(), *load);
    QObject::connect(&worker, &chaos::Worker::finished, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
