// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef BOOKING_OPTIONS_H
#define BOOKING_OPTIONS_H

#include <QtCore/qstringlist.h>

#include <chrono>

namespace booking {

// What the command line asks for.
struct Options
{
    QString url;
    QString nameSpace;
    QString user; // as others see it
    std::chrono::seconds duration {0};
    QStringList instruments; // the names that all programs have to agree on: never translated

    // Of a command line that cannot be followed; all else is not set then.
    QString problem;

    // Ends the program after --help and --version.
    [[nodiscard]] static Options parse(const QStringList &arguments);
};

} // namespace booking

#endif
