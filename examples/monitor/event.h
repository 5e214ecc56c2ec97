// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_EVENT_H
#define MONITOR_EVENT_H

#include <QtCore/qdatetime.h>
#include <QtCore/qstring.h>

namespace monitor {

// What must have happened to a name between two looks.
struct Event
{
    enum class What : quint8 {
        Granted,
        Released,    // the holder is gone before its lease ended
        Expired,     // the holder is gone, and its lease had ended or was about to
        Passed,      // somebody had it between the looks, and was seen in neither
        Vanished,    // the server has no trace of the name, though it keeps one for a day
        QueueGrew,   // to so many
        QueueShrank, // to so many
        Admitted,    // so many; 0 where that cannot be told
    };

    What what = What::Granted;
    QString name;
    QString who; // the client, else the token
    qint64 count = 0;
    QDateTime wallClock;

    friend bool operator==(const Event &, const Event &) = default;
};

} // namespace monitor

#endif
