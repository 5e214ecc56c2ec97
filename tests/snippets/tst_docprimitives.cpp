// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// What is expensive to make, and of which there may be few.
struct Renderer
{
    int number = 0;
    [[nodiscard]] bool isAlive() const { return number > 0; }
    void shutDown() { number = 0; }
};

} // namespace

class tst_DocPrimitives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init()
    {
        m_server.command({"FLUSHALL"});
        m_events.clear();
    }

    void tryLock();
    void semaphore();
    void weighted();
    void limiter();
    void refused();
    void severalWindows();
    void paced();
    void pool();

private:
    void render() { m_events << "render"; }
    void call() { m_events << "call"; }
    void use(Renderer &renderer) { m_events << QString::number(renderer.number); }

    TestServer m_server;
    QStringList m_events;
};

void tst_DocPrimitives::tryLock()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    m_server.command({"SET", "nightly", "another program", "PX", "60000"});
    //! [trylock]
    Lock *lock = guard->lock("nightly", {.ttl = 30s});
    connect(lock, &Lock::acquired, this, [this] { render(); });
    connect(lock, &Lock::timedOut, this, [this] { m_events << "runs elsewhere already"; });
    lock->tryAcquire(); // does not wait
    //! [trylock]
    QTRY_COMPARE(m_events, QStringList {"runs elsewhere already"});
}

void tst_DocPrimitives::semaphore()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [semaphore]
    Semaphore *seats = guard->semaphore("licence", {.capacity = 3, .ttl = 30s});
    connect(seats, &Semaphore::acquired, this, [this] { render(); });
    seats->acquire();
    //! [semaphore]
    QTRY_COMPARE(m_events, QStringList {"render"});
    QCOMPARE(m_server.command({"ZCARD", "licence"}).integer, 1);
}

void tst_DocPrimitives::weighted()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [weighted]
    // Gigabytes of one machine's memory: this job takes 6 of 16, all or none.
    Semaphore *memory = guard->semaphore("memory", {.capacity = 16, .permits = 6});
    connect(memory, &Semaphore::queued, this,
            [](quint64, int position) { qInfo() << "waits at place" << position; });
    memory->acquire();
    //! [weighted]
    QTRY_VERIFY(memory->isHeld());
    QCOMPARE(m_server.command({"ZCARD", "memory"}).integer, 6);
}

void tst_DocPrimitives::limiter()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [limiter]
    // Five calls in any second, among all programs. Each acquired() is one call that may be made now.
    RateLimiter *calls = guard->limiter("api", {.limit = 5, .window = 1s});
    connect(calls, &RateLimiter::acquired, this, [this] { call(); });
    calls->acquire(); // reserves the next slot, and waits for it
    //! [limiter]
    QTRY_COMPARE(m_events, QStringList {"call"});
}

void tst_DocPrimitives::refused()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [refused]
    RateLimiter *logins = guard->limiter("login:anna", {.limit = 1, .window = 1min});
    connect(logins, &RateLimiter::acquired, this, [this] { call(); });
    connect(logins, &RateLimiter::timedOut, this, [this](quint64, const Error &error) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(error.quota().retryAfter);
        m_events << QString("again in %1 s").arg(wait.count());
    });
    logins->tryAcquire();
    logins->tryAcquire();
    //! [refused]
    QTRY_COMPARE(m_events.size(), 2);
    QCOMPARE(m_events.first(), "call");
    QVERIFY2(m_events.last().startsWith("again in "), qPrintable(m_events.last()));
}

void tst_DocPrimitives::severalWindows()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [windows]
    // Five in any second and 100 in any minute.
    auto *calls = guard->limiter("api", {.limit = 5, .window = 1s, .more = {{.limit = 100, .window = 1min}}});
    calls->acquire();
    //! [windows]
    QSignalSpy acquired(calls, &RateLimiter::acquired);
    QTRY_COMPARE(acquired.size(), 1);
}

void tst_DocPrimitives::paced()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [paced]
    // One every 200 ms, and up to three at once after a pause.
    auto *calls =
        guard->limiter("steps", {.limit = 5, .window = 1s, .algorithm = Algorithm::Paced, .burst = 3});
    calls->acquire();
    //! [paced]
    QSignalSpy acquired(calls, &RateLimiter::acquired);
    QTRY_COMPARE(acquired.size(), 1);
}

void tst_DocPrimitives::pool()
{
    int made = 0;
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [pool]
    auto *renderers = guard->pool<Renderer>(
        "renderers", [&made]() -> Result<Renderer> { return Renderer {++made}; }, {.capacity = 4});
    renderers->setValidate([](Renderer &renderer) { return renderer.isAlive(); });
    renderers->setDispose([](Renderer &renderer) { renderer.shutDown(); });

    renderers->acquireAsync(5s, this, [this](Result<PooledResource<Renderer>> renderer) {
        if (renderer)
            use(**renderer);
    }); // its last copy goes here: the next one gets the same renderer
    //! [pool]
    QTRY_COMPARE(m_events, QStringList {"1"});
    QTRY_COMPARE(renderers->idle(), 1);
}

QTEST_GUILESS_MAIN(tst_DocPrimitives)
#include "tst_docprimitives.moc"
