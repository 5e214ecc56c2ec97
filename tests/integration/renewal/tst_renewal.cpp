// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qthread.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Who keeps a lease alive, how long, and what is said when nobody can.
class tst_Renewal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void aBlockedThreadKeepsItsLock();
    void aBlockedThreadKeepsItsPermits();
    void aBlockedThreadLosesWhatItRenewsItself();
    void theLossIsSeenWhileTheThreadIsBlocked();
    void aReleaseAfterABlockIsClean();
    void nothingIsRenewedAfterTheRelease();
    void renewalGoesOnAfterAScriptFlushAndAKill();
    void longestHoldEndsTheLease_data();
    void longestHoldEndsTheLease();
    void atRiskComesBeforeTheLoss();
    void withoutRenewalAReconnectExtendsNothing();
    void extendedByHand_data();
    void extendedByHand();
    void nothingToExtend();
    void extendSaysThatItIsGone();
    void tenThousandLeasesAreRenewedTogether();
    void closeWithinGivesUpOnAFrozenServer();

private:
    void pass(std::chrono::milliseconds time)
    {
        QTimer timer;
        QSignalSpy timeout(&timer, &QTimer::timeout);
        timer.start(time);
        QVERIFY(timeout.wait(int(time.count()) + 10'000));
    }

    TestServer m_server;
};

void tst_Renewal::aBlockedThreadKeepsItsLock()
{
    RedGuard guard(m_server.url());
    RedGuard other(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 1s});
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy renewed(lock, &Lock::renewed);
    QFuture<Result<Lease>> future = lock->acquireAsync();
    lock->acquire();
    QTRY_VERIFY(future.isFinished());
    const Lease lease = *future.result();
    for (int i = 0; i < 50; ++i) { // 5 ttl
        QThread::msleep(100);
        QVERIFY(lease.isHeld());
        QVERIFY(m_server.timeToLive("door") > 0);
    }
    QTRY_VERIFY(!renewed.isEmpty());
    QCOMPARE(lost.size(), 0);
    QVERIFY(lease.isHeld());
}

void tst_Renewal::aBlockedThreadKeepsItsPermits()
{
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 2, .ttl = 1s});
    semaphore->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    QThread::msleep(3000);
    QVERIFY(semaphore->isHeld());
    QCOMPARE(m_server.command({"ZCARD", "seats"}).integer, 2);
}

void tst_Renewal::aBlockedThreadLosesWhatItRenewsItself()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 600ms, .renewal = Renewal::EventLoop});
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QThread::msleep(1000);
    QVERIFY(!lock->isHeld());
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::Expired);
}

void tst_Renewal::theLossIsSeenWhileTheThreadIsBlocked()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 30s});
    QSignalSpy lost(lock, &Lock::lost);
    Lock *quick = guard.lock(u"window"_s, {.ttl = 3s});
    QSignalSpy quickLost(quick, &Lock::lost);
    lock->acquire();
    quick->acquire();
    QTRY_VERIFY(lock->isHeld() && quick->isHeld());
    m_server.command({"SET", "window", "somebody else's!", "PX", "60000"});
    QThread::msleep(2000); // past a renewal, and before the deadline
    QVERIFY(!quick->isHeld());
    QTRY_COMPARE(quickLost.size(), 1);
    QCOMPARE(quickLost.at(0).at(1).value<LossReason>(), LossReason::TakenOver);
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
}

void tst_Renewal::aReleaseAfterABlockIsClean()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 1s});
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QThread::msleep(3000);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QCOMPARE(lost.size(), 0);
    QCOMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
}

void tst_Renewal::nothingIsRenewedAfterTheRelease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 900ms});
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy renewed(lock, &Lock::renewed);
    for (int i = 1; i <= 5; ++i) {
        lock->acquire();
        QTRY_COMPARE(renewed.size(), i);
        lock->release();
        QTRY_COMPARE(released.size(), i);
        QCOMPARE(released.at(i - 1).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    }
    m_server.resetCounts();
    pass(1500ms);
    QCOMPARE(m_server.calls("evalsha"), 0);
    QCOMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
}

void tst_Renewal::renewalGoesOnAfterAScriptFlushAndAKill()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 1500ms});
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(renewed.size() >= 1);
    m_server.command({"SCRIPT", "FLUSH"});
    const auto seen = renewed.size();
    QTRY_VERIFY(renewed.size() > seen);
    m_server.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    pass(3s);
    QCOMPARE(lost.size(), 0);
    QVERIFY(lock->isHeld());
}

void tst_Renewal::longestHoldEndsTheLease_data()
{
    QTest::addColumn<int>("renewal");
    QTest::newRow("background") << int(Renewal::Background);
    QTest::newRow("event loop") << int(Renewal::EventLoop);
}

void tst_Renewal::longestHoldEndsTheLease()
{
    QFETCH(int, renewal);
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 900ms, .renewal = Renewal(renewal), .maxHold = 2s});
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QElapsedTimer held;
    held.start();
    QVERIFY(lost.wait(10'000));
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::MaxHoldReached);
    QVERIFY2(held.elapsed() > 1500 && held.elapsed() < 3000, qPrintable(QString::number(held.elapsed())));
}

void tst_Renewal::atRiskComesBeforeTheLoss()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 2s, .renewal = Renewal::None});
    QSignalSpy atRisk(lock, &Lock::atRisk);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QVERIFY(atRisk.wait(5000));
    QCOMPARE(lost.size(), 0);
    QVERIFY(lock->isHeld());
    const auto remaining = atRisk.at(0).at(1).value<std::chrono::milliseconds>();
    QVERIFY(remaining > 0ms && remaining < 600ms);
    QVERIFY(lost.wait(5000));
    QCOMPARE(atRisk.size(), 1);
}

void tst_Renewal::withoutRenewalAReconnectExtendsNothing()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = Renewal::None});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"PEXPIRE", "door", "50000"});
    m_server.resetCounts();
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_VERIFY(m_server.calls("evalsha") >= 1);
    QVERIFY(m_server.timeToLive("door") <= 50'000);
    QVERIFY(lock->isHeld());
}

void tst_Renewal::extendedByHand_data()
{
    QTest::addColumn<Renewal>("renewal");
    QTest::newRow("none") << Renewal::None;
    QTest::newRow("event loop") << Renewal::EventLoop;
    QTest::newRow("background") << Renewal::Background;
}

void tst_Renewal::extendedByHand()
{
    QFETCH(Renewal, renewal);
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = renewal});
    QSignalSpy renewed(lock, &Lock::renewed);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"PEXPIRE", "door", "20000"});
    const auto before = lock->remainingTime();
    pass(100ms);
    lock->extend();
    QTRY_COMPARE(renewed.size(), 1);
    QVERIFY(m_server.timeToLive("door") > 50'000);
    QVERIFY(lock->remainingTime() > before - 100ms);
    QVERIFY(lock->isHeld());
}

void tst_Renewal::nothingToExtend()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1});
    QSignalSpy renewed(lock, &Lock::renewed);
    lock->extend();
    limiter->extend();
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    lock->extend();
    limiter->extend();
    QCOMPARE(m_server.keys(), QByteArrayList());
    QCOMPARE(renewed.size(), 0);
}

void tst_Renewal::extendSaysThatItIsGone()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.renewal = Renewal::None});
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"DEL", "door"});
    lock->extend();
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost[0][1].value<LossReason>(), LossReason::ServerLostState);
    QVERIFY(!lock->isHeld());
}

void tst_Renewal::tenThousandLeasesAreRenewedTogether()
{
    constexpr int Count = 10'000;
    RedGuard guard(m_server.url());
    QList<Lock *> locks;
    qsizetype renewals = 0;
    int held = 0;
    for (int i = 0; i < Count; ++i) {
        locks.append(guard.lock(u"door%1"_s.arg(i), {.ttl = 24s}));
        connect(locks.last(), &Lock::acquired, this, [&] { ++held; });
        connect(locks.last(), &Lock::renewed, this, [&] { ++renewals; });
        locks.last()->acquire();
    }
    QTRY_COMPARE_WITH_TIMEOUT(held, Count, 60'000);
    const auto events = [this] {
        const QByteArray stats = m_server.command({"INFO", "stats"}).bytes;
        static const QRegularExpression reads(u"total_reads_processed:(\\d+)"_s);
        return reads.match(QString::fromUtf8(stats)).captured(1).toLongLong();
    };
    const qint64 before = events();
    QTRY_COMPARE_WITH_TIMEOUT(renewals, Count, 30'000);
    const qint64 reads = events() - before;
    // The server reads 16 KiB at a time, so that this bounds what was written one by one.
    QVERIFY2(reads < 400, qPrintable(QString::number(reads)));
}

void tst_Renewal::closeWithinGivesUpOnAFrozenServer()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"CLIENT", "PAUSE", "1500", "ALL"});
    QSignalSpy closed(&guard, &RedGuard::closed);
    QElapsedTimer timer;
    timer.start();
    guard.closeWithin(200ms);
    QVERIFY(!lock->isHeld());
    QVERIFY(closed.wait(1000));
    QVERIFY(timer.elapsed() >= 190);
    m_server.command({"CLIENT", "UNPAUSE"});
}

QTEST_GUILESS_MAIN(tst_Renewal)
#include "tst_renewal.moc"
