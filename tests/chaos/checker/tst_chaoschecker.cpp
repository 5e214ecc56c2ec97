// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "checker.h"

#include <QtTest/qtest.h>

using namespace chaos;
using What = Event::What;

namespace {

// A history by hand, in milliseconds, about a lock "door", two of "seats" and two in 100 ms of "api".
class Tale
{
public:
    Tale()
    {
        m_run.subjects = {{"door", Subject::Kind::Lock, 400ms, 1},
                          {"seats", Subject::Kind::Semaphore, 400ms, 2},
                          {"api", Subject::Kind::Limiter, 100ms, 2}};
        m_run.end = 60s;
    }

    Tale &process(const QByteArray &label, int bornAt = 0, int diesAt = 60'000)
    {
        m_run.processes.append({label, {}, {}});
        for (int at = bornAt; at <= diesAt; at += 50)
            alive(at);
        return *this;
    }
    Tale &alive(int at) { return event(at, {.what = What::Alive}); }
    Tale &stall(int from, int to)
    {
        m_run.processes.last().events.removeIf([=](const Event &event) {
            return event.what == What::Alive && event.time > ms(from) && event.time < ms(to);
        });
        return *this;
    }
    Tale &invoke(int at, quint64 request, const QByteArray &name = "door", int timeout = 1000,
                 int permits = 1)
    {
        return event(at,
                     {.what = What::Invoke,
                      .request = request,
                      .name = name,
                      .permits = permits,
                      .span = timeout < 0 ? Instant(-1) : ms(timeout)});
    }
    Tale &tell(int at, What what, quint64 request, qint64 fence = 0, const QByteArray &name = "door")
    {
        return event(at, {.what = what, .request = request, .name = name, .fence = fence});
    }
    // isHeld() was true from the one to the other.
    Tale &held(int from, int to, quint64 request)
    {
        for (int at = from; at <= to; at += std::max(to - from, 1))
            event(at, {.since = ms(at), .what = What::Held, .request = request});
        return *this;
    }
    Tale &admitted(int since, int at, int cost = 1, int invokedAt = -1)
    {
        ++m_admission;
        invoke(invokedAt < 0 ? since : invokedAt, m_admission, "api", 1000, cost);
        return event(at,
                     {.since = ms(since),
                      .what = What::Admitted,
                      .request = m_admission,
                      .name = "api",
                      .permits = cost});
    }
    Tale &look(int at, const QList<qint64> &fences, int waiting = 0, const QByteArray &name = "door")
    {
        m_run.observations.append({ms(at), ms(at) + 100us, name, fences, int(fences.size()), waiting});
        return *this;
    }
    Tale &looks(int from, int to, const QList<qint64> &fences, int waiting = 0)
    {
        for (int at = from; at <= to; at += 100)
            look(at, fences, waiting);
        return *this;
    }
    Tale &fault(int from, int to, Fault::Reach reach, bool kills = false)
    {
        m_run.faults.append({"fault", ms(from), ms(to), reach, {}, kills});
        return *this;
    }
    Tale &killed(int at)
    {
        m_run.processes.last().killedAt = ms(at);
        return fault(at, at, Fault::Reach::Clients, true);
    }

    Tale &healed(int at, int toldAt)
    {
        m_run.healed = ms(at);
        m_run.told = ms(toldAt);
        return *this;
    }

    [[nodiscard]] Run &run() { return m_run; }
    [[nodiscard]] QByteArray found()
    {
        for (Process &process : m_run.processes)
            std::stable_sort(process.events.begin(), process.events.end(),
                             [](const Event &a, const Event &b) { return a.time < b.time; });
        QByteArrayList names;
        for (const Finding &finding : Checker(m_run).check()) {
            if (!names.contains(nameOf(finding.promise)))
                names.append(nameOf(finding.promise));
        }
        return names.join(", ");
    }

private:
    static Instant ms(int at) { return std::chrono::milliseconds(at); }
    Tale &event(int at, Event event)
    {
        event.time = ms(at) + 1us;
        m_run.processes.last().events.append(event);
        return *this;
    }

    Run m_run;
    quint64 m_admission = 1000;
};

// Two holds of the door, one behind the other.
Tale twoHolds(int secondFrom, qint64 secondFence = 20)
{
    Tale tale;
    tale.process("a")
        .invoke(0, 1)
        .tell(10, What::Acquired, 1, 10)
        .held(10, 300, 1)
        .tell(310, What::Releasing, 1);
    tale.tell(320, What::Released, 1);
    tale.process("b").invoke(5, 1).tell(secondFrom, What::Acquired, 1, secondFence);
    tale.held(secondFrom, secondFrom + 100, 1).tell(secondFrom + 110, What::Releasing, 1);
    tale.tell(secondFrom + 120, What::Released, 1);
    return tale;
}

} // namespace

Q_DECLARE_METATYPE(Tale)

class tst_ChaosChecker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void linesAreReadBack();
    void halfALineIsNone();
};

void tst_ChaosChecker::finds_data()
{
    using Reach = Fault::Reach;
    QTest::addColumn<Tale>("tale");
    QTest::addColumn<QByteArray>("promises");
    const auto row = [](const char *name, const Tale &tale, const QByteArray &promises = {}) {
        QTest::newRow(name) << tale << promises;
    };

    row("one after the other", twoHolds(315));
    row("both at once", twoHolds(200), "S1");
    row("later with a lower fence", twoHolds(315, 5), "S1");
    row("the same fence twice", twoHolds(315, 10), "S3");
    row("asked for later, granted a lower fence",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .invoke(20, 2)
            .tell(30, What::Acquired, 2, 9),
        "S3");

    Tale seats;
    for (int i = 0; i < 3; ++i) {
        const int from = 10 + i;
        seats.process("p" + QByteArray::number(i))
            .invoke(0, 1, "seats")
            .tell(from, What::Acquired, 1, 10 + i);
        seats.held(from, i == 2 ? 13 : 300, 1).tell(310, What::Releasing, 1).tell(320, What::Released, 1);
    }
    row("three of two seats", seats, "S1");
    Tale inTurn;
    for (int i = 0; i < 3; ++i) {
        const int from = i == 2 ? 400 : 10;
        inTurn.process("p" + QByteArray::number(i))
            .invoke(0, 1, "seats")
            .tell(from, What::Acquired, 1, 10 + i);
        inTurn.held(from, from + 300, 1)
            .tell(from + 310, What::Releasing, 1)
            .tell(from + 320, What::Released, 1);
    }
    row("two of two seats, and the third after them", inTurn);
    row("a weight above the seats",
        Tale().process("a").invoke(0, 1, "seats", 1000, 3).tell(10, What::Acquired, 1, 1).held(10, 50, 1),
        "S1");

    row("held and looked at", twoHolds(315).look(100, {10}).look(350, {20}));
    row("held after the server forgot", twoHolds(315).look(200, {}), "S2");
    row("held after another was granted", twoHolds(315).look(200, {20}), "S2");
    row("not there yet when looked at", twoHolds(315).look(5, {}).look(312, {20}));
    row("believed in after its own release()",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .tell(50, What::Releasing, 1)
            .held(40, 60, 1),
        "S2");
    row("lost, and believed in again",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .held(10, 50, 1)
            .tell(60, What::NotHeld, 1)
            .tell(61, What::Lost, 1)
            .held(70, 80, 1),
        "S5");
    row("lost and told",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .held(10, 50, 1)
            .tell(60, What::NotHeld, 1)
            .tell(90, What::Lost, 1));
    row("lost and untold",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .held(10, 50, 1)
            .tell(60, What::NotHeld, 1),
        "lost is told");
    row("lost, and stopped before it could be told",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .tell(60, What::NotHeld, 1)
            .stall(60, 9000)
            .tell(9001, What::Lost, 1));
    row("lost, and killed before it could be told",
        Tale()
            .process("a", 0, 100)
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .tell(60, What::NotHeld, 1)
            .killed(100));
    row("lost, and told as released",
        Tale()
            .process("a")
            .invoke(0, 1)
            .tell(10, What::Acquired, 1, 10)
            .tell(60, What::NotHeld, 1)
            .tell(70, What::Released, 1),
        "lost is told");

    Tale many;
    many.run().observations.append({1s, 1s, "seats", {1, 2, 3}, 3, 0});
    row("more granted than there is", many, "S1");
    Tale forever;
    forever
        .run().observations.append({1s, 1s, "door", {}, 0, 0, true});
    row("a key for ever", forever, "S9");
    Tale crowded;
    crowded.run().observations.append({1s, 1s, "api", {}, 0, 0, false, {0, 50'000, 99'999}});
    row("three slots in a window of two", crowded, "S6");
    Tale spaced;
    spaced.run().observations.append({1s, 1s, "api", {}, 0, 0, false, {0, 50'000, 100'000}});
    row("three slots, the third a window later", spaced);

    row("three admitted at once", Tale().process("a").admitted(0, 1).admitted(1, 2).admitted(2, 3), "S6");
    row("admitted in pairs",
        Tale().process("a").admitted(0, 1).admitted(1, 2).admitted(100, 101).admitted(101, 102));
    row("three heard of at once, when stopped meanwhile",
        Tale().process("a").admitted(0, 200).admitted(100, 201).admitted(200, 202));
    const auto late = [] {
        return Tale().process("a").admitted(101, 102).admitted(102, 103).admitted(103, 104, 1, 1);
    };
    row("one heard of late, and nothing to excuse it", late(), "S6");
    row("one heard of late by a slow reply", late().fault(0, 90, Reach::Way));
    Tale heldUp = late();
    heldUp.run().observations.append({10ms, 60ms, "api", {}, 0, 0});
    row("one heard of late by a server that hung", heldUp);
    row("a cost above the limit", Tale().process("a").admitted(0, 1, 3), "S6");

    const auto queue = [] {
        Tale tale;
        tale.process("a").invoke(10'000, 1).tell(10'010, What::Queued, 1).tell(10'500, What::Acquired, 1, 20);
        tale.tell(10'510, What::Releasing, 1);
        tale.process("b")
            .invoke(10'100, 1)
            .tell(10'200, What::Acquired, 1, 15)
            .tell(10'300, What::Releasing, 1);
        return tale;
    };
    row("past the queue", queue(), "L3");
    row("past a queue that a fault had disturbed", queue().fault(8000, 9000, Reach::Way));
    row("past a queue that a fault disturbs", queue().fault(10'100, 10'100, Reach::Clients));
    Tale hung = queue();
    hung.run().observations.append({10'150ms, 10'400ms, "gate", {}, 0, 0});
    row("past the queue of a server that hung", hung);
    Tale asleep;
    asleep.process("a").invoke(10'000, 1).tell(10'010, What::Queued, 1).tell(10'500, What::Acquired, 1, 20);
    asleep.stall(10'010, 10'490).tell(10'510, What::Releasing, 1);
    asleep.process("b")
        .invoke(10'100, 1)
        .tell(10'200, What::Acquired, 1, 15)
        .tell(10'300, What::Releasing, 1);
    row("past one that slept", asleep);

    const auto idle = [] {
        Tale tale;
        return tale.process("a")
            .invoke(10'000, 1, "door", 40'000)
            .tell(10'010, What::Queued, 1)
            .tell(50'000, What::TimedOut, 1)
            .looks(11'000, 30'000, {}, 1);
    };
    row("a free place with a waiter", idle(), "L2");
    row("a free place while the net is down", idle().fault(11'000, 30'000, Reach::Way));
    row("a free place though a holder was killed", idle().fault(15'000, 15'000, Reach::Clients, true), "L2");
    row("a free place whose waiters are dead",
        Tale()
            .process("a", 0, 10'500)
            .invoke(10'000, 1)
            .tell(10'010, What::Queued, 1)
            .killed(10'500)
            .looks(11'000, 30'000, {}, 1));

    const auto unclaimed = [] { return Tale().process("a").looks(10'000, 16'000, {7}); };
    row("granted to nobody", unclaimed(), "S7");
    row("granted to one that was killed", unclaimed().fault(9500, 9500, Reach::Clients, true));
    row("granted to one that was killed long ago",
        unclaimed().looks(16'100, 30'000, {7}).fault(9500, 9500, Reach::Clients, true));
    row("granted while the net is down", unclaimed().fault(9000, 12'000, Reach::Way));
    row("granted to nobody, long after a fault",
        unclaimed().looks(16'100, 30'000, {7}).fault(9000, 9500, Reach::Way), "S7");
    Tale hanging = Tale().process("a").looks(10'000, 11'000, {7});
    hanging.run().observations.append({11'100ms, 18s, "door", {7}, 1, 0});
    hanging.looks(18'100, 20'000, {7});
    row("granted to nobody by a server that hangs", hanging);
    row("granted and known", unclaimed().invoke(9000, 1, "door", 10'000).tell(15'900, What::Acquired, 1, 7));

    row("in time", Tale().process("a").invoke(0, 1, "door", 500).tell(600, What::TimedOut, 1));
    row("past its timeout", Tale().process("a").invoke(0, 1, "door", 500).tell(5000, What::TimedOut, 1),
        "L5");
    row("without an end", Tale().process("a").invoke(0, 1, "door", 500), "L5");
    const auto unserved = [] {
        return Tale().process("a").invoke(2000, 1, "door", 500).tell(2500, What::TimedOut, 1);
    };
    row("nothing works again", unserved().healed(1000, 31'000), "L4");
    row("it had no time to", unserved().healed(1000, 21'000), "");
    row("it did not run", unserved().stall(1000, 15'000).healed(1000, 31'000), "");
    row("it was killed",
        Tale()
            .process("a", 0, 20'000)
            .invoke(2000, 1)
            .tell(2500, What::TimedOut, 1)
            .killed(20'000)
            .healed(1000, 31'000),
        "");
    row("it was killed since it did not end", unserved().killed(59'000).healed(1000, 31'000), "L4");
    row("a place in a queue is a service",
        Tale()
            .process("a")
            .invoke(2000, 1, "door", 500)
            .tell(2100, What::Queued, 1)
            .tell(2500, What::TimedOut, 1)
            .healed(1000, 31'000),
        "");
    row("served before all faults were over, and never again",
        Tale()
            .process("a")
            .invoke(500, 1)
            .tell(900, What::Acquired, 1, 10)
            .tell(1500, What::Releasing, 1)
            .tell(1500, What::Released, 1)
            .healed(1000, 31'000),
        "L4");
    row("one name works again, another does not",
        unserved()
            .invoke(2000, 2, "seats", 1000)
            .tell(2100, What::Queued, 2, 0, "seats")
            .tell(3000, What::TimedOut, 2, 0, "seats")
            .healed(1000, 31'000),
        "L4");
    row("stopped past its timeout",
        Tale().process("a").invoke(0, 1, "door", 500).stall(10, 8000).tell(8001, What::TimedOut, 1));
    row("killed before its timeout", Tale().process("a", 0, 300).invoke(0, 1, "door", 500).killed(300));
    row("its object went", Tale().process("a").invoke(0, 1, "door", 500).tell(400, What::Dropped, 1));
    row("waits for ever", Tale().process("a").invoke(0, 1, "door", -1), "L2");
    row("two outcomes",
        Tale().process("a").invoke(0, 1).tell(10, What::Cancelled, 1).tell(20, What::Acquired, 1, 10),
        "one outcome");
    Tale left;
    left.run().leftBehind = {"door"};
    row("a key left behind", left, "nothing is left");
    Tale crashed;
    crashed.process("a").run().processes.last().complaint = "crashed";
    row("a process that crashed", crashed, "programs end");
}

void tst_ChaosChecker::finds()
{
    QFETCH(Tale, tale);
    QFETCH(const QByteArray, promises);
    QCOMPARE(tale.found(), promises);
}

void tst_ChaosChecker::linesAreReadBack()
{
    const Event full {.time = 12ns,
                      .since = 3ns,
                      .what = What::Failed,
                      .request = 9,
                      .name = "door",
                      .fence = 1'800'000'000'000'000,
                      .permits = 2,
                      .span = Instant(-1),
                      .text = "no such server"};
    const QList<Event> events {full, {.time = 5s, .what = What::Alive}};
    QCOMPARE(readHistory(events.at(0).toLine() + events.at(1).toLine()), events);
}

void tst_ChaosChecker::halfALineIsNone()
{
    const Event event {.time = 12ns, .what = What::Held, .request = 9};
    QCOMPARE(readHistory(event.toLine() + event.toLine().chopped(1)).size(), 1);
    QCOMPARE(readHistory("nonsense\n12 0 what 0 - 0 0 0 \n").size(), 0);
}

QTEST_APPLESS_MAIN(tst_ChaosChecker)
#include "tst_chaoschecker.moc"
