// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// A token of somebody else's, as the Python package makes them.
constexpr QByteArrayView Stranger = "0123456789abcdef";
constexpr QByteArrayView PythonRelease =
    "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";

qint64 nowOf(TestServer &server)
{
    const auto time = server.command({"TIME"}).elements;
    return time[0].bytes.toLongLong() * 1'000'000 + time[1].bytes.toLongLong();
}

} // namespace

// How a free place finds its next holder, and what the waiting costs.
class tst_Handover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init();

    void theWaiterSendsNothingBeforeItHolds();
    void nobodyButTheNextHolderAndTheNewHeadIsWoken();
    void aPlainDelWakesTheHead();
    void aPlainDelWakesTheHeadAgainAfterARenewal();
    void anOwnWriteDisarmsNoWatch();
    void aRemovedPermitWakesTheHead();
    void anAcquireIsRetriedAfterItsLostGrant();
    void aGrantIsPublishedOnlyWhereItIsTaken();
    void flushWakesAllWaitersAndKeepsTheirOrder();
    void theQueueKeyExpiresUnderAWaiter();
    void theHeadDiesWithAHolderOfAShortLease();
    void holderAndWaitersDieAndANewcomerAsks();
    void aHeadThatCancelsLetsTheNextOneThatFitsIn();
    void twoCapacitiesForOneName();
    void ofOneNameOneWaiterLooks();
    void aGrantToSomebodyGoneIsGivenBack();
    void aStrayAcquireIsWithdrawnWithItsCancel();
    void theQueuePositionFollows();
    void tenThousandWaitersCostNothing();

private:
    TestServer m_server;
};

void tst_Handover::init()
{
    m_server.command({"FLUSHALL"});
}

void tst_Handover::theWaiterSendsNothingBeforeItHolds()
{
    RedGuard one(m_server.url());
    RedGuard two(m_server.url());
    Lock *holder = one.lock(u"door"_s);
    Lock *waiter = two.lock(u"door"_s);
    QSignalSpy queued(waiter, &Lock::queued);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QTRY_VERIFY(m_server.calls("pttl") > 0); // it watches by now
    m_server.resetCounts();
    qint64 before = -1;
    connect(waiter, &Lock::acquired, this, [&] { before = m_server.calls("evalsha"); });
    holder->release();
    QTRY_VERIFY(before >= 0);
    // The release, and what the waiter sent when the grant had come: its extension.
    QVERIFY2(before <= 2, qPrintable(QString::number(before)));
    QCOMPARE(m_server.calls("publish"), 1);
}

void tst_Handover::nobodyButTheNextHolderAndTheNewHeadIsWoken()
{
    constexpr int Count = 12;
    RedGuard first(m_server.url());
    Lock *holder = first.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    std::vector<std::unique_ptr<RedGuard>> guards;
    QList<Lock *> locks;
    for (int i = 0; i < Count; ++i) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        locks.append(guards.back()->lock(u"door"_s));
        QSignalSpy queued(locks.last(), &Lock::queued);
        locks.last()->acquire();
        QTRY_COMPARE(queued.size(), 1);
    }
    m_server.resetCounts();
    holder->release();
    QTRY_VERIFY(locks.first()->isHeld());
    QTRY_VERIFY(locks[1]->queuePosition() == 1);
    QTRY_VERIFY(m_server.calls("client|caching") >= 1);
    QCOMPARE(m_server.calls("publish"), 2);
    QCOMPARE(m_server.calls("pubsub|numsub"), 1); // for both
    QCOMPARE(m_server.calls("evalsha"), 2);       // the release, the extension
    QVERIFY(m_server.calls("zrange") <= 1);
    QVERIFY(m_server.calls("pttl") <= 5); // of them the extension's, and the new head's watch
    for (int i = 2; i < Count; ++i)
        QCOMPARE(locks[i]->queuePosition(), i + 1); // as they were told last
}

void tst_Handover::aPlainDelWakesTheHead()
{
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QTRY_VERIFY(m_server.calls("client|caching") > 0);
    m_server.command({"EVAL", PythonRelease, "1", "door", Stranger});
    QVERIFY(acquired.wait(5000)); // the lease had a minute to run
}

// A change that frees nothing disarms the watch; it has to be armed anew.
void tst_Handover::aPlainDelWakesTheHeadAgainAfterARenewal()
{
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    for (int i = 0; i < 3; ++i) {
        m_server.resetCounts();
        m_server.command({"PEXPIRE", "door", QByteArray::number(70'000 + i)});
        if (i > 0)
            QTRY_VERIFY(m_server.calls("client|caching") > 0);
    }
    QCOMPARE(acquired.size(), 0);
    QCOMPARE(m_server.calls("evalsha"), 0);
    m_server.command({"DEL", "door"});
    QVERIFY(acquired.wait(5000));
}

// The holder and the head share a connection, so that the renewals are its own writes.
void tst_Handover::anOwnWriteDisarmsNoWatch()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(u"door"_s, {.ttl = 900ms, .renewal = Renewal::EventLoop});
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy renewed(holder, &Lock::renewed);
    QSignalSpy acquired(waiter, &Lock::acquired);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(waiter->queuePosition(), 1);
    QTRY_COMPARE(renewed.size(), 3);
    m_server.command({"SET", "door", Stranger, "PX", "60000"}); // the holder is gone, the next one stays
    QTRY_VERIFY(!holder->isHeld());
    m_server.resetCounts();
    m_server.command({"PEXPIRE", "door", "59000"});
    QTRY_VERIFY(m_server.calls("client|caching") > 0);
    m_server.command({"DEL", "door"});
    QVERIFY(acquired.wait(5000));
}

// Granted as the release script does it, with a message that its connection loses.
void tst_Handover::anAcquireIsRetriedAfterItsLostGrant()
{
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy acquired(waiter, &Lock::acquired);
    waiter->acquire();
    QTRY_COMPARE(waiter->queuePosition(), 1);
    QTRY_VERIFY(m_server.calls("client|caching") > 0);
    const QByteArray token =
        m_server.command({"ZRANGE", "{door}:rg:lock:queue", "0", "0"}).elements.at(0).bytes;
    const QByteArray fence = QByteArray::number(nowOf(m_server));
    m_server.command(
        {"EVAL",
         "redis.call('SET', KEYS[1], ARGV[1], 'PX', 2000) redis.call('SET', KEYS[4], ARGV[2], 'PX', 60000) "
         "redis.call('DEL', KEYS[2], KEYS[3])",
         "4", "door", "{door}:rg:lock:queue", "{door}:rg:lock:waiters", "{door}:rg:lock:fence", token,
         fence});
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(m_server.command({"GET", "door"}).bytes, token);
    QCOMPARE(acquired.at(0).at(0).value<LeaseInfo>().fence(), fence.toLongLong());
    QTRY_VERIFY(m_server.timeToLive("door") > 50'000);
    QCOMPARE(m_server.command({"ZCARD", "{door}:rg:lock:queue"}).integer, 0);
}

// Who is counted as out of reach must not have got the message: it would believe in a hold.
void tst_Handover::aGrantIsPublishedOnlyWhereItIsTaken()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"ZADD", "{door}:rg:lock:queue", "1", "a dead one's tok"});
    m_server.command({"HSET", "{door}:rg:lock:waiters", "a dead one's tok", "30000 1 1 1 redguard:nobody"});
    m_server.resetCounts();
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(m_server.calls("publish"), 0);
    QCOMPARE(m_server.command({"EXISTS", "door", "{door}:rg:lock:queue"}).integer, 0);
}

void tst_Handover::aRemovedPermitWakesTheHead()
{
    const QByteArray end = QByteArray::number(nowOf(m_server) + 60'000'000);
    m_server.command({"ZADD", "seats", end, Stranger, end, "another's token."});
    m_server.command({"PEXPIRE", "seats", "60000"});
    RedGuard guard(m_server.url());
    Semaphore *waiter = guard.semaphore(u"seats"_s, {.capacity = 2, .ttl = 60s});
    QSignalSpy queued(waiter, &Semaphore::queued);
    QSignalSpy acquired(waiter, &Semaphore::acquired);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QTRY_VERIFY(m_server.calls("client|caching") > 0);
    m_server.command({"ZREM", "seats", Stranger});
    QVERIFY(acquired.wait(5000));
}

void tst_Handover::flushWakesAllWaitersAndKeepsTheirOrder()
{
    constexpr int Count = 5;
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    QList<int> order;
    for (int i = 0; i < Count; ++i) {
        Lock *lock = guard.lock(u"door"_s, {.ttl = 60s});
        QSignalSpy queued(lock, &Lock::queued);
        connect(lock, &Lock::acquired, this, [&order, lock, i] {
            order.append(i);
            lock->release();
        });
        lock->acquire();
        QTRY_COMPARE(queued.size(), 1);
    }
    m_server.command({"FLUSHALL"});
    QTRY_COMPARE(order.size(), Count);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void tst_Handover::theQueueKeyExpiresUnderAWaiter()
{
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    QList<int> order;
    for (int i = 0; i < 3; ++i) {
        Lock *lock = guard.lock(u"door"_s, {.ttl = 2s});
        QSignalSpy queued(lock, &Lock::queued);
        connect(lock, &Lock::acquired, this, [&order, lock, i] {
            order.append(i);
            lock->release();
        });
        lock->acquire();
        QTRY_COMPARE(queued.size(), 1);
    }
    m_server.command({"DEL", "{door}:rg:lock:queue", "{door}:rg:lock:waiters"});
    // The look-out of one of them finds out, and all go back to their places.
    QTRY_COMPARE(m_server.command({"ZCARD", "{door}:rg:lock:queue"}).integer, 3);
    m_server.command({"DEL", "door"});
    QTRY_COMPARE(order.size(), 3);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

// The waiter knows of a long lease; a short one follows it, and both its holder and the head are dead.
void tst_Handover::theHeadDiesWithAHolderOfAShortLease()
{
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    m_server.command({"ZADD", "{door}:rg:lock:queue", "1", "a dead one's tok"});
    m_server.command({"HSET", "{door}:rg:lock:waiters", "a dead one's tok", "30000 1 1 1 redguard:nobody"});
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 2s});
    QSignalSpy acquired(waiter, &Lock::acquired);
    waiter->acquire();
    QTRY_COMPARE(waiter->queuePosition(), 2);
    m_server.command({"SET", "door", "another's token.", "PX", "500"});
    QElapsedTimer timer;
    timer.start();
    QVERIFY(acquired.wait(10'000));
    QVERIFY2(timer.elapsed() < 3500, qPrintable(QString::number(timer.elapsed()))); // a check interval
}

void tst_Handover::holderAndWaitersDieAndANewcomerAsks()
{
    const QByteArray ticket = QByteArray::number(nowOf(m_server));
    m_server.command({"ZADD", "{door}:rg:lock:queue", ticket, "a dead one's tok"});
    m_server.command({"HSET", "{door}:rg:lock:waiters", "a dead one's tok", "30000 1 1 1 redguard:nobody"});
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy acquired(lock, &Lock::acquired);
    lock->tryAcquire();
    QVERIFY(acquired.wait(5000));
    QCOMPARE(m_server.command({"EXISTS", "{door}:rg:lock:queue"}).integer, 0);
}

void tst_Handover::aHeadThatCancelsLetsTheNextOneThatFitsIn()
{
    RedGuard guard(m_server.url());
    Semaphore *holder = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 2});
    Semaphore *wide = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 3});
    Semaphore *narrow = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 1});
    QSignalSpy wideQueued(wide, &Semaphore::queued);
    QSignalSpy narrowQueued(narrow, &Semaphore::queued);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    wide->acquire();
    QTRY_COMPARE(wideQueued.size(), 1);
    narrow->acquire();
    QTRY_COMPARE(narrowQueued.size(), 1); // it would fit, but it is not its turn
    QSignalSpy acquired(narrow, &Semaphore::acquired);
    wide->cancel();
    QVERIFY(acquired.wait(5000));
    QVERIFY(holder->isHeld());
}

// Each waits for room in its own terms; nobody is let in over them.
void tst_Handover::twoCapacitiesForOneName()
{
    RedGuard guard(m_server.url());
    Semaphore *first = guard.semaphore(u"seats"_s, {.capacity = 1});
    Semaphore *strict = guard.semaphore(u"seats"_s, {.capacity = 1});
    Semaphore *loose = guard.semaphore(u"seats"_s, {.capacity = 2});
    QSignalSpy strictQueued(strict, &Semaphore::queued);
    QSignalSpy looseQueued(loose, &Semaphore::queued);
    first->acquire();
    QTRY_VERIFY(first->isHeld());
    strict->acquire();
    QTRY_COMPARE(strictQueued.size(), 1);
    loose->acquire();
    QTRY_COMPARE(looseQueued.size(), 1);
    first->release();
    QTRY_VERIFY(strict->isHeld());
    QTRY_VERIFY(loose->isHeld());
}

void tst_Handover::ofOneNameOneWaiterLooks()
{
    constexpr int Count = 50;
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    RedGuard guard(m_server.url());
    QList<Lock *> locks;
    for (int i = 0; i < Count; ++i) {
        locks.append(guard.lock(u"door"_s, {.ttl = 2s}));
        locks.last()->acquire();
    }
    QTRY_COMPARE(locks.last()->queuePosition(), Count);
    m_server.resetCounts();
    QTimer timer;
    QSignalSpy passed(&timer, &QTimer::timeout);
    timer.start(5s);
    QVERIFY(passed.wait(10'000));
    const qint64 asked = m_server.calls("evalsha");
    QVERIFY2(asked >= 1 && asked <= 3, qPrintable(QString::number(asked)));
}

// The server granted to a token whose withdrawal it would not take.
void tst_Handover::aGrantToSomebodyGoneIsGivenBack()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy queued(lock, &Lock::queued);
    m_server.command({"SET", "door", Stranger, "PX", "60000"});
    lock->acquire();
    QTRY_COMPARE(queued.size(), 1);
    const QByteArray entry = m_server.command({"HVALS", "{door}:rg:lock:waiters"}).elements.at(0).bytes;
    const QByteArray channel = entry.split(' ').last();
    m_server.command({"SET", "window", "nobody's token..", "PX", "60000"});
    m_server.command({"PUBLISH", channel, "gnobody's token..1000 1000 60000 1 l window"});
    QTRY_COMPARE(m_server.command({"EXISTS", "window"}).integer, 0);
    QVERIFY(lock->isPending());
}

// The acquire is written, the server does not get to it, and the connection goes: it may act later.
void tst_Handover::aStrayAcquireIsWithdrawnWithItsCancel()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy cancelled(lock, &Lock::cancelled);
    QSignalSpy acquired(lock, &Lock::acquired);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.command({"CLIENT", "PAUSE", "60000", "WRITE"});
    lock->acquire();
    QTRY_VERIFY(m_server.command({"CLIENT", "LIST", "TYPE", "PUBSUB"}).bytes.contains("cmd=evalsha"));
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_VERIFY(guard.state() != ConnectionState::Connected);
    lock->cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    m_server.command({"CLIENT", "UNPAUSE"});
    QTRY_COMPARE(m_server.command({"ZCARD", "{door}:rg:lock:withdrawn"}).integer, 1);
    QCOMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
    QVERIFY(m_server.timeToLive("{door}:rg:lock:withdrawn") > 0);
    QCOMPARE(acquired.size(), 0);
}

void tst_Handover::theQueuePositionFollows()
{
    RedGuard one(m_server.url());
    RedGuard two(m_server.url());
    RedGuard three(m_server.url());
    Lock *holder = one.lock(u"door"_s);
    Lock *second = two.lock(u"door"_s);
    Lock *third = three.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy changed(third, &Lock::queuePositionChanged);
    QCOMPARE(third->queuePosition(), 0);
    second->acquire();
    QTRY_COMPARE(second->queuePosition(), 1);
    third->acquire();
    QTRY_COMPARE(third->queuePosition(), 2);
    second->cancel();
    QTRY_COMPARE(third->queuePosition(), 1);
    QCOMPARE(second->queuePosition(), 0);
    holder->release();
    QTRY_VERIFY(third->isHeld());
    QCOMPARE(third->queuePosition(), 0);
    QCOMPARE(changed.size(), 3);
}

void tst_Handover::tenThousandWaitersCostNothing()
{
    constexpr int Names = 100;
    constexpr int Count = 10'000;
    RedGuard guard(m_server.url(), {}, {.healthCheckInterval = 10min});
    for (int i = 0; i < Names; ++i)
        m_server.command({"SET", "door" + QByteArray::number(i), Stranger, "PX", "600000"});
    QList<Lock *> locks;
    for (int i = 0; i < Count; ++i) {
        locks.append(guard.lock(u"door%1"_s.arg(i % Names), {.ttl = 20s}));
        locks.last()->acquire();
    }
    QTRY_VERIFY_WITH_TIMEOUT(locks.last()->queuePosition() == Count / Names, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_server.calls("client|caching") >= Names, 10'000);
    m_server.resetCounts();
    QTimer timer;
    QSignalSpy passed(&timer, &QTimer::timeout);
    timer.start(30s);
    QVERIFY(passed.wait(60'000));
    const qint64 asked = m_server.calls("evalsha");
    // One look for each name in 20 s, and the first of them lies within the 30 s; twice at the most.
    QVERIFY2(asked >= Names && asked <= 2 * Names, qPrintable(QString::number(asked)));
    QCOMPARE(m_server.calls("publish"), 0);
    QVERIFY(m_server.calls("client|caching") <= 2 * Names);
}

QTEST_GUILESS_MAIN(tst_Handover)
#include "tst_handover.moc"
