// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

LeaseInfo infoOf(const QSignalSpy &spy, qsizetype i = 0)
{
    return spy.at(i).at(0).value<LeaseInfo>();
}

} // namespace

class tst_Lock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void acquiresAndReleases();
    void keyIsThatOfThePythonPackage();
    void objectsOfOneKeyKeepTheirOwnTtlAndName();
    void uncontendedAcquireIsOneRoundTripAndReleaseOne();
    void tryAcquireOfAHeldLockTimesOut();
    void acquireForEndsInTime();
    void waiterIsHandedTheLock();
    void waitersAreServedInOrder();
    void fencesRise();
    void ownHoldIsRefusedNotWaitedFor();
    void everyRequestHasItsOwnOutcome();
    void cancelLeavesNothingBehind();
    void heldIsFalseFromTheCallOfRelease();
    void staleReleaseIsANoOp();
    void renewalKeepsTheLease();
    void withoutRenewalItIsLostBeforeTheServerForgets();
    void lossIsToldWhenTheKeyGoes();
    void lossIsToldWhenTheKeyIsTaken();
    void foreignKeyIsRefusedAndLeftAlone();
    void everyKeyExpires();
    void destroyedHolderFreesAtOnce();
    void destroyedHolderFreesEvenAfterAScriptFlush();
    void destroyedWaiterLeavesTheQueue();
    void guardIsDestroyedBeforeAnOutcomeIsTold();
    void killedHolderDelaysByItsTtlAtMost();
    void eventLoopInASlotKeepsTheLease();
    void aSlotMayRunAnEventLoop_data();
    void aSlotMayRunAnEventLoop();
    void deletedInItsOwnSlot_data();
    void deletedInItsOwnSlot();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();

private:
    TestServer m_server;
};

void tst_Lock::initTestCase()
{
    QVERIFY(m_server.start());
}

void tst_Lock::init()
{
    m_server.command({"FLUSHALL"});
}

void tst_Lock::acquiresAndReleases()
{
    RedGuard guard(m_server.url(), QStringLiteral("tests"));
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 10s});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy heldChanged(lock, &Lock::heldChanged);
    QSignalSpy pendingChanged(lock, &Lock::pendingChanged);

    const quint64 id = lock->acquire();
    QVERIFY(lock->isPending());
    QVERIFY(!lock->isHeld());
    QCOMPARE(acquired.size(), 0); // never from inside the call
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(infoOf(acquired).requestId(), id);
    QCOMPARE(infoOf(acquired).name(), QStringLiteral("door"));
    QVERIFY(lock->isHeld());
    QVERIFY(!lock->isPending());
    QVERIFY(lock->remainingTime() > 9s && lock->remainingTime() < 10s);

    lock->release();
    QCOMPARE(released.size(), 0);
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(infoOf(released).requestId(), id);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QCOMPARE(heldChanged.size(), 2);
    QCOMPARE(pendingChanged.size(), 2);
    QVERIFY(m_server.command({"GET", "tests:door"}).isNull());
}

void tst_Lock::keyIsThatOfThePythonPackage()
{
    RedGuard guard(m_server.url(), QStringLiteral("tests"));
    RedGuard bare(m_server.url());
    Lock *named = guard.lock(QStringLiteral("door"), {.ttl = 10s});
    Lock *plain = bare.lock(QStringLiteral("window"), {.ttl = 10s});
    named->acquire();
    plain->acquire();
    QTRY_VERIFY(named->isHeld() && plain->isHeld());
    for (const char *key : {"tests:door", "window"}) {
        QCOMPARE(m_server.command({"TYPE", key}).bytes, "string");
        QCOMPARE(m_server.command({"GET", key}).bytes.size(), 16);
        QVERIFY(m_server.timeToLive(key) > 9000 && m_server.timeToLive(key) <= 10'000);
    }
}

// What they have in common they share, and no more.
void tst_Lock::objectsOfOneKeyKeepTheirOwnTtlAndName()
{
    RedGuard guard(m_server.url(), QStringLiteral("tests"));
    RedGuard *inner = guard.withNamespace(QStringLiteral("tests:house"));
    Lock *first = guard.lock(QStringLiteral("house:door"), {.ttl = 10s});
    Lock *longer = guard.lock(QStringLiteral("house:door"), {.ttl = 60s});
    Lock *other = inner->lock(QStringLiteral("door"), {.ttl = 60s});
    for (Lock *lock : {first, longer, other}) {
        QSignalSpy acquired(lock, &Lock::acquired);
        QSignalSpy released(lock, &Lock::released);
        lock->acquire();
        QTRY_COMPARE(acquired.size(), 1);
        QCOMPARE(infoOf(acquired).name(), lock->name());
        const auto ttl = std::chrono::milliseconds(lock->options().ttl).count();
        const auto left = m_server.timeToLive("tests:house:door");
        QVERIFY2(left > ttl - 5000 && left <= ttl, QByteArray::number(left).constData());
        lock->release();
        QTRY_COMPARE(released.size(), 1);
    }
    QCOMPARE(first->name(), QStringLiteral("house:door"));
    QCOMPARE(other->name(), QStringLiteral("door"));
}

void tst_Lock::uncontendedAcquireIsOneRoundTripAndReleaseOne()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 60s});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.resetCounts();
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(m_server.calls("evalsha"), 1);
    QCOMPARE(m_server.calls("eval"), 0);
    QSignalSpy released(lock, &Lock::released);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(m_server.calls("evalsha"), 2);
    for (const char *other : {"eval", "script|load", "hello", "subscribe", "ping"})
        QCOMPARE(m_server.calls(other), 0);
}

void tst_Lock::tryAcquireOfAHeldLockTimesOut()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    Lock *other = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy timedOut(other, &Lock::timedOut);
    const quint64 id = other->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    QCOMPARE(timedOut.at(0).at(0).toULongLong(), id);
    QCOMPARE(timedOut.at(0).at(1).value<Error>().code(), ErrorCode::TimedOut);
    QVERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));
}

void tst_Lock::acquireForEndsInTime()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    Lock *other = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy timedOut(other, &Lock::timedOut);
    QElapsedTimer timer;
    timer.start();
    other->acquireFor(200ms);
    QVERIFY(timedOut.wait(2000));
    QVERIFY(timer.elapsed() >= 200);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QTRY_VERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));
}

void tst_Lock::waiterIsHandedTheLock()
{
    RedGuard first(m_server.url());
    RedGuard second(m_server.url());
    Lock *holder = first.lock(QStringLiteral("door"), {.ttl = 60s});
    Lock *waiter = second.lock(QStringLiteral("door"), {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    QSignalSpy renewed(waiter, &Lock::renewed);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QCOMPARE(queued.at(0).at(1).toInt(), 1);
    m_server.resetCounts();
    holder->release();
    QVERIFY(acquired.wait(5000));
    QVERIFY(waiter->isHeld());
    // One release, and one extension of the grant: nobody has asked again.
    QTRY_COMPARE(renewed.size(), 1);
    QCOMPARE(m_server.calls("evalsha"), 2);
    QTRY_VERIFY(waiter->remainingTime() > 55s);
}

void tst_Lock::waitersAreServedInOrder()
{
    constexpr int Count = 20;
    std::vector<std::unique_ptr<RedGuard>> guards;
    QList<int> order;
    RedGuard first(m_server.url());
    Lock *holder = first.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    for (int i = 0; i < Count; ++i) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        Lock *lock = guards.back()->lock(QStringLiteral("door"));
        QSignalSpy queued(lock, &Lock::queued);
        connect(lock, &Lock::acquired, this, [&order, lock, i] {
            order.append(i);
            lock->release();
        });
        lock->acquire();
        QTRY_COMPARE(queued.size(), 1);
        QCOMPARE(queued.at(0).at(1).toInt(), i + 1);
    }
    holder->release();
    QTRY_COMPARE(order.size(), Count);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void tst_Lock::fencesRise()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy released(lock, &Lock::released);
    qint64 last = 0;
    for (int i = 0; i < 20; ++i) {
        lock->acquire();
        QTRY_COMPARE(acquired.size(), i + 1);
        QVERIFY(infoOf(acquired, i).fence() > last);
        last = infoOf(acquired, i).fence();
        lock->release();
        QTRY_COMPARE(released.size(), i + 1);
        if (i == 10) // even where the server has forgotten everything
            m_server.command({"FLUSHALL"});
    }
    QVERIFY(last < (qint64(1) << 53));
}

void tst_Lock::ownHoldIsRefusedNotWaitedFor()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QSignalSpy failed(lock, &Lock::errorOccurred);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("held by this object already")));
    const quint64 id = lock->acquire();
    QCOMPARE(failed.size(), 0);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(0).toULongLong(), id);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::AlreadyHeld);
    QVERIFY(lock->isHeld());
}

void tst_Lock::everyRequestHasItsOwnOutcome()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy cancelled(lock, &Lock::cancelled);
    QSignalSpy timedOut(lock, &Lock::timedOut);
    const quint64 first = lock->acquire();
    const quint64 second = lock->acquire();
    const quint64 third = lock->acquireFor(300ms);
    const quint64 fourth = lock->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(infoOf(acquired).requestId(), first);
    QTRY_COMPARE(timedOut.size(), 1);
    QCOMPARE(timedOut.at(0).at(0).toULongLong(), third);
    QVERIFY(lock->cancelRequest(fourth));
    QVERIFY(!lock->cancelRequest(fourth + 1000));
    QTRY_COMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled.at(0).at(0).toULongLong(), fourth);
    lock->release();
    QTRY_COMPARE(acquired.size(), 2);
    QCOMPARE(infoOf(acquired, 1).requestId(), second);
    QVERIFY(!lock->isPending());
}

void tst_Lock::cancelLeavesNothingBehind()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    Lock *waiter = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy cancelled(waiter, &Lock::cancelled);
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    waiter->cancel();
    QCOMPARE(cancelled.size(), 0);
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_VERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));

    // Before anything is answered.
    Lock *fresh = guard.lock(QStringLiteral("window"));
    QSignalSpy freshCancelled(fresh, &Lock::cancelled);
    fresh->acquire();
    fresh->cancel();
    QTRY_COMPARE(freshCancelled.size(), 1);
    QTRY_VERIFY(!m_server.keys().contains("window"));
    QVERIFY(!fresh->isHeld());
}

void tst_Lock::heldIsFalseFromTheCallOfRelease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    lock->release();
    QVERIFY(!lock->isHeld());
    QCOMPARE(lock->remainingTime(), 0ms);
    lock->release(); // nothing left to give back
}

void tst_Lock::staleReleaseIsANoOp()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"SET", "door", "somebody else's!", "PX", "60000"});
    QSignalSpy released(lock, &Lock::released);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::AlreadyExpired);
    QCOMPARE(m_server.command({"GET", "door"}).bytes, "somebody else's!");
}

void tst_Lock::renewalKeepsTheLease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 300ms});
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QTRY_VERIFY(renewed.size() >= 6); // two ttl long
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
    QCOMPARE(infoOf(renewed, 5).fence(), infoOf(acquired).fence());
    QVERIFY(infoOf(renewed, 5).deadline() > infoOf(acquired).deadline() + 300ms);
}

void tst_Lock::withoutRenewalItIsLostBeforeTheServerForgets()
{
    // A wide margin, since the machine that tests this may be busy.
    RedGuard guard(m_server.url(), QString(), {.margin = 300ms});
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 1s, .renewal = Renewal::None});
    bool stillThere = false;
    bool heldInSlot = true;
    connect(lock, &Lock::lost, this, [&] {
        stillThere = !m_server.command({"GET", "door"}).isNull();
        heldInSlot = lock->isHeld();
    });
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::Expired);
    QVERIFY(stillThere);
    QVERIFY(!heldInSlot);
    lock->release();
    QTRY_VERIFY(m_server.command({"GET", "door"}).isNull());
    QCOMPARE(released.size(), 0); // lost is never reported as released
}

void tst_Lock::lossIsToldWhenTheKeyGoes()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 900ms});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"DEL", "door"});
    QSignalSpy lost(lock, &Lock::lost);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::ServerLostState);
    QVERIFY(!lock->isHeld());
    QVERIFY(m_server.command({"GET", "door"}).isNull()); // renewing has not brought it back
}

void tst_Lock::lossIsToldWhenTheKeyIsTaken()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 900ms});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"SET", "door", "0123456789abcdef", "PX", "60000"});
    QSignalSpy lost(lock, &Lock::lost);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::TakenOver);
    QCOMPARE(m_server.command({"GET", "door"}).bytes, "0123456789abcdef");
}

void tst_Lock::foreignKeyIsRefusedAndLeftAlone()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 900ms});
    m_server.command({"RPUSH", "door", "x"});
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::ForeignKey);
    QCOMPARE(m_server.command({"LLEN", "door"}).integer, 1);

    m_server.command({"DEL", "door"});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"DEL", "door"});
    m_server.command({"RPUSH", "door", "x"});
    QSignalSpy lost(lock, &Lock::lost);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::Foreign);
    QCOMPARE(m_server.command({"LLEN", "door"}).integer, 1);
}

void tst_Lock::everyKeyExpires()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    Lock *waiter = guard.lock(QStringLiteral("door"));
    QSignalSpy queued(waiter, &Lock::queued);
    holder->acquire();
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    const auto keys = m_server.keys();
    QCOMPARE(keys.size(), 4);
    for (const auto &key : keys)
        QVERIFY2(m_server.timeToLive(key) > 0, key.constData());
}

void tst_Lock::destroyedHolderFreesAtOnce()
{
    RedGuard other(m_server.url());
    Lock *waiter = other.lock(QStringLiteral("door"));
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    auto guard = std::make_unique<RedGuard>(m_server.url());
    Lock *holder = guard->lock(QStringLiteral("door"), {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    guard.reset();
    QVERIFY(acquired.wait(5000));
}

void tst_Lock::destroyedHolderFreesEvenAfterAScriptFlush()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    Lock *holder = guard->lock(QStringLiteral("door"), {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    m_server.command({"SCRIPT", "FLUSH"});
    guard.reset();
    QTRY_VERIFY(m_server.command({"GET", "door"}).isNull());
}

void tst_Lock::destroyedWaiterLeavesTheQueue()
{
    RedGuard guard(m_server.url());
    RedGuard other(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    auto *gone = other.lock(QStringLiteral("door"));
    auto *stays = other.lock(QStringLiteral("door"));
    QSignalSpy goneQueued(gone, &Lock::queued);
    QSignalSpy acquired(stays, &Lock::acquired);
    QSignalSpy staysQueued(stays, &Lock::queued);
    gone->acquire();
    QTRY_COMPARE(goneQueued.size(), 1);
    stays->acquire();
    QTRY_COMPARE(staysQueued.size(), 1);
    delete gone;
    QTRY_COMPARE(m_server.command({"ZCARD", "{door}:rg:lock:queue"}).integer, 1);
    holder->release();
    QVERIFY(acquired.wait(5000));
}

void tst_Lock::killedHolderDelaysByItsTtlAtMost()
{
    // As a crashed holder leaves it: a token that nobody renews.
    m_server.command({"SET", "door", "0123456789abcdef", "PX", "1000"});
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(QStringLiteral("door"), {.ttl = 30s});
    QSignalSpy acquired(waiter, &Lock::acquired);
    QElapsedTimer timer;
    timer.start();
    waiter->acquire();
    QVERIFY(acquired.wait(5000));
    QVERIFY2(timer.elapsed() < 1200, qPrintable(QString::number(timer.elapsed())));
}

// As a slot that opens a dialog does.
void tst_Lock::eventLoopInASlotKeepsTheLease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms});
    Lock *other = guard.lock(QStringLiteral("window"));
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy otherAcquired(other, &Lock::acquired);
    bool heldThroughout = false;
    connect(lock, &Lock::acquired, this, [&] {
        QSignalSpy renewed(lock, &Lock::renewed);
        other->acquire();
        QTRY_VERIFY(renewed.size() >= 6);
        QTRY_COMPARE(otherAcquired.size(), 1);
        heldThroughout = lock->isHeld();
    });
    lock->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(heldThroughout, 15'000);
    QCOMPARE(lost.size(), 0);
}

void tst_Lock::guardIsDestroyedBeforeAnOutcomeIsTold()
{
    RedGuard elsewhere(m_server.url());
    Lock *holder = elsewhere.lock(QStringLiteral("held"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    auto guard = std::make_unique<RedGuard>(m_server.url());
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
    Lock free(guard.get(), QStringLiteral("free"));
    Lock held(guard.get(), QStringLiteral("held"));
    QSignalSpy timedOut(&held, &Lock::timedOut);
    connect(&free, &Lock::acquired, this, [&guard] { guard.reset(); });
    free.tryAcquire();
    held.tryAcquire();
    QThread::msleep(200); // so that both are answered in one read
    QTRY_VERIFY(!guard);
    QTRY_VERIFY(!held.isPending());
    QCOMPARE(timedOut.size(), 0);
    QVERIFY(!free.isHeld());
}

void tst_Lock::aSlotMayRunAnEventLoop_data()
{
    QTest::addColumn<bool>("isTcp");
    QTest::newRow("TCP") << true;
    QTest::newRow("Unix") << false;
}

// As a dialog does: replies and messages come in all the same.
void tst_Lock::aSlotMayRunAnEventLoop()
{
    QFETCH(const bool, isTcp);
    LocalServer local(LocalServer::Mode::Temporary);
    QSignalSpy started(&local, &LocalServer::started);
    local.start();
    QTRY_COMPARE(started.size(), 1);
    const QString url = isTcp ? m_server.url() : local.url();
    RedGuard guard(url);
    RedGuard other(url);
    Lock *first = guard.lock(QStringLiteral("first"));
    Lock *taken = guard.lock(QStringLiteral("taken"));
    Lock *free = guard.lock(QStringLiteral("free"));
    Lock *holder = other.lock(QStringLiteral("taken"));
    QSignalSpy handedOver(taken, &Lock::acquired);
    QSignalSpy released(free, &Lock::released);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    taken->acquire();
    QTRY_COMPARE(taken->queuePosition(), 1);

    bool wasHeard = false;
    connect(first, &Lock::acquired, this, [&] {
        QEventLoop dialog;
        connect(free, &Lock::acquired, &dialog, [&] { free->release(); });
        connect(free, &Lock::released, &dialog, [&] { holder->release(); });
        connect(taken, &Lock::acquired, &dialog, [&] {
            wasHeard = true;
            dialog.quit();
        });
        QTimer::singleShot(10s, &dialog, &QEventLoop::quit);
        free->acquire();
        dialog.exec();
    });
    first->acquire();
    QTRY_COMPARE_WITH_TIMEOUT(handedOver.size(), 1, 15'000);
    QVERIFY(wasHeard);
    QCOMPARE(released.size(), 1);
}

void tst_Lock::deletedInItsOwnSlot_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when :
         {"acquired", "released", "lost", "timedOut", "cancelled", "errorOccurred", "queued",
          "queuePositionChanged", "atRisk", "heldChanged", "pendingChanged", "guard"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void tst_Lock::deletedInItsOwnSlot()
{
    QFETCH(const QString, when);
    auto guard = std::make_unique<RedGuard>(m_server.url());
    QPointer<Lock> lock = guard->lock(QStringLiteral("door"), {.ttl = 300ms, .renewal = Renewal::None});
    const auto remove = [&lock] { delete lock; };
    if (when == QLatin1StringView("acquired"))
        connect(lock, &Lock::acquired, this, remove);
    if (when == QLatin1StringView("heldChanged"))
        connect(lock, &Lock::heldChanged, this, remove);
    if (when == QLatin1StringView("pendingChanged"))
        QTimer::singleShot(0, this, [&] { connect(lock, &Lock::pendingChanged, this, remove); });
    if (when == QLatin1StringView("lost"))
        connect(lock, &Lock::lost, this, remove);
    if (when == QLatin1StringView("atRisk"))
        connect(lock, &Lock::atRisk, this, remove);
    if (when == QLatin1StringView("guard"))
        connect(lock, &Lock::acquired, this, [&guard] { guard.reset(); });
    if (when == QLatin1StringView("released")) {
        connect(lock, &Lock::acquired, lock, &Lock::release);
        connect(lock, &Lock::released, this, remove);
    }
    RedGuard other(m_server.url());
    Lock *holder = other.lock(QStringLiteral("door"));
    const bool contended = when.startsWith(QLatin1StringView("queue"))
        || when == QLatin1StringView("timedOut") || when == QLatin1StringView("cancelled");
    if (contended) {
        holder->acquire();
        QTRY_VERIFY(holder->isHeld());
    }
    if (when == QLatin1StringView("queued"))
        connect(lock, &Lock::queued, this, remove);
    if (when == QLatin1StringView("queuePositionChanged"))
        connect(lock, &Lock::queuePositionChanged, this, remove);
    if (when == QLatin1StringView("timedOut"))
        connect(lock, &Lock::timedOut, this, remove);
    if (when == QLatin1StringView("cancelled")) {
        connect(lock, &Lock::queued, lock, &Lock::cancel);
        connect(lock, &Lock::cancelled, this, remove);
    }
    if (when == QLatin1StringView("errorOccurred")) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("timeout is negative")));
        connect(lock, &Lock::errorOccurred, this, remove);
        lock->acquireFor(-1ms);
    } else {
        lock->acquireFor(when == QLatin1StringView("timedOut") ? 100ms : 5s);
    }
    QTRY_VERIFY(!lock);
    if (contended)
        holder->release();
    QTRY_VERIFY(m_server.command({"GET", "door"}).isNull());
}

void tst_Lock::badOptionsAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("ttl");
    QTest::addColumn<QString>("message");
    QTest::newRow("ttl 0") << QStringLiteral("door") << 0 << QStringLiteral("ttl");
    QTest::newRow("ttl negative") << QStringLiteral("door") << -5 << QStringLiteral("ttl");
    QTest::newRow("ttl within the margin") << QStringLiteral("door") << 2 << QStringLiteral("margin");
    QTest::newRow("hold below the ttl") << QStringLiteral("door") << 900 << QStringLiteral("longest hold");
    QTest::newRow("empty name") << QString() << 1000 << QStringLiteral("empty");
    QTest::newRow("long name") << QString(600, QLatin1Char('x')) << 1000 << QStringLiteral("600 bytes");
    QTest::newRow("helper name") << QStringLiteral("{a}:rg:lock:queue") << 1000 << QStringLiteral("helper");
    QTest::newRow("no slot") << QStringLiteral("a}b") << 1000 << QStringLiteral("slot");
}

void tst_Lock::badOptionsAreRefused()
{
    QFETCH(const QString, name);
    QFETCH(const int, ttl);
    QFETCH(const QString, message);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    LockOptions options {.ttl = std::chrono::milliseconds(ttl)};
    if (message == QLatin1StringView("longest hold"))
        options.maxHold = options.ttl - 1ms;
    Lock *lock = guard.lock(name, options);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    m_server.resetCounts();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral(".+")));
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.at(0).at(1).value<Error>();
    QCOMPARE(error.code(), ErrorCode::InvalidArgument);
    QVERIFY2(error.message().contains(message), qPrintable(error.message()));
    QCOMPARE(m_server.calls("evalsha"), 0);
}

QTEST_GUILESS_MAIN(tst_Lock)
#include "tst_lock.moc"
