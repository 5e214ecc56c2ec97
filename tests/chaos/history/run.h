// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RUN_H
#define RUN_H

#include "event.h"
#include "subject.h"

namespace chaos {

// Of the design: what the promises rest on.
enum class Assumption : quint8 {
    A1, // the server keeps acknowledged writes
    A2, // its wall clock does not step
    A3, // nobody else deletes or evicts our keys
};

// One process of a worker, from its start to its end.
struct Process
{
    QByteArray label = {}; // worker and how often it was started
    QList<Event> events = {};
    std::optional<Instant> killedAt = {};
    QByteArray complaint = {}; // where it ended otherwise than it should
};

// Something that was done to the server, the network or a process.
struct Fault
{
    enum class Reach : quint8 {
        Clients, // a process of a worker
        Way,     // what lies between some worker and the server
        Server,  // the server, and so everybody
    };

    QByteArray kind = {};
    Instant from {};
    Instant to {}; // as from, where it does not last
    Reach reach = Reach::Way;
    std::optional<Assumption> breaks = {};
    bool kills = false; // a process of a worker
    QByteArray detail = {};
};

// A look at one name on the server, at an instant between two of the local clock.
struct Observation
{
    Instant before {};
    Instant after {};
    QByteArray name = {};
    QList<qint64> fences = {}; // of those that hold it
    int used = 0;              // permits
    int waiting = 0;
    bool foreverKey = false;     // a key of it has no expiry
    QList<qint64> reserved = {}; // of a limiter, in microseconds of the server
};

struct Run
{
    QList<Subject> subjects = {};
    QList<Process> processes = {};
    QList<Fault> faults = {};
    QList<Observation> observations = {};
    Instant healed {};              // no fault lasts any more, and none follows
    Instant told {};                // the workers to stop
    Instant end {};                 // the workers had been told to stop, and had the time to
    QByteArrayList leftBehind = {}; // keys that were there after the last lease had run out
};

} // namespace chaos

#endif
