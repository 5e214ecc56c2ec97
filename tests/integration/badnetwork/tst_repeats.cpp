// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "proxiedserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using chaos::FaultProxy;

// The server did what it was told, and the connection ended before it could say so: one place, one
// permit, one slot, and at the end the keys are as they would be without the fault.
class tst_Repeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.clear(); }

    void acquireTakesOnce();
    void waitingTakesOnePlace();
    void semaphoreTakesItsPermitsOnce();
    void renewalExtendsOnce();
    void releaseHandsOverOnce();
    void cancelLeavesOnce();
    void limiterReservesOnce_data();
    void limiterReservesOnce();
    void anyReplyMayBeMissing_data();
    void anyReplyMayBeMissing();

private:
    [[nodiscard]] qint64 integer(std::initializer_list<QByteArrayView> command)
    {
        return m_server.server().command(command).integer;
    }

    ProxiedServer m_server;
};

void tst_Repeats::acquireTakesOnce()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy acquired(lock, &Lock::acquired);
    m_server.swallow(scripts::acquireLock());
    lock->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(m_server.server().command({"GET", "{door}:rg:lock:fence"}).bytes.toLongLong(),
             acquired.at(0).at(0).value<LeaseInfo>().fence()); // that of the first asking
    QCOMPARE(m_server.server().keys(), QByteArrayList({"door", "{door}:rg:lock:fence"}));
    QCOMPARE(guard.statistics().reconnects, 1U);
}

void tst_Repeats::waitingTakesOnePlace()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *waiter = guard.lock(u"door"_s);
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    m_server.swallow(scripts::acquireLock());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QCOMPARE(integer({"ZCARD", "{door}:rg:lock:queue"}), 1);
    holder->release();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(integer({"EXISTS", "{door}:rg:lock:queue"}), 0);
}

void tst_Repeats::semaphoreTakesItsPermitsOnce()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 2});
    QSignalSpy acquired(semaphore, &Semaphore::acquired);
    QSignalSpy released(semaphore, &Semaphore::released);
    m_server.swallow(scripts::acquireSemaphore());
    semaphore->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(integer({"ZCARD", "seats"}), 2);
    m_server.swallow(scripts::releaseSemaphore());
    semaphore->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(integer({"ZCARD", "seats"}), 0);
}

void tst_Repeats::renewalExtendsOnce()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = Renewal::EventLoop});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    m_server.swallow(scripts::renewLock());
    lock->extend();
    QTRY_COMPARE(renewed.size(), 1);
    QCOMPARE(renewed.at(0).at(0).value<LeaseInfo>().fence(), acquired.at(0).at(0).value<LeaseInfo>().fence());
    QCOMPARE(lost.size(), 0);
    QVERIFY(m_server.server().timeToLive("door") <= 60'000);
}

void tst_Repeats::releaseHandsOverOnce()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    RedGuard other(m_server.server().url());
    Lock *next = other.lock(u"door"_s);
    QSignalSpy queued(next, &Lock::queued);
    QSignalSpy acquired(next, &Lock::acquired);
    QSignalSpy lost(next, &Lock::lost);
    next->acquire();
    QTRY_COMPARE(queued.size(), 1);
    m_server.swallow(scripts::releaseLock());
    lock->release();
    QTRY_VERIFY(released.size() == 1 && acquired.size() == 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Unknown);
    QVERIFY(next->isHeld()); // the second release is not its own
    QCOMPARE(lost.size(), 0);
}

void tst_Repeats::cancelLeavesOnce()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s);
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy cancelled(waiter, &Lock::cancelled);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    m_server.swallow(scripts::releaseLock());
    waiter->cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_COMPARE(integer({"EXISTS", "{door}:rg:lock:queue"}), 0);
    QTRY_COMPARE(guard.statistics().reconnects, 1U);
    QVERIFY(holder->isHeld());
    QCOMPARE(m_server.server().command({"GET", "door"}).bytes.size(), 16);
}

void tst_Repeats::limiterReservesOnce_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("sliding window") << Algorithm::SlidingWindow;
    QTest::newRow("paced") << Algorithm::Paced;
}

void tst_Repeats::limiterReservesOnce()
{
    QFETCH(const Algorithm, algorithm);
    const bool isPaced = algorithm == Algorithm::Paced;
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 3, .window = 600s, .algorithm = algorithm});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy timedOut(limiter, &RateLimiter::timedOut);
    for (int i = 0; i < 3; ++i) {
        m_server.swallow(isPaced ? scripts::reservePaced() : scripts::reserveWindow());
        limiter->tryAcquire();
        QTRY_COMPARE(acquired.size() + timedOut.size(), i + 1);
    }
    QCOMPARE(acquired.size(), 3); // one slot for each, whatever was repeated
    limiter->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
}

void tst_Repeats::anyReplyMayBeMissing_data()
{
    QTest::addColumn<int>("nth");
    for (int nth = 1; nth <= 8; ++nth)
        QTest::addRow("script call %d", nth) << nth;
}

void tst_Repeats::anyReplyMayBeMissing()
{
    QFETCH(const int, nth);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QSignalSpy struck(&m_server.proxy(), &FaultProxy::struck);
    m_server.proxy().strike({.fault = chaos::ReplyRule::Fault::Swallow, .nth = nth});
    Lock *lock = guard.lock(u"door"_s, {.renewal = Renewal::EventLoop});
    Lock *next = guard.lock(u"door"_s, {.renewal = Renewal::EventLoop});
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 2, .renewal = Renewal::EventLoop});
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 2, .window = 600s});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy handedOver(next, &Lock::acquired);
    QSignalSpy permitted(semaphore, &Semaphore::acquired);
    QSignalSpy admitted(limiter, &RateLimiter::acquired);
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy releasedNext(next, &Lock::released);
    QSignalSpy returned(semaphore, &Semaphore::released);
    connect(lock, &Lock::acquired, next, &Lock::acquire);
    connect(next, &Lock::queued, lock, &Lock::release);
    connect(next, &Lock::acquired, next, &Lock::release);
    connect(semaphore, &Semaphore::acquired, semaphore, &Semaphore::release);
    lock->acquire();
    semaphore->acquire();
    limiter->acquire();
    QTRY_VERIFY(releasedNext.size() == 1 && returned.size() == 1 && admitted.size() == 1);
    QTRY_COMPARE(released.size(), 1);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    QCOMPARE(struck.size(), 1);
    QCOMPARE(acquired.size(), 1);
    QCOMPARE(handedOver.size(), 1);
    QCOMPARE(permitted.size(), 1);
    QVERIFY(acquired.at(0).at(0).value<LeaseInfo>().fence()
            < handedOver.at(0).at(0).value<LeaseInfo>().fence());
    for (const char *key : {"door", "{door}:rg:lock:queue", "{door}:rg:lock:waiters", "seats"})
        QVERIFY2(integer({"EXISTS", key}) == 0, key);
    QCOMPARE(integer({"ZCARD", "api"}), 1);
}

QTEST_GUILESS_MAIN(tst_Repeats)
#include "tst_repeats.moc"
