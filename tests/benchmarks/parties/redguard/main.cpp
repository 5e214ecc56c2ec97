// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "admissions.h"
#include "contention.h"
#include "crowd.h"
#include "cycles.h"
#include "flood.h"
#include "holds.h"
#include "meters.h"

#include <QtCore/qcoreapplication.h>

// bench-redguard URL: RedGuard, as its user has it.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 2)
        Party::fail(QStringLiteral("The URL of a server is wanted"));
    Party party;
    redguard::RedGuard guard(QString::fromLocal8Bit(argv[1]), QStringLiteral("bench"));
    Cycles cycles(&guard, &party);
    Flood flood(&guard, &party);
    Contention contention(&guard, &party);
    Holds holds(&guard, &party);
    Crowd crowd(&guard, &party);
    Admissions admissions(&guard, &party);
    party.add(QStringLiteral("processor"), [&party](const QStringList &) {
        party.answer({{QStringLiteral("processor"), meters::processorTime()}});
    });
    QObject::connect(&guard, &redguard::RedGuard::errorOccurred, &party,
                     [](const redguard::Error &error) { Party::fail(error.message()); });
    QObject::connect(&guard, &redguard::RedGuard::stateChanged, &party,
                     [&party](redguard::ConnectionState state) {
                         if (state == redguard::ConnectionState::Connected)
                             party.ready();
                     });
    return QCoreApplication::exec();
}
