// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_WORDING_H
#define MONITOR_WORDING_H

#include "event.h"
#include "history.h"

#include <QtCore/qcoreapplication.h>

namespace monitor {

// How things are called.
class Wording
{
    Q_DECLARE_TR_FUNCTIONS(Wording)

public:
    using Kind = redguard::Status::Kind;

    [[nodiscard]] static QString kind(Kind kind);
    // One letter.
    [[nodiscard]] static QString mark(Kind kind);
    // 0:42, 1:00:00
    [[nodiscard]] static QString duration(std::chrono::milliseconds duration);
    [[nodiscard]] static QString permits(qint64 count);
    [[nodiscard]] static QString holder(const redguard::Status::Holder &holder);
    [[nodiscard]] static QString holders(const redguard::Status &status);
    // Permits or admissions; empty for a lock.
    [[nodiscard]] static QString use(const redguard::Status &status);
    // All of a name but its time.
    [[nodiscard]] static QString brief(const redguard::Status &status);
    [[nodiscard]] static QString summary(const redguard::Status &status, std::chrono::milliseconds left);
    [[nodiscard]] static QString event(const Event &event);
    // One character, so that colours need not be told apart.
    [[nodiscard]] static QString sign(Event::What what);
    [[nodiscard]] static QString history(const History &history, Kind kind);
};

} // namespace monitor

#endif
