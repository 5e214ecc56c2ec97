// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/Coroutine>
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qthread.h>

#ifdef REDGUARD_WITH_QCORO
#include <qcorotask.h>
#endif

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// The least that a coroutine needs: runs at once, and nobody waits for it.
struct Detached
{
    struct promise_type
    {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };
};

// One whose frame goes with its owner, wherever it waits.
class Owned
{
public:
    struct promise_type
    {
        Owned get_return_object() { return Owned(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_never initial_suspend() { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };

    explicit Owned(std::coroutine_handle<promise_type> frame)
        : m_frame(frame)
    {
    }
    Owned(Owned &&other) noexcept
        : m_frame(std::exchange(other.m_frame, nullptr))
    {
    }
    ~Owned()
    {
        if (m_frame)
            m_frame.destroy();
    }
    [[nodiscard]] bool isDone() const { return m_frame.done(); }

private:
    Q_DISABLE_COPY(Owned)
    std::coroutine_handle<promise_type> m_frame;
};

Detached hold(Lock *lock, std::chrono::milliseconds timeout, std::optional<Result<LeaseInfo>> *outcome,
              bool *held)
{
    const Result<Lease> lease = co_await acquired(lock, timeout);
    if (!lease) {
        *outcome = Result<LeaseInfo>(lease.error());
        co_return;
    }
    *held = lease->isHeld();
    *outcome = Result<LeaseInfo>(lease->info());
}

Owned holdTwice(Lock *lock, std::optional<Result<LeaseInfo>> *second)
{
    {
        const Result<Lease> lease = co_await acquired(lock, 5s);
        if (!lease)
            co_return;
    }
    // Without waiting: the scope above must have given it back by now.
    const Result<Lease> lease = co_await acquired(lock, 0ms);
    *second = lease ? Result<LeaseInfo>(lease->info()) : Result<LeaseInfo>(lease.error());
}

Owned leaveEarly(Lock *lock, bool *wasHeld)
{
    const Result<Lease> lease = co_await acquired(lock, 5s);
    *wasHeld = lease && lease->isHeld();
    if (*wasHeld)
        co_return;
    const Result<Lease> never = co_await acquired(lock);
}

} // namespace

class tst_Coroutine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void holdsWhileItsScopeLasts();
    void scopeThatEndedHasGivenBack();
    void earlyReturnGivesBack();
    void isToldOfATimeout();
    void resumesInTheThreadThatAwaited();
    void destroyedLockResumesIt();
    void lockDestroyedBeforeItHeardResumesIt();
    void destroyedGuardResumesIt();
    void frameThatGoesGivesTheLeaseBack();
    void frameThatGoesInAnotherThreadGivesTheLeaseBack();
#ifdef REDGUARD_WITH_QCORO
    void insideAQCoroTask();
    void qcoroTaskIsToldOfADestroyedLock();
    void scopeInsideAQCoroTask();
#endif

private:
    [[nodiscard]] bool isFree()
    {
        return m_server.command({"GET", "door"}).isNull();
    }

    TestServer m_server;
};

void tst_Coroutine::holdsWhileItsScopeLasts()
{
    RedGuard guard(m_server.url());
    std::optional<Result<LeaseInfo>> outcome;
    bool held = false;
    hold(guard.lock(QStringLiteral("door")), 5s, &outcome, &held);
    QVERIFY(!outcome);
    QTRY_VERIFY(outcome.has_value());
    QVERIFY(outcome->hasValue());
    QVERIFY(held);
    QTRY_VERIFY(isFree());
}

void tst_Coroutine::scopeThatEndedHasGivenBack()
{
    RedGuard guard(m_server.url());
    std::optional<Result<LeaseInfo>> second;
    const Owned coroutine = holdTwice(guard.lock(QStringLiteral("door")), &second);
    QTRY_VERIFY(coroutine.isDone());
    QVERIFY(second.has_value());
    QVERIFY2(second->hasValue(), qPrintable(second->error().message()));
    QTRY_VERIFY(isFree());
}

void tst_Coroutine::earlyReturnGivesBack()
{
    RedGuard guard(m_server.url());
    bool wasHeld = false;
    const Owned coroutine = leaveEarly(guard.lock(QStringLiteral("door")), &wasHeld);
    QTRY_VERIFY(coroutine.isDone()); // its frame is still there
    QVERIFY(wasHeld);
    QTRY_VERIFY(isFree());
}

void tst_Coroutine::isToldOfATimeout()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    std::optional<Result<LeaseInfo>> outcome;
    bool held = false;
    hold(guard.lock(QStringLiteral("door")), 100ms, &outcome, &held);
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().code(), ErrorCode::TimedOut);
}

void tst_Coroutine::resumesInTheThreadThatAwaited()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QThread thread;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    std::atomic<QThread *> resumedIn = nullptr;
    std::atomic<bool> second = false;
    QMetaObject::invokeMethod(&context, [&] {
        [](Lock *door, std::atomic<QThread *> *where, std::atomic<bool> *again) -> Detached {
            {
                const Result<Lease> lease = co_await acquired(door, 5s);
                *where = lease ? QThread::currentThread() : nullptr;
            }
            // Behind the release, since both go through the guard's event loop in turn.
            const Result<Lease> lease = co_await acquired(door, 0ms);
            *again = lease && QThread::currentThread() == *where;
        }(lock, &resumedIn, &second);
    });
    QTRY_COMPARE(resumedIn.load(), &thread);
    QTRY_VERIFY(second);
    QTRY_VERIFY(isFree());
    thread.quit();
    thread.wait();
}

void tst_Coroutine::destroyedLockResumesIt()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    Lock *lock = guard.lock(QStringLiteral("door"));
    std::optional<Result<LeaseInfo>> outcome;
    bool held = false;
    QSignalSpy queued(lock, &Lock::queued);
    hold(lock, Forever, &outcome, &held);
    QTRY_COMPARE(queued.size(), 1);
    delete lock;
    QVERIFY(!outcome.has_value()); // from the event loop, not inside the destructor
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().code(), ErrorCode::Cancelled);
}

// Asked for in another thread, and the lock goes before its event loop has turned.
void tst_Coroutine::lockDestroyedBeforeItHeardResumesIt()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QThread thread;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    std::atomic<bool> done = false;
    std::atomic<ErrorCode> code = ErrorCode::NoError;
    QMetaObject::invokeMethod(
        &context,
        [&] {
            [](Lock *door, std::atomic<ErrorCode> *why, std::atomic<bool> *resumed) -> Detached {
                const Result<Lease> lease = co_await acquired(door, 5s);
                *why = lease.error().code();
                *resumed = true;
            }(lock, &code, &done);
        },
        Qt::BlockingQueuedConnection);
    delete lock;
    QTRY_VERIFY(done);
    QCOMPARE(code.load(), ErrorCode::Cancelled);
    thread.quit();
    thread.wait();
}

void tst_Coroutine::destroyedGuardResumesIt()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    std::optional<Result<LeaseInfo>> outcome;
    bool held = false;
    hold(guard->lock(QStringLiteral("door")), 5s, &outcome, &held);
    guard.reset();
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().code(), ErrorCode::Cancelled);
}

void tst_Coroutine::frameThatGoesGivesTheLeaseBack()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy released(lock, &Lock::released);
    bool wasHeld = false;
    {
        const Owned coroutine = leaveEarly(lock, &wasHeld);
        QVERIFY(!coroutine.isDone());
    }
    QTRY_COMPARE(acquired.size(), 1);
    QTRY_COMPARE(released.size(), 1);
    QVERIFY(!wasHeld);
    QVERIFY(isFree());
}

void tst_Coroutine::frameThatGoesInAnotherThreadGivesTheLeaseBack()
{
    RedGuard guard(m_server.url());
    Semaphore *seats = guard.semaphore(QStringLiteral("door"), {.capacity = 1000});
    QThread thread;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    constexpr int Rounds = 200;
    std::atomic<int> resumed = 0;
    std::atomic<bool> done = false;
    QMetaObject::invokeMethod(&context, [&] {
        const auto wait = [](Semaphore *door, std::atomic<int> *count) -> Owned {
            const Result<Lease> lease = co_await acquired(door, 5s);
            ++*count;
        };
        for (int round = 0; round < Rounds; ++round) {
            const Owned coroutine = wait(seats, &resumed);
            for (int turns = round % 4; turns > 0; --turns)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        done = true;
    });
    QTRY_VERIFY(done);
    QTRY_VERIFY(!seats->isPending());
    QTRY_COMPARE(m_server.command({"ZCARD", "door"}).integer, 0);
    QVERIFY(resumed.load() < Rounds);
    thread.quit();
    thread.wait();
}

#ifdef REDGUARD_WITH_QCORO
void tst_Coroutine::insideAQCoroTask()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    std::optional<qint64> fence;
    const auto task = [](Lock *door) -> QCoro::Task<qint64> {
        const Result<Lease> lease = co_await acquired(door, 5s);
        co_return lease ? lease->fence() : 0;
    };
    task(lock).then([&fence](qint64 value) { fence = value; });
    QTRY_VERIFY(fence.has_value());
    QVERIFY(*fence > 0);
    QTRY_VERIFY(isFree());
}

void tst_Coroutine::qcoroTaskIsToldOfADestroyedLock()
{
    RedGuard guard(m_server.url());
    Lock *holder = guard.lock(QStringLiteral("door"));
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy queued(lock, &Lock::queued);
    std::optional<ErrorCode> code;
    const auto task = [](Lock *door) -> QCoro::Task<ErrorCode> {
        const Result<Lease> lease = co_await acquired(door);
        co_return lease.error().code();
    };
    task(lock).then([&code](ErrorCode value) { code = value; });
    QTRY_COMPARE(queued.size(), 1);
    delete lock;
    QTRY_VERIFY(code.has_value());
    QCOMPARE(*code, ErrorCode::Cancelled);
}

// A task that a task awaits: the inner one's lease is back when the outer one goes on.
void tst_Coroutine::scopeInsideAQCoroTask()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    const auto inner = [](Lock *door) -> QCoro::Task<bool> {
        const Result<Lease> lease = co_await acquired(door, 5s);
        co_return lease && lease->isHeld();
    };
    const auto outer = [&inner](Lock *door) -> QCoro::Task<int> {
        const bool first = co_await inner(door);
        const Result<Lease> lease = co_await acquired(door, 5s);
        co_return int(first) + int(lease && lease->isHeld());
    };
    std::optional<int> held;
    outer(lock).then([&held](int value) { held = value; });
    QTRY_VERIFY(held.has_value());
    QCOMPARE(*held, 2);
    QTRY_VERIFY(isFree());
}
#endif

QTEST_GUILESS_MAIN(tst_Coroutine)
#include "tst_coroutine.moc"
