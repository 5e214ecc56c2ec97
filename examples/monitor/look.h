// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_LOOK_H
#define MONITOR_LOOK_H

#include <RedGuard/Status>

#include <QtCore/qdatetime.h>

#include <chrono>

namespace monitor {

using Time = std::chrono::steady_clock::time_point;

// What the server said of all names at one moment, which lies between the question and its answer.
struct Look
{
    Time asked;
    Time answered;
    QDateTime wallClock;
    QList<redguard::Status> names;
};

} // namespace monitor

#endif
