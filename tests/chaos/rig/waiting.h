// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WAITING_H
#define WAITING_H

#include "trueclock.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

namespace chaos {

inline void wait(std::chrono::milliseconds length)
{
    QEventLoop loop;
    QTimer::singleShot(length, &loop, &QEventLoop::quit);
    loop.exec();
}

// Whether it came about.
template <typename Done>
bool waitUntil(Done &&done, std::chrono::milliseconds longest)
{
    using namespace std::chrono_literals;
    const Instant end = trueTime() + longest;
    while (!done() && trueTime() < end)
        wait(20ms);
    return done();
}

} // namespace chaos

#endif
