// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"
#include "seat.h"
#include "window.h"

#include <QtWidgets/qapplication.h>

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("licence-seats"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LICENCE_SEATS_VERSION));
    QGuiApplication::setApplicationDisplayName(QCoreApplication::translate("main", "Licence seats"));
    const auto options = Options::fromCommandLine(application);

    // Outlives the window; its end gives the seat back.
    Seat seat(options);
    Window window(&seat);
    window.show();
    return QApplication::exec();
}
