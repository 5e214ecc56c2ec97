// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_OPTIONS_H
#define THROTTLE_OPTIONS_H

#include <RedGuard/RateLimiter>

#include <QtCore/qcoreapplication.h>

namespace throttle {

struct Options
{
    Q_DECLARE_TR_FUNCTIONS(throttle::Options)

public:
    QString url;
    QString nameSpace;
    QString name;
    redguard::RateLimiterOptions rate;
    qint64 calls = 0;                   // 0: until interrupted
    std::chrono::milliseconds every {}; // 0: as fast as they are admitted
    bool plain = false;

    // Ends the process for --help, --version and whatever cannot be understood.
    [[nodiscard]] static Options fromCommandLine();
};

} // namespace throttle

#endif
