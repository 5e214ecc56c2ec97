// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <csignal>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// What a guard knows of its connection, and that it says so only to who listens.
class tst_Statistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nothingHappenedYet();
    void roundTripsAndTheirTimes();
    void whatIsInFlight();
    void reconnects();
    void toldWhileSomebodyListens();
    void noRescueWithoutAFault();
    void aLostMessageIsARescue();

private:
    std::unique_ptr<TestServer> m_server;
};

void tst_Statistics::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
}

void tst_Statistics::nothingHappenedYet()
{
    const RedGuard guard(u"unix:///nowhere/redis.sock"_s);
    const Statistics statistics = guard.statistics();
    QCOMPARE(statistics.roundTrips, 0U);
    QCOMPARE(statistics.reconnects, 0U);
    QCOMPARE(statistics.inFlight, 0);
    QCOMPARE(statistics.medianLatency, 0.);
    QCOMPARE(statistics.latency99, 0.);
    QCOMPARE(statistics.rescues, 0U);
}

void tst_Statistics::roundTripsAndTheirTimes()
{
    RedGuard guard(m_server->url());
    Lock *lock = guard.lock(u"door"_s, {.renewal = Renewal::None});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const Statistics before = guard.statistics();
    QVERIFY(before.roundTrips > 0);
    QVERIFY(before.medianLatency > 0);
    QVERIFY(before.latency99 >= before.medianLatency);
    QSignalSpy released(lock, &Lock::released);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(guard.statistics().roundTrips, before.roundTrips + 1);
    // An answer that takes a second, in one of a hundred or more.
    m_server->command({"CLIENT", "PAUSE", "1000"});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const Statistics after = guard.statistics();
    QVERIFY2(after.latency99 >= 500, qPrintable(QDebug::toString(after)));
    QVERIFY2(after.medianLatency < 500, qPrintable(QDebug::toString(after)));
}

void tst_Statistics::whatIsInFlight()
{
    RedGuard guard(m_server->url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    ::kill(pid_t(m_server->server().processId()), SIGSTOP);
    for (int i = 0; i < 3; ++i)
        guard.lock(u"door-%1"_s.arg(i))->acquire();
    QTRY_COMPARE(guard.statistics().inFlight, 3);
    ::kill(pid_t(m_server->server().processId()), SIGCONT);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
}

void tst_Statistics::reconnects()
{
    RedGuard guard(m_server->url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    for (quint64 i = 1; i <= 2; ++i) {
        m_server->command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
        m_server->command({"CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes"});
        QTRY_COMPARE(guard.statistics().reconnects, i);
    }
}

void tst_Statistics::toldWhileSomebodyListens()
{
    RedGuard guard(m_server->url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(u"door"_s, {.renewal = Renewal::None});
    QSignalSpy changed(&guard, &RedGuard::statisticsChanged);
    lock->acquire();
    QTRY_COMPARE(changed.size(), 1);
    // Nothing is said of nothing.
    QTest::qWait(1500);
    QCOMPARE(changed.size(), 1);
    lock->release();
    QTRY_COMPARE(changed.size(), 2);
}

void tst_Statistics::noRescueWithoutAFault()
{
    RedGuard guard(m_server->url());
    for (int i = 0; i < 20; ++i) {
        Lock *lock = guard.lock(u"door"_s, {.ttl = 2s});
        connect(lock, &Lock::acquired, lock, [lock] { lock->release(); });
        lock->acquire();
    }
    QSignalSpy released(guard.findChildren<Lock *>().last(), &Lock::released);
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(guard.statistics().rescues, 0U);
}

// When the holder ends is known to nobody, and a client that may not watch its key hears of no end.
void tst_Statistics::aLostMessageIsARescue()
{
    m_server->command({"ACL", "SETUSER", "blind", "on", ">pw", "~*", "&*", "+@all", "-client|tracking"});
    RedGuard guard(u"unix://blind:pw@%1"_s.arg(m_server->server().socketPath()));
    Lock *lock = guard.lock(u"door"_s, {.ttl = 2s});
    m_server->command({"SET", "door", "0123456789abcdef"});
    lock->acquire();
    QTRY_COMPARE(lock->queuePosition(), 1);
    m_server->command({"DEL", "door"});
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 10'000);
    QCOMPARE(guard.statistics().rescues, 1U);
}

QTEST_GUILESS_MAIN(tst_Statistics)
#include "tst_statistics.moc"
