// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"
#include "time/bootclock.h"

using namespace redguard;
using namespace std::chrono_literals;

class tst_RateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void admitsUpToTheLimitThenWaits();
    void keyIsThatOfThePythonPackage();
    void oneRoundTripPerAdmission_data();
    void oneRoundTripPerAdmission();
    void refusalSaysWhen();
    void costCounts();
    void refusedWhenTheSlotIsBeyondTheTimeout();
    void cancelTakesTheReservationBack();
    void severalWindowsHoldTogether();
    void lateAdmissionsKeepTheWindow();
    void blockedLoopReservesAnew();
    void pacedKeepsThePace();
    void lockedKeyIsForeign();
    void releaseDoesNothing();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();

private:
    // The slots in a key, oldest first, in microseconds.
    QList<qint64> slotsOf(QByteArrayView key)
    {
        QList<qint64> found;
        const auto members = m_server.command({"ZRANGE", key, "0", "-1", "WITHSCORES"}).elements;
        for (std::size_t i = 1; i < members.size(); i += 2)
            found.append(members[i].bytes.toLongLong());
        return found;
    }

    TestServer m_server;
};

void tst_RateLimiter::admitsUpToTheLimitThenWaits()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 3, .window = 400ms});
    QList<Instant> times;
    connect(limiter, &RateLimiter::acquired, this, [&times] { times.append(bootTime()); });
    for (int i = 0; i < 9; ++i)
        limiter->acquire();
    QTRY_COMPARE(times.size(), 9);
    const auto slots3 = slotsOf("api");
    // Exact where it is decided; what is delivered is late by the slack at most.
    for (qsizetype i = 3; i < slots3.size(); ++i)
        QVERIFY(slots3[i] - slots3[i - 3] >= 400'000);
    for (qsizetype i = 3; i < times.size(); ++i)
        QVERIFY(times[i] - times[i - 3] >= 350ms);
    QVERIFY(times[8] - times[0] < 2s);
    QVERIFY(!limiter->isHeld());
}

void tst_RateLimiter::keyIsThatOfThePythonPackage()
{
    RedGuard guard(m_server.url(), QStringLiteral("tests"));
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 3, .window = 5s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(m_server.keys(), QByteArrayList {"tests:api"});
    QCOMPARE(m_server.command({"ZRANGE", "tests:api", "0", "0"}).elements[0].bytes.size(), 16);
    QVERIFY(m_server.timeToLive("tests:api") > 4000 && m_server.timeToLive("tests:api") <= 5002);
    const auto time = m_server.command({"TIME"});
    const qint64 now = time.elements[0].bytes.toLongLong() * 1'000'000 + time.elements[1].bytes.toLongLong();
    QVERIFY(qAbs(now - slotsOf("tests:api").first()) < 1'000'000);
}

void tst_RateLimiter::oneRoundTripPerAdmission_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("sliding") << Algorithm::SlidingWindow;
    QTest::newRow("paced") << Algorithm::Paced;
}

void tst_RateLimiter::oneRoundTripPerAdmission()
{
    QFETCH(const Algorithm, algorithm);
    std::vector<std::unique_ptr<RedGuard>> guards;
    int admitted = 0;
    for (int i = 0; i < 4; ++i) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        QTRY_COMPARE(guards.back()->state(), ConnectionState::Connected);
    }
    m_server.resetCounts();
    for (const auto &guard : guards) {
        // A slack that no busy machine exceeds: a void slot would cost another trip, rightly.
        RateLimiter *limiter = guard->limiter(
            QStringLiteral("api"), {.limit = 5, .window = 100ms, .algorithm = algorithm, .slack = 5s});
        connect(limiter, &RateLimiter::acquired, this, [&admitted] { ++admitted; });
        for (int i = 0; i < 5; ++i)
            limiter->acquire();
    }
    QTRY_COMPARE(admitted, 20);
    QCOMPARE(m_server.calls("evalsha"), 20);
    QCOMPARE(m_server.calls("eval"), 0);
}

void tst_RateLimiter::refusalSaysWhen()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 2, .window = 10s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy timedOut(limiter, &RateLimiter::timedOut);
    QSignalSpy quotaChanged(limiter, &RateLimiter::quotaChanged);
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(limiter->remaining(), 1);
    QVERIFY(limiter->quota().granted);
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 2);
    QCOMPARE(limiter->remaining(), 0);
    limiter->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    const Quota quota = timedOut.at(0).at(1).value<Error>().quota();
    QVERIFY(!quota.granted);
    QCOMPARE(quota.limit, 2);
    QCOMPARE(quota.remaining, 0);
    QVERIFY(quota.retryAfter > 5s && quota.retryAfter <= 10s);
    QVERIFY(quota.resetAfter >= quota.retryAfter && quota.resetAfter <= 10s);
    QVERIFY(limiter->retryAfter() > 5s);
    QCOMPARE(quotaChanged.size(), 3);
    QCOMPARE(slotsOf("api").size(), 2); // a refusal writes nothing
}

void tst_RateLimiter::costCounts()
{
    RedGuard guard(m_server.url());
    RateLimiter *five = guard.limiter(QStringLiteral("api"), {.limit = 6, .window = 10s, .cost = 5});
    RateLimiter *one = guard.limiter(QStringLiteral("api"), {.limit = 6, .window = 10s});
    QSignalSpy fiveIn(five, &RateLimiter::acquired);
    QSignalSpy fiveOut(five, &RateLimiter::timedOut);
    QSignalSpy oneIn(one, &RateLimiter::acquired);
    five->tryAcquire();
    QTRY_COMPARE(fiveIn.size(), 1);
    QCOMPARE(m_server.command({"ZCARD", "api"}).integer, 5);
    five->tryAcquire();
    QTRY_COMPARE(fiveOut.size(), 1);
    one->tryAcquire();
    QTRY_COMPARE(oneIn.size(), 1);
}

void tst_RateLimiter::refusedWhenTheSlotIsBeyondTheTimeout()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 1, .window = 10s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy timedOut(limiter, &RateLimiter::timedOut);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QElapsedTimer timer;
    timer.start();
    limiter->acquireFor(8s); // known at once to be in vain
    QTRY_COMPARE(timedOut.size(), 1);
    QVERIFY(timer.elapsed() < 4000);
    QCOMPARE(slotsOf("api").size(), 1);
}

void tst_RateLimiter::cancelTakesTheReservationBack()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 1, .window = 10s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy cancelled(limiter, &RateLimiter::cancelled);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    const quint64 id = limiter->acquire();
    QTRY_COMPARE(slotsOf("api").size(), 2);
    QVERIFY(limiter->cancelRequest(id));
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_COMPARE(slotsOf("api").size(), 1);
}

void tst_RateLimiter::severalWindowsHoldTogether()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"),
                                         {.limit = 2, .window = 100ms, .more = {{3, 400ms}}, .slack = 5s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    for (int i = 0; i < 7; ++i)
        limiter->acquire();
    QTRY_COMPARE(slotsOf("api").size(), 7);
    const auto times = slotsOf("api");
    for (qsizetype i = 2; i < times.size(); ++i)
        QVERIFY(times[i] - times[i - 2] >= 100'000);
    for (qsizetype i = 3; i < times.size(); ++i)
        QVERIFY(times[i] - times[i - 3] >= 400'000);
    QTRY_COMPARE(acquired.size(), 7);
}

// The Python package sets the key's expiry only for the first, so that its window starts over.
void tst_RateLimiter::lateAdmissionsKeepTheWindow()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 5, .window = 1s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QTimer later;
    QSignalSpy timeout(&later, &QTimer::timeout);
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 1);
    later.start(900ms);
    QVERIFY(timeout.wait());
    for (int i = 0; i < 4; ++i)
        limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 5);
    later.start(150ms);
    QVERIFY(timeout.wait());
    for (int i = 0; i < 5; ++i)
        limiter->tryAcquire();
    QTRY_VERIFY(!limiter->isPending());
    // The first has left the window; the four of 150 ms ago have not, unless this took a second.
    const auto times = slotsOf("api");
    for (qsizetype i = 5; i < times.size(); ++i)
        QVERIFY(times[i] - times[i - 5] >= 1'000'000);
    QVERIFY(m_server.timeToLive("api") > 500);
}

void tst_RateLimiter::blockedLoopReservesAnew()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 1, .window = 300ms});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    limiter->acquire();
    limiter->acquire();
    QTRY_COMPARE(slotsOf("api").size(), 3);
    const qint64 reserved = slotsOf("api").last();
    QThread::msleep(1000); // blocks the event loop past both slots
    QList<qint64> delivered;
    connect(limiter, &RateLimiter::acquired, this, [&] {
        const auto time = m_server.command({"TIME"});
        delivered.append(time.elements[0].bytes.toLongLong() * 1'000'000
                         + time.elements[1].bytes.toLongLong());
    });
    QTRY_COMPARE(acquired.size(), 3);
    QVERIFY(slotsOf("api").last() > reserved);
    QVERIFY2(delivered[1] - delivered[0] >= 250'000, "two stale slots came in a burst");
}

void tst_RateLimiter::pacedKeepsThePace()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter =
        guard.limiter(QStringLiteral("api"),
                      {.limit = 10, .window = 1s, .algorithm = Algorithm::Paced, .burst = 2, .slack = 5s});
    QList<Instant> times;
    connect(limiter, &RateLimiter::acquired, this, [&times] { times.append(bootTime()); });
    for (int i = 0; i < 8; ++i)
        limiter->acquire();
    QTRY_COMPARE(times.size(), 8);
    QCOMPARE(m_server.command({"TYPE", "api"}).bytes, "string");
    // Two at once, then one every 100 ms.
    for (qsizetype i = 2; i < times.size(); ++i)
        QVERIFY2(times[i] - times[0] >= (i - 1) * 100ms - 20ms, qPrintable(QString::number(i)));
    for (const auto &key : m_server.keys())
        QVERIFY2(m_server.timeToLive(key) > 0, key.constData());
}

void tst_RateLimiter::lockedKeyIsForeign()
{
    RedGuard guard(m_server.url());
    m_server.command({"SET", "api", "0123456789abcdex", "PX", "60000"});
    for (const Algorithm algorithm : {Algorithm::SlidingWindow, Algorithm::Paced}) {
        RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 1, .algorithm = algorithm});
        QSignalSpy failed(limiter, &RateLimiter::errorOccurred);
        limiter->acquire();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::ForeignKey);
    }
}

void tst_RateLimiter::releaseDoesNothing()
{
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 2, .window = 10s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy released(limiter, &RateLimiter::released);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    limiter->release();
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 2);
    QCOMPARE(released.size(), 0);
    QCOMPARE(slotsOf("api").size(), 2);
}

void tst_RateLimiter::badOptionsAreRefused_data()
{
    QTest::addColumn<RateLimiterOptions>("options");
    QTest::newRow("limit 0") << RateLimiterOptions {.limit = 0};
    QTest::newRow("limit huge") << RateLimiterOptions {.limit = 10'000'000};
    QTest::newRow("window 0") << RateLimiterOptions {.limit = 1, .window = 0ms};
    QTest::newRow("cost 0") << RateLimiterOptions {.limit = 1, .cost = 0};
    QTest::newRow("cost above limit") << RateLimiterOptions {.limit = 2, .cost = 3};
    QTest::newRow("cost above another limit")
        << RateLimiterOptions {.limit = 5, .cost = 3, .more = {{2, 1s}}};
    QTest::newRow("slack 0") << RateLimiterOptions {.limit = 1, .slack = 0ms};
    QTest::newRow("paced windows") << RateLimiterOptions {
        .limit = 1, .algorithm = Algorithm::Paced, .more = {{2, 1s}}};
    QTest::newRow("cost above burst")
        << RateLimiterOptions {.limit = 5, .cost = 3, .algorithm = Algorithm::Paced, .burst = 2};
}

void tst_RateLimiter::badOptionsAreRefused()
{
    QFETCH(const RateLimiterOptions, options);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.resetCounts();
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), options);
    QSignalSpy failed(limiter, &RateLimiter::errorOccurred);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"api\"")));
    limiter->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::InvalidArgument);
    QCOMPARE(m_server.calls("evalsha"), 0);
}

QTEST_GUILESS_MAIN(tst_RateLimiter)
#include "tst_ratelimiter.moc"
