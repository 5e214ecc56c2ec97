// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "net/slot.h"
#include "testcluster.h"

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Everything against a real Cluster whose slots move under what is held and waited for.
class tst_Cluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_cluster.start()); }
    void init();

    void slotsAreThoseOfTheServer();
    void eachKeyIsAtItsServer();
    void oneSeedIsEnough();
    void everyPrimitiveWorks();
    void aWaiterIsHandedTheLock();
    void aSlotMovesUnderAHold();
    void aSlotMovesUnderWaiters();
    void aHoldIsRenewedWhileItsSlotMoves();
    void aLimiterIsAskedWhileItsSlotMoves();
    void waitersAskWhileTheirSlotMoves();
    void channelsAreLeft();
    void aSurveyAsksAllServers();
    void aStatusFollowsItsKey();
    void aServerThatIsGoneIsWaitedFor();
    void aServerThatIsNoClusterIsRefused();

private:
    [[nodiscard]] int ownerOf(const QString &name) { return m_cluster.nodeOf(name.toUtf8()); }
    [[nodiscard]] int otherThan(int node) const { return (node + 1) % TestCluster::Nodes; }
    [[nodiscard]] bool isAt(int node, const QString &key)
    {
        return m_cluster.node(node).command({"EXISTS", key.toUtf8()}).integer == 1;
    }
    [[nodiscard]] qint64 calls(int node, const QByteArray &command);

    TestCluster m_cluster;
};

void tst_Cluster::init()
{
    for (int i = 0; i < TestCluster::Nodes; ++i)
        m_cluster.node(i).command({"FLUSHALL"});
}

qint64 tst_Cluster::calls(int node, const QByteArray &command)
{
    const QByteArray stats = m_cluster.node(node).field({"INFO", "commandstats"}, "cmdstat_" + command);
    return stats.isEmpty() ? 0 : stats.mid(stats.indexOf('=') + 1).split(',').first().toLongLong();
}

void tst_Cluster::slotsAreThoseOfTheServer()
{
    for (const char *key :
         {"", "foo", "123456789", "{user}:a", "x{user}y", "{}:a", "{a", "}{b}", "\xc3\xa9t\xc3\xa9"})
        QCOMPARE(net::slotOf(key), m_cluster.slotOf(key));
}

void tst_Cluster::eachKeyIsAtItsServer()
{
    RedGuard guard(m_cluster.url());
    std::vector<Lock *> locks;
    for (int i = 0; i < 30; ++i) {
        locks.push_back(guard.lock(u"door-%1"_s.arg(i)));
        locks.back()->acquire();
    }
    for (Lock *lock : locks) {
        QTRY_VERIFY(lock->isHeld());
        QVERIFY(isAt(ownerOf(lock->name()), lock->name()));
    }
    QCOMPARE(guard.state(), ConnectionState::Connected);
    for (Lock *lock : locks) {
        QSignalSpy released(lock, &Lock::released);
        lock->release();
        QTRY_COMPARE(released.size(), 1);
        QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    }
}

void tst_Cluster::oneSeedIsEnough()
{
    const QString port = QString::number(m_cluster.node(2).port());
    RedGuard guard(u"redis-cluster://127.0.0.1:1,127.0.0.1:%1"_s.arg(port));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
}

void tst_Cluster::everyPrimitiveWorks()
{
    RedGuard guard(m_cluster.url(), u"all"_s);
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 2});
    RateLimiter *sliding = guard.limiter(u"api"_s, {.limit = 3, .window = 1s});
    RateLimiter *paced = guard.limiter(u"mail"_s, {.limit = 3, .window = 1s, .algorithm = Algorithm::Paced});
    QSignalSpy admitted(sliding, &RateLimiter::acquired);
    QSignalSpy pacedAdmitted(paced, &RateLimiter::acquired);
    semaphore->acquire();
    sliding->acquire();
    paced->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    QTRY_COMPARE(admitted.size(), 1);
    QTRY_COMPARE(pacedAdmitted.size(), 1);
}

void tst_Cluster::aWaiterIsHandedTheLock()
{
    RedGuard first(m_cluster.url());
    RedGuard second(m_cluster.url());
    Lock *holder = first.lock(u"door"_s, {.ttl = 60s});
    Lock *waiter = second.lock(u"door"_s, {.ttl = 60s}); // a check interval is a minute
    QSignalSpy queued(waiter, &Lock::queued);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    const qint64 before = calls(ownerOf(u"door"_s), "spublish");
    holder->release();
    QTRY_VERIFY(waiter->isHeld());
    QVERIFY(calls(ownerOf(u"door"_s), "spublish") > before);
    QCOMPARE(second.statistics().rescues, 0U);
}

void tst_Cluster::aSlotMovesUnderAHold()
{
    RedGuard guard(m_cluster.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 3s});
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy renewed(lock, &Lock::renewed);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const QByteArray fence =
        m_cluster.node(ownerOf(u"door"_s)).command({"GET", "{door}:rg:lock:fence"}).bytes;
    const int to = otherThan(ownerOf(u"door"_s));
    QVERIFY(m_cluster.migrate(m_cluster.slotOf("door"), to));
    QVERIFY(isAt(to, u"door"_s));
    renewed.clear();
    QTRY_VERIFY_WITH_TIMEOUT(renewed.size() >= 3, 10'000); // a lease's length, or more
    QCOMPARE(lost.size(), 0);
    QCOMPARE(m_cluster.node(to).command({"GET", "{door}:rg:lock:fence"}).bytes, fence);
    QSignalSpy released(lock, &Lock::released);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QVERIFY(!isAt(to, u"door"_s));
}

void tst_Cluster::aSlotMovesUnderWaiters()
{
    RedGuard holders(m_cluster.url());
    RedGuard waiters(m_cluster.url());
    Lock *holder = holders.lock(u"door"_s, {.ttl = 60s});
    Lock *first = waiters.lock(u"door"_s, {.ttl = 60s});
    Lock *second = waiters.lock(u"door"_s, {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    first->acquire();
    QTRY_COMPARE(first->queuePosition(), 1);
    second->acquire();
    QTRY_COMPARE(second->queuePosition(), 2);
    const int to = otherThan(ownerOf(u"door"_s));
    QVERIFY(m_cluster.migrate(m_cluster.slotOf("door"), to));
    // Both are in their places at the new server, where they can be told.
    QTRY_COMPARE(m_cluster.node(to).command({"PUBSUB", "SHARDCHANNELS", "{door}*"}).elements.size(), 1U);
    QTRY_COMPARE(m_cluster.node(to).command({"ZCARD", "{door}:rg:lock:queue"}).integer, 2);
    holder->release();
    QTRY_VERIFY(first->isHeld());
    QVERIFY(!second->isHeld());
    first->release();
    QTRY_VERIFY(second->isHeld());
}

void tst_Cluster::aHoldIsRenewedWhileItsSlotMoves()
{
    RedGuard guard(m_cluster.url());
    Lock *inBackground = guard.lock(u"door"_s, {.ttl = 1500ms});
    Lock *inEventLoop = guard.lock(u"{door}2"_s, {.ttl = 1500ms, .renewal = Renewal::EventLoop});
    std::array<Lock *, 2> locks {inBackground, inEventLoop};
    for (Lock *lock : locks) {
        lock->acquire();
        QTRY_VERIFY(lock->isHeld());
    }
    QSignalSpy lost(inBackground, &Lock::lost);
    QSignalSpy alsoLost(inEventLoop, &Lock::lost);
    const int slot = m_cluster.slotOf("door");
    const int to = otherThan(m_cluster.ownerOf(slot));
    QVERIFY(m_cluster.beginMigration(slot, to));
    QVERIFY(m_cluster.migrateKeys(slot, to));
    for (Lock *lock : locks) {
        QSignalSpy renewed(lock, &Lock::renewed);
        QTRY_VERIFY_WITH_TIMEOUT(renewed.size() >= 4, 10'000);
    }
    QVERIFY(calls(to, "asking") > 0);
    QVERIFY(m_cluster.endMigration(slot, to));
    for (Lock *lock : locks) {
        QSignalSpy renewed(lock, &Lock::renewed);
        QTRY_VERIFY_WITH_TIMEOUT(renewed.size() >= 2, 10'000);
        QVERIFY(lock->isHeld());
    }
    QCOMPARE(lost.size() + alsoLost.size(), 0);
}

void tst_Cluster::aLimiterIsAskedWhileItsSlotMoves()
{
    RedGuard guard(m_cluster.url());
    RateLimiter *limiter = guard.limiter(u"door"_s, {.limit = 2, .window = 60s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy timedOut(limiter, &RateLimiter::timedOut);
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 1);
    const int slot = m_cluster.slotOf("door");
    const int to = otherThan(m_cluster.ownerOf(slot));
    QVERIFY(m_cluster.beginMigration(slot, to));
    QVERIFY(m_cluster.migrateKeys(slot, to));
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 2);
    limiter->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    QVERIFY(m_cluster.endMigration(slot, to));
    limiter->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 2);
}

// Some of the keys have left, and neither server will run the script: it is tried until one does.
void tst_Cluster::waitersAskWhileTheirSlotMoves()
{
    RedGuard guard(m_cluster.url());
    Lock *holder = guard.lock(u"door"_s, {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    const int slot = m_cluster.slotOf("door");
    const int to = otherThan(m_cluster.ownerOf(slot));
    QVERIFY(m_cluster.beginMigration(slot, to));
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    Lock *brief = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy failed(waiter, &Lock::errorOccurred);
    QSignalSpy timedOut(brief, &Lock::timedOut);
    waiter->acquire();
    brief->acquireFor(700ms);
    QTRY_COMPARE(timedOut.size(), 1);
    QVERIFY(queued.isEmpty() && failed.isEmpty());
    QVERIFY(waiter->isPending());
    QVERIFY(m_cluster.migrateKeys(slot, to));
    QVERIFY(m_cluster.endMigration(slot, to));
    QTRY_COMPARE(queued.size(), 1);
    holder->release();
    QTRY_VERIFY(waiter->isHeld());
}

void tst_Cluster::channelsAreLeft()
{
    RedGuard guard(m_cluster.url());
    Lock *holder = guard.lock(u"door"_s);
    Lock *waiter = guard.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(waiter->queuePosition(), 1);
    RedisProcess &node = m_cluster.node(ownerOf(u"door"_s));
    QCOMPARE(node.command({"PUBSUB", "SHARDCHANNELS", "{door}*"}).elements.size(), 1U);
    waiter->cancel();
    QTRY_COMPARE(node.command({"PUBSUB", "SHARDCHANNELS", "{door}*"}).elements.size(), 0U);
    // And come back to.
    waiter->acquire();
    QTRY_COMPARE(node.command({"PUBSUB", "SHARDCHANNELS", "{door}*"}).elements.size(), 1U);
    holder->release();
    QTRY_VERIFY(waiter->isHeld());
}

void tst_Cluster::aSurveyAsksAllServers()
{
    RedGuard guard(m_cluster.url(), u"lab"_s, {.clientName = u"tester"_s});
    for (int i = 0; i < 12; ++i) {
        Lock *lock = guard.lock(u"scope-%1"_s.arg(i));
        lock->acquire();
        QTRY_VERIFY(lock->isHeld());
    }
    QList<Status> found;
    guard.survey(this, [&](const Result<QList<Status>> &result) {
        QVERIFY2(result, qPrintable(result.error().message()));
        found = *result;
    });
    QTRY_COMPARE(found.size(), 12);
    for (const Status &status : found) {
        QCOMPARE(status.holders.size(), 1);
        QCOMPARE(status.holders.first().client, u"tester"_s);
    }
}

void tst_Cluster::aStatusFollowsItsKey()
{
    RedGuard guard(m_cluster.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = Renewal::None});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QVERIFY(m_cluster.migrate(m_cluster.slotOf("door"), otherThan(ownerOf(u"door"_s))));
    qsizetype holders = 0;
    guard.status(u"door"_s, this, [&](const Result<Status> &status) {
        QVERIFY2(status, qPrintable(status.error().message()));
        holders = status->holders.size();
    });
    QTRY_COMPARE(holders, 1);
}

void tst_Cluster::aServerThatIsGoneIsWaitedFor()
{
    const int node = ownerOf(u"door"_s);
    RedGuard guard(m_cluster.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_cluster.node(node).kill();
    QTRY_COMPARE(guard.state(), ConnectionState::Connecting);
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QVERIFY(m_cluster.node(node).start());
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, 10'000);
    QCOMPARE(failed.size(), 0);
}

void tst_Cluster::aServerThatIsNoClusterIsRefused()
{
    RedisProcess single;
    QVERIFY(single.start());
    RedGuard guard(u"redis-cluster://127.0.0.1:%1"_s.arg(single.port()));
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.at(0).at(1).value<Error>();
    QCOMPARE(error.code(), ErrorCode::ServerError);
    QVERIFY2(error.message().contains(u"cluster"_s), qPrintable(error.message()));
}

QTEST_GUILESS_MAIN(tst_Cluster)
#include "tst_cluster.moc"
