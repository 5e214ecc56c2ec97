// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_OPTIONS_H
#define DEMO_OPTIONS_H

#include "record.h"

#include <optional>

QT_FORWARD_DECLARE_CLASS(QCoreApplication)

namespace demo {

struct Options
{
    std::chrono::seconds duration {8};
    int workers = 4;
    QString url; // empty: a private server
    bool json = false;
    bool color = true;
    std::optional<Kind> broken;
    QString svg;

    // What the supervisor tells a worker. 0: this is the supervisor.
    int worker = 0;
    QString nameSpace;
    QString counterFile;

    // Ends the process for --help, --version and whatever cannot be understood.
    [[nodiscard]] static Options fromCommandLine(const QCoreApplication &application);
    [[nodiscard]] QStringList workerArguments(int number) const;
};

} // namespace demo

#endif
