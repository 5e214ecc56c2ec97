// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CHECKER_H
#define CHECKER_H

#include "run.h"

#include <QtCore/qhash.h>

namespace chaos {

// Of the design. Those of the first line rest on what the server keeps and on its clock.
enum class Promise : quint8 { S1, S2, S6, S7, S3, S5, S9, L2, L3, L4, L5, Once, Lost, Left, Ends };

[[nodiscard]] QByteArray nameOf(Promise promise);
[[nodiscard]] bool restsOnTheServer(Promise promise);
// Whether a process asked for a name, and a server did something for it in that time; or it never asked.
[[nodiscard]] bool wasServed(const Process &process, const QByteArray &name, Instant from, Instant to);

struct Finding
{
    Promise promise = Promise::S1;
    QByteArray name = {};
    Instant at {};
    QByteArray text = {};
};

// How much a loaded machine may be late before it is held against the library.
struct Tolerance
{
    Instant outcome = 3s;   // of a wait, past its timeout
    Instant lost = 3s;      // of telling a loss
    Instant idle = 12s;     // of a free place with waiters, while nothing hinders anybody
    Instant unclaimed = 4s; // of a hold that nobody knows of
    Instant service = 25s;  // of the first thing that a server does, after all faults
    Instant slack = 60ms;   // from a slot to its admission
    Instant aftermath = 6s; // of a fault, until everybody is connected again
};

// One request as its process saw it. What was acquired was surely believed in from `first` to `last`.
struct Record
{
    const Process *process = nullptr;
    quint64 request = 0;
    QByteArray name = {};
    qint64 fence = 0;
    int permits = 1;
    Instant invoked {};
    Instant span {}; // the timeout; negative for none
    Instant queued {};
    Instant acquired {};
    Instant since {}; // an admission was decided after this
    Instant first = Instant::max();
    Instant last {};
    Instant ended = Instant::max(); // the wait
    int outcomes = 0;
    Instant notHeld = Instant::max(); // by itself
    Instant gone = Instant::max();    // release() had been called by then
    Instant lost = Instant::max();
    Instant over = Instant::max(); // nothing more is heard of it
    bool toldReleased = false;

    [[nodiscard]] bool isHold() const { return acquired > Instant::zero() && fence > 0; }
};

// What a run shows of the promises. Reports only what no delay of a process, of a reply or of a line of a
// history can explain, and what no fault excuses; whether the assumptions were kept is for the caller.
class Checker
{
public:
    explicit Checker(const Run &run, const Tolerance &tolerance = {});

    [[nodiscard]] QList<Finding> check();
    [[nodiscard]] const QList<Record> &records() const { return m_records; }

private:
    void gather(const Process &process);
    void find(Promise promise, const QByteArray &name, Instant at, const QByteArray &text);

    void checkBeliefs(const Subject &subject);
    void checkPermits(const Subject &subject);
    void checkGrantOrder(const Subject &subject);
    void checkContainment(const Subject &subject);
    void checkServer(const Subject &subject);
    void checkAdmissions(const Subject &subject);
    void checkQueueOrder(const Subject &subject);
    void checkIdlePlaces(const Subject &subject);
    void checkUnclaimed(const Subject &subject);
    void checkOutcome(const Record &record);
    void checkEnd(const Record &record);
    void checkService(const Subject &subject);
    void checkLeftBehind();
    void checkProcesses();

    [[nodiscard]] QList<const Record *> holdsOf(const Subject &subject) const;
    [[nodiscard]] QList<const Observation *> observationsOf(const Subject &subject) const;
    [[nodiscard]] bool hasLiveWaiter(const Subject &subject, Instant from, Instant to) const;
    [[nodiscard]] bool wasServerSlow(const Subject &subject, Instant from, Instant to) const;
    [[nodiscard]] bool wasKilled(Instant from, Instant to) const;
    [[nodiscard]] Instant stalled(const Process &process, Instant from, Instant to) const;
    [[nodiscard]] Instant endOf(const Process &process) const;
    [[nodiscard]] bool isCalm(Instant from, Instant to, bool clientsToo) const;

    const Run &m_run;
    Tolerance m_tolerance;
    QList<Record> m_records;
    QHash<const Process *, QList<Instant>> m_alive;
    QList<Finding> m_findings;
};

} // namespace chaos

#endif
