// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthread.h>

#include <csignal>
#include <thread>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// A thread with an event loop, and an object that lives there.
class LoopThread
{
public:
    LoopThread()
    {
        m_context->moveToThread(&m_thread);
        m_thread.start();
    }
    ~LoopThread()
    {
        m_context.release()->deleteLater();
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] QThread *thread() { return &m_thread; }
    [[nodiscard]] QObject *context() { return m_context.get(); }

    // Runs it there, and returns once it has.
    template <typename Work>
    void run(Work work)
    {
        QMetaObject::invokeMethod(m_context.get(), work, Qt::BlockingQueuedConnection);
    }

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context = std::make_unique<QObject>();
};

// A plain thread, without an event loop. Joined by the test's event loop, which it may need.
class Worker
{
public:
    template <typename Work>
    explicit Worker(Work work)
        : m_thread([this, work = std::move(work)]() mutable {
            work();
            m_done = true;
        })
    {
    }
    ~Worker() { m_thread.join(); }

    [[nodiscard]] bool isDone() const { return m_done; }

private:
    std::atomic<bool> m_done = false; // before the thread that sets it
    std::thread m_thread;
};

} // namespace

class tst_Threads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void continuationRunsInItsContext();
    void callbackRunsInItsContext_data();
    void callbackRunsInItsContext();
    void contextsOfAnotherThreadMayGoAtAnyMoment();
    void unansweredCallbackIsAnsweredThoughTheLockGoes();
    void workersWithoutAnEventLoopExcludeEachOther();
    void waitingInTheGuardsOwnThreadIsRefused_data();
    void waitingInTheGuardsOwnThreadIsRefused();
    void finishedFutureIsReadInTheGuardsOwnThread();
    void cancelledFutureHasAnErrorForItsWorker();
    void leaseInAWorkerEndsWithItsDeadline_data();
    void leaseInAWorkerEndsWithItsDeadline();
    void leaseInAWorkerOutlivesABlockedGuard();
    void releaseIsSeenByAllThreads();
    void lastCopyInAWorkerReleases();
    void guardThatGoesAnswersItsWorkers();
    void guardInAThreadServesTheMainThread();

private:
    [[nodiscard]] bool isFree() { return m_server.command({"GET", "door"}).isNull(); }

    TestServer m_server;
};

void tst_Threads::continuationRunsInItsContext()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    LoopThread other;
    std::atomic<QThread *> where = nullptr;
    std::atomic<QThread *> bare = nullptr;
    auto future = lock->acquireAsync(5s).then(other.context(), [&where](const Result<Lease> &lease) {
        where = lease ? QThread::currentThread() : nullptr;
    });
    QTRY_COMPARE(where.load(), other.thread());
    QTRY_VERIFY(future.isFinished());
    QTRY_VERIFY(isFree());
    // Asked for in a worker, without a context: the guard's thread brings the outcome.
    Worker worker([&] {
        lock->acquireAsync(5s)
            .then([&bare](const Result<Lease> &lease) { bare = lease ? QThread::currentThread() : nullptr; })
            .waitForFinished();
    });
    QTRY_VERIFY(worker.isDone());
    QCOMPARE(bare.load(), thread());
}

void tst_Threads::callbackRunsInItsContext_data()
{
    QTest::addColumn<bool>("isAskedInAThird");
    QTest::newRow("asked in the guard's thread") << false;
    QTest::newRow("asked in a third thread") << true;
}

void tst_Threads::callbackRunsInItsContext()
{
    QFETCH(const bool, isAskedInAThird);
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    LoopThread other;
    std::atomic<QThread *> where = nullptr;
    std::atomic<bool> held = false;
    const auto ask = [&] {
        lock->acquireAsync(5s, other.context(), [&](Result<Lease> lease) {
            held = lease && lease->isHeld();
            where = QThread::currentThread();
        });
    };
    std::optional<Worker> third;
    if (isAskedInAThird)
        third.emplace(ask);
    else
        ask();
    QTRY_COMPARE(where.load(), other.thread());
    QVERIFY(held);
    QTRY_VERIFY(isFree());
}

// Whatever the moment: the callback never runs for a context that is gone, and no lease stays behind.
void tst_Threads::contextsOfAnotherThreadMayGoAtAnyMoment()
{
    RedGuard guard(m_server.url());
    Semaphore *seats = guard.semaphore(QStringLiteral("door"), {.capacity = 1000});
    LoopThread other;
    constexpr int Rounds = 300;
    std::atomic<int> calledDead = 0;
    std::atomic<bool> done = false;
    QMetaObject::invokeMethod(other.context(), [&] {
        for (int round = 0; round < Rounds; ++round) {
            auto alive = std::make_shared<std::atomic<bool>>(true);
            auto context = std::make_unique<QObject>();
            seats->acquireAsync(5s, context.get(), [alive, &calledDead](const Result<Lease> &) {
                calledDead += alive->load() ? 0 : 1;
            });
            // Now and then its outcome is there already.
            if (round % 3 == 0)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
            *alive = false;
            context.reset();
        }
        done = true;
    });
    QTRY_VERIFY(done);
    QTRY_VERIFY(!seats->isPending());
    QTRY_COMPARE(m_server.command({"ZCARD", "door"}).integer, 0);
    QCOMPARE(calledDead.load(), 0);
}

void tst_Threads::unansweredCallbackIsAnsweredThoughTheLockGoes()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    std::optional<ErrorCode> fromWorker;
    Worker worker([&] {
        lock->acquireAsync(5s, this,
                           [&](const Result<Lease> &result) { fromWorker = result.error().code(); });
    });
    while (!worker.isDone()) // no events here: the lock has not heard of it
        std::this_thread::yield();
    std::optional<ErrorCode> refused;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("negative")));
    lock->acquireAsync(-1ms, this, [&](const Result<Lease> &result) { refused = result.error().code(); });
    delete lock;
    QTRY_VERIFY(fromWorker.has_value());
    QCOMPARE(*fromWorker, ErrorCode::Cancelled);
    QTRY_VERIFY(refused.has_value());
    QCOMPARE(*refused, ErrorCode::Cancelled);
}

void tst_Threads::workersWithoutAnEventLoopExcludeEachOther()
{
    constexpr int Workers = 8;
    constexpr int Rounds = 50;
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    int counter = 0; // plain: only the lock keeps it right
    qint64 newest = 0;
    std::atomic<int> inside = 0;
    std::atomic<int> wrong = 0;
    const auto work = [&] {
        for (int round = 0; round < Rounds; ++round) {
            const Result<Lease> lease = lock->acquireAsync(60s).result();
            if (!lease || ++inside != 1 || lease->fence() <= newest || !lease->isHeld())
                ++wrong;
            newest = lease ? lease->fence() : newest;
            const int seen = counter;
            std::this_thread::yield();
            counter = seen + 1;
            --inside;
        }
    };
    std::list<Worker> workers;
    for (int i = 0; i < Workers / 2; ++i)
        workers.emplace_back(work);
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < Workers / 2; ++i) {
        threads.emplace_back(QThread::create(work));
        threads.back()->start();
    }
    const auto isDone = [&] {
        return std::all_of(workers.begin(), workers.end(), [](const auto &worker) { return worker.isDone(); })
            && std::all_of(threads.begin(), threads.end(),
                           [](const auto &thread) { return thread->isFinished(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(counter, Workers * Rounds);
    QTRY_VERIFY(isFree());
}

void tst_Threads::waitingInTheGuardsOwnThreadIsRefused_data()
{
    QTest::addColumn<bool>("isInAWorker");
    QTest::newRow("main thread") << false;
    QTest::newRow("guard in a worker") << true;
}

void tst_Threads::waitingInTheGuardsOwnThreadIsRefused()
{
    QFETCH(const bool, isInAWorker);
    for (int i = 0; i < 5; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("would never end")));
    QList<ErrorCode> codes;
    bool hasFinished = true;
    const auto body = [&] {
        RedGuard guard(m_server.url());
        auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
        future.waitForFinished();
        hasFinished = future.isFinished();
        codes = {future.result().error().code(), future.takeResult().error().code(),
                 future.resultAt(0).error().code(), future.results().constFirst().error().code()};
    };
    if (isInAWorker) {
        LoopThread other;
        other.run(body);
    } else {
        body();
    }
    QVERIFY(!hasFinished);
    QCOMPARE(codes, QList<ErrorCode>(4, ErrorCode::WrongThread));
}

void tst_Threads::finishedFutureIsReadInTheGuardsOwnThread()
{
    RedGuard guard(m_server.url());
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    future.waitForFinished();
    QVERIFY(future.result()->isHeld());
    QCOMPARE(future.results().size(), 1);
    QVERIFY(future.takeResult()->isHeld());
    QTRY_VERIFY(isFree()); // the taken one was the last copy
}

void tst_Threads::cancelledFutureHasAnErrorForItsWorker()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    Lock *waiter = guard.lock(QStringLiteral("door"));
    QSignalSpy queued(waiter, &Lock::queued);
    auto future = waiter->acquireAsync();
    QTRY_COMPARE(queued.size(), 1);
    std::optional<ErrorCode> code;
    Worker worker([future, &code] { code = future.result().error().code(); });
    future.cancel();
    QTRY_VERIFY(worker.isDone());
    QCOMPARE(*code, ErrorCode::Cancelled);
    QCOMPARE(LeaseFuture().result().error().code(), ErrorCode::Cancelled);
}

void tst_Threads::leaseInAWorkerEndsWithItsDeadline_data()
{
    QTest::addColumn<Renewal>("renewal");
    QTest::newRow("background") << Renewal::Background;
    QTest::newRow("event loop") << Renewal::EventLoop;
    QTest::newRow("none") << Renewal::None;
}

// The server dies while the guard's thread stands still: nobody tells the lease, and it knows.
void tst_Threads::leaseInAWorkerEndsWithItsDeadline()
{
    QFETCH(const Renewal, renewal);
    TestServer server;
    QVERIFY(server.start());
    RedGuard guard(server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms, .renewal = renewal});
    Lease lease;
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquireAsync(5s, this, [&](const Result<Lease> &result) { lease = *result; });
    QTRY_VERIFY(lease.isHeld());
    QCOMPARE(::kill(pid_t(server.server().processId()), SIGKILL), 0);
    bool wasHeld = false;
    bool agreed = true;
    std::chrono::milliseconds atLast = 1ms;
    Worker worker([&wasHeld, &agreed, &atLast, lease] {
        wasHeld = lease.isHeld();
        while (lease.isHeld())
            agreed &= lease.remainingTime() <= 600ms;
        atLast = lease.remainingTime();
    });
    QElapsedTimer patience;
    patience.start();
    while (!worker.isDone() && !patience.hasExpired(5000)) // the guard's thread, blocked
        std::this_thread::yield();
    QVERIFY(worker.isDone());
    QVERIFY(wasHeld);
    QVERIFY(agreed);
    QCOMPARE(atLast, 0ms);
    QVERIFY(!lease.isHeld());
    QVERIFY(!lease.wasLost()); // that is for the guard's thread to say
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("was lost")));
    QTRY_COMPARE(lost.size(), 1);
    QVERIFY(lease.wasLost());
}

// Renewed in the background meanwhile, which the worker sees.
void tst_Threads::leaseInAWorkerOutlivesABlockedGuard()
{
    RedGuard guard(m_server.url());
    Lease lease;
    guard.lock(QStringLiteral("door"), {.ttl = 600ms})
        ->acquireAsync(5s, this, [&](const Result<Lease> &result) { lease = *result; });
    QTRY_VERIFY(lease.isHeld());
    const auto begun = lease.info().deadline();
    bool held = true;
    Worker worker([&held, begun, lease] {
        while (held && lease.info().deadline() < begun + 1200ms) // two whole leases later
            held = lease.isHeld() && lease.remainingTime() > 0ms;
    });
    while (!worker.isDone()) // the guard's thread, blocked
        std::this_thread::yield();
    QVERIFY(held);
    QVERIFY(!isFree());
    lease.release();
}

void tst_Threads::releaseIsSeenByAllThreads()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    Lease lease;
    QSignalSpy released(lock, &Lock::released);
    lock->acquireAsync(5s, this, [&](const Result<Lease> &result) { lease = *result; });
    QTRY_VERIFY(lease.isHeld());
    QSemaphore watching;
    Worker watcher([&watching, lease] {
        watching.release();
        while (lease.isHeld())
            std::this_thread::yield();
    });
    watching.acquire();
    Worker releaser([lease]() mutable { lease.release(); });
    while (!watcher.isDone() || !releaser.isDone()) // before the guard's thread has done anything
        std::this_thread::yield();
    QVERIFY(!lease.isHeld());
    QVERIFY(!lease.wasLost());
    QCOMPARE(lease.remainingTime(), 0ms);
    QCOMPARE(released.size(), 0);
    QTRY_COMPARE(released.size(), 1);
    QVERIFY(isFree());
}

void tst_Threads::lastCopyInAWorkerReleases()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy released(lock, &Lock::released);
    QSemaphore may;
    std::optional<Worker> worker;
    lock->acquireAsync(5s, this, [&](Result<Lease> result) {
        worker.emplace([&may, lease = std::move(*result)]() mutable {
            may.acquire();
            lease = Lease();
        });
    });
    QTRY_VERIFY(worker.has_value());
    QVERIFY(!isFree());
    may.release();
    QTRY_VERIFY(worker->isDone());
    QTRY_COMPARE(released.size(), 1);
    QVERIFY(isFree());
}

void tst_Threads::guardThatGoesAnswersItsWorkers()
{
    constexpr int Workers = 4;
    auto guard = std::make_unique<RedGuard>(m_server.url());
    Lock *holder = guard->lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    Lock *lock = guard->lock(QStringLiteral("door"));
    QSignalSpy queued(lock, &Lock::queued);
    std::atomic<int> cancelled = 0;
    std::list<Worker> workers;
    for (int i = 0; i < Workers; ++i) {
        workers.emplace_back([&] {
            if (lock->acquireAsync().result().error().code() == ErrorCode::Cancelled)
                ++cancelled;
        });
    }
    QTRY_COMPARE(queued.size(), Workers);
    guard.reset();
    for (const Worker &worker : workers)
        QTRY_VERIFY(worker.isDone());
    QCOMPARE(cancelled.load(), Workers);
    QTRY_VERIFY(!m_server.keys().contains("{door}:rg:lock:queue"));
}

void tst_Threads::guardInAThreadServesTheMainThread()
{
    LoopThread other;
    RedGuard *guard = nullptr;
    Lock *lock = nullptr;
    other.run([&] {
        guard = new RedGuard(m_server.url());
        lock = guard->lock(QStringLiteral("door"));
    });
    {
        const Result<Lease> lease = lock->acquireAsync(5s).result(); // blocks here, while it works there
        QVERIFY(lease);
        QVERIFY(lease->isHeld());
        QVERIFY(!isFree());
    }
    QTRY_VERIFY(isFree());
    QThread *where = nullptr;
    lock->acquireAsync(
        5s, this, [&](const Result<Lease> &lease) { where = lease ? QThread::currentThread() : nullptr; });
    QTRY_COMPARE(where, thread());
    auto future = lock->run(5s, this, [](const Lease &lease) { return lease.isHeld(); });
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QTRY_VERIFY(isFree());
    other.run([&] { delete guard; });
}

QTEST_GUILESS_MAIN(tst_Threads)
#include "tst_threads.moc"
