// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_RECORD_H
#define DEMO_RECORD_H

#include <QtCore/qbytearray.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace demo {

Q_NAMESPACE

enum class Kind : quint8 { Lock, Semaphore, RateLimiter, Pool };
Q_ENUM_NS(Kind)

inline constexpr Kind Kinds[] = {Kind::Lock, Kind::Semaphore, Kind::RateLimiter, Kind::Pool};
inline constexpr std::size_t KindCount = std::size(Kinds);

enum class What : quint8 {
    Ready,    // a worker is connected
    Asked,    // a turn begins
    Acquired, // it holds, or is admitted
    Released, // it is about to give back
    Failed,   // text says how
    Finished, // a worker has given back everything and ends
};
Q_ENUM_NS(What)

// One line of what a worker tells the supervisor.
struct Record
{
    What what = What::Ready;
    Kind kind = Kind::Lock;
    int worker = 0;
    qint64 turn = 0; // tells the turns of one worker and kind apart
    std::chrono::nanoseconds time {0};
    qint64 fence = 0;
    qint64 fenceBefore = 0; // Lock, Released: the one that was found in the file
    bool isNew = false;     // Pool, Acquired: the resource was made for this
    QString text = {};

    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static std::optional<Record> fromJson(const QByteArray &line);
};

} // namespace demo

#endif
