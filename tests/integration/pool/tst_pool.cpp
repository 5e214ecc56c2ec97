// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;

namespace {

struct Worker
{
    int number = 0;
};

using Pool = SharedResourcePool<Worker>;

} // namespace

class tst_Pool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init()
    {
        m_server.command({"FLUSHALL"});
        m_made = 0;
    }

    void handsOutAtMostCapacity();
    void reusesWhatComesBack();
    void validateAndDispose();
    void failingFactoryGivesThePermitBack();
    void lostPermitDisposesOfTheResource();
    void overALock();
    void overARateLimiter();
    void moveOnlyResources();
    void futureHoldsTheResource();
    void destroyedPoolDisposesOfAll();

private:
    [[nodiscard]] Pool::Factory factory()
    {
        return [this]() -> Result<Worker> { return Worker {++m_made}; };
    }

    TestServer m_server;
    int m_made = 0;
};

void tst_Pool::handsOutAtMostCapacity()
{
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 2});
    QList<Pool::Resource> busy;
    std::optional<ErrorCode> third;
    const auto keep = [&busy](const Result<Pool::Resource> &resource) { busy.append(*resource); };
    pool->acquireAsync(5s, this, keep);
    pool->acquireAsync(5s, this, keep);
    pool->acquireAsync(100ms, this,
                       [&third](const Result<Pool::Resource> &resource) { third = resource.error().code(); });
    QTRY_VERIFY(third.has_value());
    QCOMPARE(*third, ErrorCode::TimedOut);
    QCOMPARE(busy.size(), 2);
    QCOMPARE(pool->busy(), 2);
    QVERIFY(busy[0]->number != busy[1]->number);
    QVERIFY(busy[0].lease().isHeld());
}

void tst_Pool::reusesWhatComesBack()
{
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 2});
    QSignalSpy created(pool, &ResourcePool::resourceCreated);
    QSignalSpy released(pool, &ResourcePool::released);
    for (int i = 0; i < 5; ++i) {
        int number = 0;
        pool->acquireAsync(
            5s, this, [&number](const Result<Pool::Resource> &resource) { number = (*resource)->number; });
        QTRY_COMPARE(number, 1);
        QTRY_COMPARE(released.size(), i + 1);
    }
    QCOMPARE(created.size(), 1);
    QCOMPARE(pool->idle(), 1);
    QCOMPARE(pool->busy(), 0);
}

void tst_Pool::validateAndDispose()
{
    QList<int> disposed; // outlives the pool
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 2});
    pool->setValidate([](Worker &worker) { return worker.number != 1; });
    pool->setDispose([&disposed](Worker &worker) { disposed.append(worker.number); });
    int number = 0;
    const auto note = [&number](const Result<Pool::Resource> &resource) { number = (*resource)->number; };
    pool->acquireAsync(5s, this, note);
    QTRY_COMPARE(number, 1);
    QTRY_COMPARE(pool->idle(), 1);
    pool->acquireAsync(5s, this, note);
    QTRY_COMPARE(number, 2);
    QCOMPARE(disposed, QList<int> {1});
}

void tst_Pool::failingFactoryGivesThePermitBack()
{
    RedGuard guard(m_server.url());
    bool fails = true;
    Pool *pool =
        guard.pool<Worker>(QStringLiteral("workers"),
                           [&]() -> Result<Worker> {
                               if (fails)
                                   return Error(ErrorCode::ServerError, QStringLiteral("no licence"));
                               return Worker {++m_made};
                           },
                           {.capacity = 1});
    std::optional<Error> error;
    pool->acquireAsync(5s, this,
                       [&error](const Result<Pool::Resource> &resource) { error = resource.error(); });
    QTRY_VERIFY(error.has_value());
    QCOMPARE(error->message(), QStringLiteral("no licence"));
    fails = false;
    bool got = false;
    pool->acquireAsync(5s, this,
                       [&got](const Result<Pool::Resource> &resource) { got = resource.hasValue(); });
    QTRY_VERIFY(got);
    QTRY_COMPARE(m_server.command({"EXISTS", "workers"}).integer, 0);
}

void tst_Pool::lostPermitDisposesOfTheResource()
{
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 1, .ttl = 600ms});
    QSignalSpy lost(pool, &ResourcePool::lost);
    QSignalSpy disposed(pool, &ResourcePool::resourceDisposed);
    Pool::Resource resource;
    pool->acquireAsync(5s, this, [&resource](const Result<Pool::Resource> &result) { resource = *result; });
    QTRY_VERIFY(!resource.isNull());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("was lost")));
    m_server.command({"DEL", "workers"});
    QTRY_COMPARE(lost.size(), 1);
    resource.release();
    QCOMPARE(disposed.size(), 1);
    QCOMPARE(pool->idle(), 0);
}

void tst_Pool::overALock()
{
    RedGuard guard(m_server.url());
    auto *pool = guard.pool<Worker, Lock>(QStringLiteral("worker"), factory(), {.ttl = 10s});
    Pool::Resource resource;
    pool->acquireAsync(5s, this, [&resource](const Result<Pool::Resource> &result) { resource = *result; });
    QTRY_VERIFY(!resource.isNull());
    QCOMPARE(m_server.command({"TYPE", "worker"}).bytes, "string");
}

void tst_Pool::overARateLimiter()
{
    RedGuard guard(m_server.url());
    auto *pool =
        guard.pool<Worker, RateLimiter>(QStringLiteral("calls"), factory(), {.limit = 2, .window = 10s});
    int given = 0;
    bool refused = false;
    for (int i = 0; i < 3; ++i) {
        pool->acquireAsync(0ms, this, [&](const Result<Pool::Resource> &result) {
            given += result.hasValue();
            refused |= !result;
        });
    }
    QTRY_VERIFY(refused);
    QCOMPARE(given, 2);
}

void tst_Pool::moveOnlyResources()
{
    RedGuard guard(m_server.url());
    using Owner = std::unique_ptr<Worker>;
    auto *pool = guard.pool<Owner>(QStringLiteral("workers"),
                                   []() -> Result<Owner> { return std::make_unique<Worker>(Worker {7}); },
                                   {.capacity = 1});
    int number = 0;
    pool->acquireAsync(5s, this, [&number](const Result<PooledResource<Owner>> &resource) {
        number = (**resource)->number;
    });
    QTRY_COMPARE(number, 7);
}

void tst_Pool::futureHoldsTheResource()
{
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 1});
    auto future = pool->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result().hasValue());
    QCOMPARE(pool->busy(), 1);
    future = {};
    QCOMPARE(pool->busy(), 0);
    QTRY_COMPARE(m_server.command({"EXISTS", "workers"}).integer, 0);
}

void tst_Pool::destroyedPoolDisposesOfAll()
{
    RedGuard guard(m_server.url());
    Pool *pool = guard.pool<Worker>(QStringLiteral("workers"), factory(), {.capacity = 2});
    QList<int> disposed;
    pool->setDispose([&disposed](Worker &worker) { disposed.append(worker.number); });
    Pool::Resource resource;
    bool idle = false;
    pool->acquireAsync(5s, this, [&resource](const Result<Pool::Resource> &result) { resource = *result; });
    pool->acquireAsync(5s, this, [&idle](const Result<Pool::Resource> &) { idle = true; });
    QTRY_VERIFY(!resource.isNull() && idle);
    QCOMPARE(pool->idle(), 1);
    delete pool;
    QCOMPARE(disposed, QList<int> {2});
    QCOMPARE(resource->number, 1); // still the user's
    resource.release();
    QTRY_COMPARE(m_server.command({"EXISTS", "workers"}).integer, 0);
}

QTEST_GUILESS_MAIN(tst_Pool)
#include "tst_pool.moc"
