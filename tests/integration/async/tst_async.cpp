// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qpromise.h>
#include <QtCore/qthread.h>

using namespace redguard;
using namespace std::chrono_literals;

class tst_Async : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void futureEndsWithALease();
    void futureEndsWithAnError_data();
    void futureEndsWithAnError();
    void leaseInAFutureIsHeldByIt();
    void lastCopyReleases();
    void releaseIsForAllCopies();
    void leaseIsLeftAloneByTheObject();
    void cancelledFutureCancelsTheRequest();
    void callbackComesInItsContext();
    void contextThatDiesFirstGivesTheLeaseBack();
    void contextThatDiesWithItsGuardIsNotCalled();
    void destroyedLockAnswersEveryFuture();
    void refusedFutureEndsThoughTheLockGoes();
    void destroyedGuardEndsItsLeases();
    void fromAnotherThread();
    void leaseInAnotherThread();
    void resultInTheGuardsOwnThreadIsRefused();
    void signalsAcrossThreads();
    void runReleasesWhenTheWorkReturns();
    void runReleasesWhenTheFutureEnds();
    void runTellsOfALossMeanwhile();
    void runWithoutALeaseDoesNotRun();

private:
    [[nodiscard]] bool isFree() { return m_server.command({"GET", "door"}).isNull(); }

    TestServer m_server;
};

void tst_Async::futureEndsWithALease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    auto future = lock->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 1);
    const Result<Lease> result = future.result();
    QVERIFY(result.hasValue());
    QVERIFY(result->isHeld());
    QVERIFY(result->fence() > 0);
    QCOMPARE(result->name(), QStringLiteral("door"));
    QVERIFY(result->remainingTime() > 20s);
}

void tst_Async::futureEndsWithAnError_data()
{
    QTest::addColumn<qint64>("timeout");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("try") << qint64(0) << ErrorCode::TimedOut;
    QTest::newRow("wait") << qint64(100) << ErrorCode::TimedOut;
    QTest::newRow("negative") << qint64(-1) << ErrorCode::InvalidArgument;
}

void tst_Async::futureEndsWithAnError()
{
    QFETCH(const qint64, timeout);
    QFETCH(const ErrorCode, code);
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    if (code == ErrorCode::InvalidArgument)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("negative")));
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(std::chrono::milliseconds(timeout));
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().error().code(), code);
}

void tst_Async::leaseInAFutureIsHeldByIt()
{
    RedGuard guard(m_server.url());
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!isFree());
    future = LeaseFuture();
    QTRY_VERIFY(isFree());
}

void tst_Async::lastCopyReleases()
{
    RedGuard guard(m_server.url());
    Lease lease;
    guard.lock(QStringLiteral("door"))->acquireAsync(5s, this, [&](const Result<Lease> &result) {
        lease = *result;
    });
    QTRY_VERIFY(lease.isHeld());
    Lease copy = lease;
    lease = Lease();
    QVERIFY(copy.isHeld());
    QVERIFY(!isFree());
    copy = Lease();
    QTRY_VERIFY(isFree());
}

void tst_Async::releaseIsForAllCopies()
{
    RedGuard guard(m_server.url());
    Lease lease;
    guard.lock(QStringLiteral("door"))->acquireAsync(5s, this, [&](const Result<Lease> &result) {
        lease = *result;
    });
    QTRY_VERIFY(lease.isHeld());
    Lease copy = lease;
    copy.release();
    QVERIFY(!lease.isHeld());
    QVERIFY(!lease.wasLost());
    QTRY_VERIFY(isFree());
    lease.release();
}

void tst_Async::leaseIsLeftAloneByTheObject()
{
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 2});
    auto future = semaphore->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!semaphore->isHeld());
    semaphore->release();
    QVERIFY(future.result()->isHeld());
    semaphore->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    semaphore->release();
    QVERIFY(!semaphore->isHeld());
    QVERIFY(future.result()->isHeld());
}

void tst_Async::cancelledFutureCancelsTheRequest()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    Lock *waiter = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy cancelled(waiter, &Lock::cancelled);
    auto future = waiter->acquireAsync();
    QTRY_COMPARE(queued.size(), 1);
    future.cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_VERIFY(future.isFinished());
    QTRY_VERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));
}

void tst_Async::callbackComesInItsContext()
{
    RedGuard guard(m_server.url());
    QThread thread;
    thread.start();
    auto *context = new QObject;
    context->moveToThread(&thread);
    std::atomic<QThread *> where = nullptr;
    std::atomic<bool> held = false;
    guard.lock(QStringLiteral("door"))->acquireAsync(5s, context, [&](const Result<Lease> &result) {
        held = result->isHeld();
        where = QThread::currentThread();
    });
    QTRY_COMPARE(where.load(), &thread);
    QVERIFY(held);
    QTRY_VERIFY(isFree());
    context->deleteLater();
    thread.quit();
    thread.wait();
}

void tst_Async::contextThatDiesFirstGivesTheLeaseBack()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy released(lock, &Lock::released);
    bool called = false;
    auto context = std::make_unique<QObject>();
    lock->acquireAsync(5s, context.get(), [&called](const Result<Lease> &) { called = true; });
    context.reset();
    QTRY_COMPARE(acquired.size(), 1);
    QTRY_COMPARE(released.size(), 1);
    QVERIFY(!called);
    QVERIFY(isFree());
}

// As in a window that owns its guard: the callback must not run in the middle of its destructor.
void tst_Async::contextThatDiesWithItsGuardIsNotCalled()
{
    struct Window : QObject
    {
        explicit Window(const QString &url)
            : guard(url)
        {
        }
        ~Window() override { *alive = false; }
        std::shared_ptr<bool> alive = std::make_shared<bool>(true);
        RedGuard guard;
    };
    auto window = std::make_unique<Window>(m_server.url());
    bool calledDead = false;
    window->guard.lock(QStringLiteral("door"))
        ->acquireAsync(5s, window.get(), [&calledDead, alive = window->alive](const Result<Lease> &) {
            calledDead |= !*alive;
        });
    window.reset();
    QCoreApplication::sendPostedEvents();
    QVERIFY(!calledDead);
}

void tst_Async::destroyedLockAnswersEveryFuture()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy queued(lock, &Lock::queued);
    auto first = lock->acquireAsync();
    auto second = lock->acquireAsync();
    std::optional<ErrorCode> third;
    lock->acquireAsync(Forever, this,
                       [&third](const Result<Lease> &result) { third = result.error().code(); });
    QTRY_COMPARE(queued.size(), 3);
    delete lock;
    QVERIFY(first.isFinished() && second.isFinished());
    QCOMPARE(first.resultCount(), 1);
    QCOMPARE(first.result().error().code(), ErrorCode::Cancelled);
    QTRY_VERIFY(third.has_value());
    QCOMPARE(*third, ErrorCode::Cancelled);
    QTRY_VERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));
}

void tst_Async::refusedFutureEndsThoughTheLockGoes()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("negative")));
    auto future = lock->acquireAsync(-1ms); // its refusal is still on its way
    delete lock;
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().error().code(), ErrorCode::Cancelled);
}

void tst_Async::destroyedGuardEndsItsLeases()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    auto other = std::unique_ptr<RedGuard>(guard->withNamespace(QStringLiteral("other")));
    Lease lease;
    Lease kept;
    guard->lock(QStringLiteral("door"))->acquireAsync(5s, this, [&](const Result<Lease> &result) {
        lease = *result;
    });
    other->lock(QStringLiteral("door"))->acquireAsync(5s, this, [&](const Result<Lease> &result) {
        kept = *result;
    });
    QTRY_VERIFY(lease.isHeld() && kept.isHeld());
    guard.reset();
    QVERIFY(!lease.isHeld());
    QVERIFY(kept.isHeld()); // of the guard that shares the connection
    QTRY_VERIFY(isFree());
    other.reset();
    QVERIFY(!kept.isHeld());
    QTRY_VERIFY(m_server.command({"GET", "other:door"}).isNull());
    lease.release();
    kept = Lease();
}

void tst_Async::fromAnotherThread()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    std::atomic<bool> held = false;
    std::atomic<bool> done = false;
    // A worker without an event loop may block for its lease.
    const std::unique_ptr<QThread> worker(QThread::create([&] {
        const Result<Lease> lease = lock->acquireAsync(5s).result();
        held = lease && lease->isHeld();
        done = true;
    }));
    worker->start();
    QTRY_VERIFY(done);
    QVERIFY(held);
    QVERIFY(worker->wait(5000));
    QTRY_VERIFY(isFree()); // its last copy went in the worker
}

void tst_Async::leaseInAnotherThread()
{
    RedGuard guard(m_server.url());
    Lease lease;
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms, .renewal = Renewal::None});
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquireAsync(5s, this, [&](const Result<Lease> &result) { lease = *result; });
    QTRY_VERIFY(lease.isHeld());
    std::atomic<bool> heldAtFirst = false;
    std::atomic<bool> heldAtLast = true;
    const std::unique_ptr<QThread> worker(QThread::create([&heldAtFirst, &heldAtLast, lease] {
        heldAtFirst = lease.isHeld();
        QThread::msleep(700); // the ttl passes while the guard's loop stands still
        heldAtLast = lease.isHeld();
    }));
    worker->start();
    QVERIFY(worker->wait(5000)); // no event loop runs here meanwhile
    QVERIFY(heldAtFirst);
    QVERIFY(!heldAtLast);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("was lost")));
    QTRY_COMPARE(lost.size(), 1);
    QVERIFY(lease.wasLost());
}

void tst_Async::resultInTheGuardsOwnThreadIsRefused()
{
    RedGuard guard(m_server.url());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("would never end")));
    const Result<Lease> result = guard.lock(QStringLiteral("door"))->acquireAsync(5s).result();
    QCOMPARE(result.error().code(), ErrorCode::WrongThread);
}

void tst_Async::signalsAcrossThreads()
{
    qRegisterMetaType<LeaseInfo>();
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QThread thread;
    thread.start();
    auto *receiver = new QObject;
    receiver->moveToThread(&thread);
    std::atomic<qint64> fence = 0;
    std::atomic<ReleaseOutcome> how = ReleaseOutcome::Unknown;
    connect(
        lock, &Lock::acquired, receiver, [&fence](const LeaseInfo &lease) { fence = lease.fence(); },
        Qt::QueuedConnection);
    connect(
        lock, &Lock::released, receiver, [&how](const LeaseInfo &, ReleaseOutcome outcome) { how = outcome; },
        Qt::QueuedConnection);
    lock->acquire();
    QTRY_VERIFY(fence > 0);
    lock->release();
    QTRY_COMPARE(how.load(), ReleaseOutcome::Clean);
    receiver->deleteLater();
    thread.quit();
    thread.wait();
}

void tst_Async::runReleasesWhenTheWorkReturns()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    bool heldInside = false;
    auto future = lock->run(this, [&heldInside](const Lease &lease) { heldInside = lease.isHeld(); });
    QTRY_VERIFY(future.isFinished());
    QVERIFY(heldInside);
    QVERIFY(future.result().hasValue());
    QTRY_VERIFY(isFree());
    bool plain = false;
    auto second = lock->run(5s, this, [&plain] { plain = true; });
    QTRY_VERIFY(second.isFinished());
    QVERIFY(plain);
}

void tst_Async::runReleasesWhenTheFutureEnds()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QPromise<int> work;
    work.start();
    bool begun = false;
    auto future = lock->run(this, [&](const Lease &) {
        begun = true;
        return work.future();
    });
    QTRY_VERIFY(begun);
    QVERIFY(!isFree());
    QVERIFY(!future.isFinished());
    work.addResult(1);
    work.finish();
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result().hasValue());
    QTRY_VERIFY(isFree());
}

void tst_Async::runTellsOfALossMeanwhile()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms});
    QPromise<void> work;
    work.start();
    bool begun = false;
    auto future = lock->run(this, [&](const Lease &) {
        begun = true;
        return work.future();
    });
    QTRY_VERIFY(begun);
    QSignalSpy lost(lock, &Lock::lost);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("was lost")));
    m_server.command({"DEL", "door"});
    QTRY_COMPARE(lost.size(), 1);
    work.finish();
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::LeaseLost);
}

void tst_Async::runWithoutALeaseDoesNotRun()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    bool ran = false;
    auto future = guard.lock(QStringLiteral("door"))->run(100ms, this, [&ran] { ran = true; });
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::TimedOut);
    auto context = std::make_unique<QObject>();
    auto orphan = guard.lock(QStringLiteral("door"))->run(context.get(), [&ran] { ran = true; });
    context.reset();
    holder->release();
    QTRY_VERIFY(orphan.isFinished());
    QCOMPARE(orphan.result().error().code(), ErrorCode::Cancelled);
    QVERIFY(!ran);
}

QTEST_GUILESS_MAIN(tst_Async)
#include "tst_async.moc"
