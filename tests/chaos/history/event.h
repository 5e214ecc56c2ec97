// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef EVENT_H
#define EVENT_H

#include "trueclock.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <optional>

namespace chaos {

// What a worker saw, a line each.
struct Event
{
    enum class What : quint8 {
        Alive,     // the event loop runs
        Invoke,    // permits or cost; `span` is the timeout, negative for none
        Queued,    // the server has a place in the queue for it
        Acquired,  // with its fence
        Admitted,  // by a limiter
        Held,      // isHeld() was true at an instant between `since` and `time`
        NotHeld,   // it turned false by itself
        Releasing, // release() has returned
        Released,
        Lost,
        TimedOut,
        Cancelled,
        Failed,
        Dropped, // its object is about to be destroyed: no more is heard of it
    };

    Instant time {};  // when it was written; what it tells happened before
    Instant since {}; // what it tells happened after this; 0 where that is not known
    What what = What::Alive;
    quint64 request = 0; // unique in a worker process
    QByteArray name = {};
    qint64 fence = 0;
    int permits = 0;
    Instant span {};
    QByteArray text = {}; // no line break

    // One line, with its end.
    [[nodiscard]] QByteArray toLine() const;
    [[nodiscard]] static std::optional<Event> fromLine(const QByteArray &line);

    friend bool operator==(const Event &, const Event &) = default;
};

[[nodiscard]] QByteArray nameOf(Event::What what);

// A line without its end was being written when its process was killed: it is not there.
[[nodiscard]] QList<Event> readHistory(const QByteArray &text);

} // namespace chaos

#endif
