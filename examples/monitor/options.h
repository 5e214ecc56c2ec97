// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_OPTIONS_H
#define MONITOR_OPTIONS_H

#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace monitor {

struct Options
{
    QString url;
    QString nameSpace;
    std::chrono::milliseconds interval {1000};

    // Ends the program where it is asked for help or for what it does not know.
    [[nodiscard]] static Options fromCommandLine();
    // 500ms, 1s, 2m
    [[nodiscard]] static std::optional<std::chrono::milliseconds> duration(const QString &text);
};

} // namespace monitor

#endif
