// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "promises.h"
#include "tally.h"

#include <QtTest/qtest.h>

#include <algorithm>
#include <random>

using namespace demo;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_DemoTally : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overlapsAreCounted();
    void anEndIsNotPartOfAnInterval();
    void windowsAreHalfOpen();
    void quantilesAreThoseOfTheSortedTimes();
    void nothingComesToNothing();
    void turnsOfSeveralWorkersAreKeptApart();
    void theOrderOfArrivalDoesNotMatter();
    void aHoldWithoutAnEndGoesOn();
    void aFenceThatDoesNotRiseIsOutOfOrder();
    void onlyTheMeasuredWindowCounts();
    void recordsSurviveTheirWayThroughAPipe();
    void whatIsNoRecordIsNone();
};

namespace {

std::vector<Record> turn(Kind kind, int worker, qint64 number, Time asked, Time acquired, Time released)
{
    return {
        {.what = What::Asked, .kind = kind, .worker = worker, .turn = number, .time = asked},
        {.what = What::Acquired, .kind = kind, .worker = worker, .turn = number, .time = acquired},
        {.what = What::Released, .kind = kind, .worker = worker, .turn = number, .time = released},
    };
}

std::vector<Record> operator+(std::vector<Record> first, const std::vector<Record> &second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Record update(qint64 fence, qint64 before)
{
    return {.what = What::Released, .worker = 1, .turn = 1, .fence = fence, .fenceBefore = before};
}

Record admission(qint64 number, Time time)
{
    return {.what = What::Acquired, .kind = Kind::RateLimiter, .worker = 1, .turn = number, .time = time};
}

} // namespace

void tst_DemoTally::overlapsAreCounted()
{
    QCOMPARE(mostAtOnce({{0ns, 10ns}, {5ns, 15ns}, {9ns, 11ns}, {20ns, 30ns}}), 3);
}

void tst_DemoTally::anEndIsNotPartOfAnInterval()
{
    QCOMPARE(mostAtOnce({{10ns, 20ns}, {0ns, 10ns}}), 1);
    QCOMPARE(mostAtOnce({{9ns, 20ns}, {0ns, 10ns}}), 2);
}

void tst_DemoTally::windowsAreHalfOpen()
{
    QCOMPARE(mostWithin({1000ms, 0ms, 500ms}, 1000ms), 2);
    QCOMPARE(mostWithin({999ms, 0ms, 500ms}, 1000ms), 3);
}

void tst_DemoTally::quantilesAreThoseOfTheSortedTimes()
{
    std::vector<Time> times;
    for (int i = 100; i >= 0; --i)
        times.push_back(Time(i));
    const Waiting waiting = waitingOf(times);
    QCOMPARE(waiting.median, 50ns);
    QCOMPARE(waiting.p95, 95ns);
    QCOMPARE(waiting.longest, 100ns);
}

void tst_DemoTally::nothingComesToNothing()
{
    const Tally tally({});
    QCOMPARE(tally[Kind::Lock].acquired, 0);
    QCOMPARE(tally[Kind::Lock].mostAtOnce, 0);
    QCOMPARE(tally[Kind::Lock].waiting.longest, 0ns);
    QCOMPARE(tally.mostAdmissions, 0);
}

void tst_DemoTally::turnsOfSeveralWorkersAreKeptApart()
{
    const Tally tally(turn(Kind::Pool, 1, 1, 0ns, 1ns, 10ns) + turn(Kind::Pool, 2, 1, 0ns, 5ns, 12ns)
                      + turn(Kind::Semaphore, 1, 1, 0ns, 2ns, 3ns));
    QCOMPARE(tally[Kind::Pool].acquired, 2);
    QCOMPARE(tally[Kind::Pool].mostAtOnce, 2);
    QCOMPARE(tally[Kind::Pool].waiting.longest, 5ns);
    QCOMPARE(tally[Kind::Semaphore].acquired, 1);
    QCOMPARE(tally[Kind::Semaphore].mostAtOnce, 1);
}

void tst_DemoTally::theOrderOfArrivalDoesNotMatter()
{
    auto records = turn(Kind::Lock, 1, 1, 0ns, 0ns, 10ns) + turn(Kind::Lock, 2, 1, 1ns, 10ns, 20ns)
        + turn(Kind::Lock, 1, 2, 11ns, 20ns, 30ns);
    std::mt19937 random(1);
    for (int i = 0; i < 100; ++i) {
        std::shuffle(records.begin(), records.end(), random);
        const Tally tally(records);
        QCOMPARE(tally[Kind::Lock].acquired, 3);
        QCOMPARE(tally[Kind::Lock].mostAtOnce, 1);
        QCOMPARE(tally[Kind::Lock].waiting.longest, 9ns);
    }
}

void tst_DemoTally::aHoldWithoutAnEndGoesOn()
{
    auto dead = turn(Kind::Lock, 1, 1, 0ns, 0ns, 10ns);
    dead.pop_back();
    QCOMPARE(Tally(dead + turn(Kind::Lock, 2, 1, 5ns, 1h, 2h))[Kind::Lock].mostAtOnce, 2);
}

void tst_DemoTally::aFenceThatDoesNotRiseIsOutOfOrder()
{
    const Tally tally({update(1, 0), update(2, 1), update(2, 2), update(1, 2)});
    QCOMPARE(tally.updates, 4);
    QCOMPARE(tally.fencesOutOfOrder, 2);
}

void tst_DemoTally::onlyTheMeasuredWindowCounts()
{
    QCOMPARE(Tally({admission(1, 0ms), admission(2, MeasuredWindow)}).mostAdmissions, 1);
    QCOMPARE(Tally({admission(1, 0ms), admission(2, MeasuredWindow - 1ns)}).mostAdmissions, 2);
}

void tst_DemoTally::recordsSurviveTheirWayThroughAPipe()
{
    const Record sent {.what = What::Acquired,
                       .kind = Kind::Pool,
                       .worker = 3,
                       .turn = 4,
                       .time = Time((qint64(1) << 53) + 1), // after 104 days, no double holds it
                       .fence = 1764000000000001,
                       .fenceBefore = 1764000000000000,
                       .isNew = true,
                       .text = u"„quoted“ \"and\"\nbroken"_s};
    QCOMPARE(sent.toJson().count('\n'), 1);
    const auto read = Record::fromJson(sent.toJson());
    QVERIFY(read);
    QCOMPARE(read->what, sent.what);
    QCOMPARE(read->kind, sent.kind);
    QCOMPARE(read->worker, sent.worker);
    QCOMPARE(read->turn, sent.turn);
    QCOMPARE(read->time, sent.time);
    QCOMPARE(read->fence, sent.fence);
    QCOMPARE(read->fenceBefore, sent.fenceBefore);
    QCOMPARE(read->isNew, sent.isNew);
    QCOMPARE(read->text, sent.text);
}

void tst_DemoTally::whatIsNoRecordIsNone()
{
    QVERIFY(!Record::fromJson("oops\n"));
    QVERIFY(!Record::fromJson("{\"what\":\"Slept\",\"kind\":\"Lock\"}\n"));
}

QTEST_GUILESS_MAIN(tst_DemoTally)

#include "tst_demotally.moc"
