// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef OPTIONS_H
#define OPTIONS_H

#include <QtCore/qstring.h>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QCoreApplication)

struct Options
{
    QString url;
    QString nameSpace;
    QString user;                  // how the others see who has a seat
    int seats = 2;                 // everyone says the same
    std::chrono::milliseconds ttl; // how long the seat of a crashed program stays taken

    // Ends the program where they make no sense.
    [[nodiscard]] static Options fromCommandLine(const QCoreApplication &application);
};

#endif
