// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/serverclock.h"

#include <QtTest/qtest.h>

#include <random>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

class tst_ServerClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsAtMost();
    void knowsNothingAtFirst();
    void placesTheReplyBetweenSendingAndReading();
    void widensWithDriftAhead();
    void widensWithDriftBehind();
    void doesNotWidenWithoutDrift();
    void aQuickerReplyTightens();
    void aSlowerReplyDoesNotLoosen();
    void aFresherReplyTightensTheFuture();
    void eachSideKeepsItsOwnReply();
    void resetForgets();
    void theTruthLiesBetween();
    void durationsOfTheOtherClockLieBetween();
    void decadesDoNotOverflow();
    void aClockThatWasSetIsLearntAnew_data();
    void aClockThatWasSetIsLearntAnew();
    void whatNoClockShowsDoesNoHarm();
};

void tst_ServerClock::knowsNothingAtFirst()
{
    QVERIFY(!ServerClock().isKnown());
}

void tst_ServerClock::placesTheReplyBetweenSendingAndReading()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 102s);
    QVERIFY(clock.isKnown());
    QCOMPARE(clock.earliest(5'000s), Instant(100s));
    QCOMPARE(clock.latest(5'000s), Instant(102s));
}

void tst_ServerClock::widensWithDriftAhead()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 102s);
    QCOMPARE(clock.earliest(5'010s), Instant(109'900ms));
    QCOMPARE(clock.latest(5'010s), Instant(112'100ms));
}

void tst_ServerClock::widensWithDriftBehind()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 102s);
    QCOMPARE(clock.earliest(4'990s), Instant(89'900ms));
    QCOMPARE(clock.latest(4'990s), Instant(92'100ms));
}

void tst_ServerClock::doesNotWidenWithoutDrift()
{
    ServerClock clock(Drift {0});
    clock.observe(100s, 5'000s, 102s);
    QCOMPARE(clock.earliest(8'600s), Instant(3'700s));
    QCOMPARE(clock.latest(8'600s), Instant(3'702s));
}

void tst_ServerClock::aQuickerReplyTightens()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 102s);
    clock.observe(103s, 5'002s, 103'200ms);
    QCOMPARE(clock.earliest(5'002s), Instant(103s));
    QCOMPARE(clock.latest(5'002s), Instant(103'200ms));
}

void tst_ServerClock::aSlowerReplyDoesNotLoosen()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 100'001ms);
    const Instant earliest = clock.earliest(5'005s);
    const Instant latest = clock.latest(5'005s);
    clock.observe(102s, 5'005s, 108s);
    QCOMPARE(clock.earliest(5'005s), earliest);
    QCOMPARE(clock.latest(5'005s), latest);
}

void tst_ServerClock::aFresherReplyTightensTheFuture()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 100s);
    QCOMPARE(clock.latest(5'020s) - clock.earliest(5'020s), Duration(400ms));
    clock.observe(115s, 5'015s, 115s);
    QCOMPARE(clock.latest(5'020s) - clock.earliest(5'020s), Duration(100ms));
}

// The way there was quick and the way back slow, or the other way round.
void tst_ServerClock::eachSideKeepsItsOwnReply()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 100'500ms);
    clock.observe(100'600ms, 5'001s, 101'010ms);
    QCOMPARE(clock.earliest(5'001s), Instant(100'990ms));
    QCOMPARE(clock.latest(5'001s), Instant(101'010ms));
}

void tst_ServerClock::resetForgets()
{
    ServerClock clock;
    clock.observe(100s, 5'000s, 100s);
    clock.reset();
    QVERIFY(!clock.isKnown());
    // Another server process, whose clock says something else entirely.
    clock.observe(200s, 10s, 201s);
    QCOMPARE(clock.earliest(10s), Instant(200s));
    QCOMPARE(clock.latest(10s), Instant(201s));
}

// A server second takes up to `drift` more, or less, than a local one, and replies take any time. What
// is said of any instant, past or future, holds to the microsecond that TIME is rounded to.
void tst_ServerClock::theTruthLiesBetween()
{
    std::mt19937_64 engine(7);
    const auto upTo = [&engine](qint64 least, qint64 most) {
        return std::uniform_int_distribution<qint64>(least, most)(engine);
    };
    for (int world = 0; world < 2'000; ++world) {
        const int drift = int(upTo(0, 20'000));
        const qint64 rate = upTo(-drift, drift);
        const Duration offset(upTo(0, 1'000'000'000'000'000));
        // The local instant at which the server's clock says so.
        const auto localOf = [&](Duration server) { return offset + server + server / 1'000'000 * rate; };
        const qint64 slowest = upTo(1'000, 500'000'000);
        ServerClock clock(Drift {drift});
        Duration server = 1h;
        for (int reply = 0; reply < 20; ++reply) {
            server += Duration(upTo(0, 20'000'000'000));
            const Instant executed = localOf(server);
            clock.observe(executed - Duration(upTo(0, slowest)),
                          std::chrono::floor<std::chrono::microseconds>(server),
                          executed + Duration(upTo(0, slowest)));
            for (int question = 0; question < 5; ++question) {
                const auto asked = std::chrono::floor<std::chrono::microseconds>(
                    server + Duration(upTo(-30'000'000'000, 600'000'000'000)));
                const Instant truth = localOf(asked);
                QVERIFY(clock.earliest(asked) <= truth + 2us);
                QVERIFY(clock.latest(asked) >= truth - 2us);
                QVERIFY(clock.earliest(asked) <= clock.latest(asked) + 2us);
            }
        }
    }
}

void tst_ServerClock::durationsOfTheOtherClockLieBetween()
{
    const Drift drift {10'000};
    QCOMPARE(drift.shorter(10s), Duration(9'900ms));
    QCOMPARE(drift.longer(10s), Duration(10'100ms));
    QCOMPARE(drift.shorter(0s), Duration(0s));
    QCOMPARE(drift.shorter(std::chrono::hours(24 * 366)), Duration(std::chrono::hours(24 * 366)) / 100 * 99);
    QCOMPARE(Drift {0}.longer(10s), Duration(10s));
}

void tst_ServerClock::decadesDoNotOverflow()
{
    const Duration years = std::chrono::hours(24 * 365 * 100);
    QCOMPARE(Drift {10'000}.longer(years), years / 100 * 101);
    QCOMPARE(Drift {500'000}.shorter(-years), -years / 2);
}

void tst_ServerClock::aClockThatWasSetIsLearntAnew_data()
{
    QTest::addColumn<ServerTime>("time");
    QTest::newRow("ahead") << ServerTime(5'000s + 1h);
    QTest::newRow("back") << ServerTime(5'000s - 1h);
    QTest::newRow("to the epoch") << ServerTime(0s);
}

void tst_ServerClock::aClockThatWasSetIsLearntAnew()
{
    QFETCH(ServerTime, time);
    ServerClock clock;
    clock.observe(100s, 5'000s, 102s);
    clock.observe(110s, time, 111s);
    QCOMPARE(clock.earliest(time), Instant(110s));
    QCOMPARE(clock.latest(time), Instant(111s));
}

void tst_ServerClock::whatNoClockShowsDoesNoHarm()
{
    ServerClock clock;
    clock.observe(100s, ServerTime::min(), 102s);
    QCOMPARE(clock.earliest(0s), Instant(100s));
    clock.observe(100s, ServerTime::max(), 102s);
    QCOMPARE(clock.latest(ServerTime::max()), Instant(102s));
    QCOMPARE(clock.earliest(ServerTime::min()), clock.earliest(0s));
}

void tst_ServerClock::showsAtMost()
{
    ServerClock clock(Drift {10'000});
    QCOMPARE(clock.atMost(100s), ServerTime {});
    clock.observe(100s, 5000s, 101s);
    QCOMPARE(clock.atMost(100s), ServerTime(5000s)); // when it was sent, it had not got there
    QCOMPARE(clock.atMost(200s), ServerTime(5101s));
    QCOMPARE(clock.atMost(0s), ServerTime(4901s));
    clock.reset();
    QCOMPARE(clock.atMost(200s), ServerTime {});
}

QTEST_APPLESS_MAIN(tst_ServerClock)

#include "tst_serverclock.moc"
