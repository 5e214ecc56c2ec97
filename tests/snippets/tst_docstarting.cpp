// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
//! [include]
#include <RedGuard/RedGuard>

using namespace std::chrono_literals;
//! [include]
#include "testserver.h"

#ifdef REDGUARD_WITH_QCORO
#include <RedGuard/Coroutine>

#include <QCoroTask>
#endif

// What the pages call a window: it shows what it is told.
class Window : public QObject
{
    Q_OBJECT

public:
    explicit Window(const QString &url)
    {
        //! [lock]
        auto *guard = redguard::RedGuard::fromUrl(url, "examples", this); // "redis://localhost:6379"
        auto *lock = guard->lock("my-lock", {.ttl = 10s});                // a child of guard

        connect(lock, &redguard::Lock::acquired, this, &Window::startWork);
        connect(lock, &redguard::Lock::timedOut, this, &Window::showBusy);
        connect(lock, &redguard::Lock::lost, this, &Window::stopWork);

        lock->acquireFor(5s); // returns at once
        //! [lock]
        m_lock = lock;
    }

    void startWork() { state = "working"; }
    void showBusy() { state = "busy"; }
    void stopWork() { state = "stopped"; }

    void finish()
    {
        //! [release]
        m_lock->release(); // isHeld() is false from here on
        //! [release]
    }

    void measureWithCallback()
    {
        //! [callback]
        m_lock->acquireAsync(5s, this, [this](redguard::Result<redguard::Lease> lease) {
            if (!lease)
                return showError(lease.error());
            m_lease = *lease; // held as long as a copy of it is there
            startWork();
        });
        //! [callback]
    }

    void saveWithRun()
    {
        //! [run]
        auto done = m_lock->run(5s, this, [this](const redguard::Lease &lease) {
            save(lease.fence()); // the lock is held in here, and given back behind it
        });
        done.then(this, [this](const redguard::Result<redguard::LeaseInfo> &result) {
            if (!result)
                showError(result.error()); // not acquired, or lost before the work ended
        });
        //! [run]
    }

#ifdef REDGUARD_WITH_QCORO
    QCoro::Task<> measure();
#endif

    void showError(const redguard::Error &error)
    {
        state = error.message();
    }
    void save(qint64 fence)
    {
        saved = fence;
    }

    [[nodiscard]] redguard::Lock *lock() const
    {
        return m_lock;
    }
    void drop()
    {
        m_lease = {};
    }

    QString state;
    qint64 saved = 0;

private:
    redguard::Lock *m_lock = nullptr;
    redguard::Lease m_lease;
};

#ifdef REDGUARD_WITH_QCORO
//! [coroutine]
QCoro::Task<> Window::measure()
{
    const redguard::Result<redguard::Lease> lease = co_await redguard::acquired(m_lock, 5s);
    if (!lease) {
        showError(lease.error());
        co_return;
    }
    save(lease->fence());
} // given back here, and on every other way out
//! [coroutine]
#endif

//! [result]
redguard::Result<int> channelOf(const QString &instrument)
{
    if (instrument.isEmpty())
        return redguard::Error(redguard::ErrorCode::InvalidArgument, "No instrument was named");
    return 2;
}

void showChannel(const QString &instrument)
{
    if (const auto channel = channelOf(instrument))
        qInfo() << "channel" << *channel;
    else
        qWarning() << channel.error().message();
}
//! [result]

class tst_DocStarting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void lock();
    void busy();
    void callback();
    void run();
    void coroutine();
    void result();

private:
    TestServer m_server;
};

void tst_DocStarting::lock()
{
    Window window(m_server.url());
    QTRY_COMPARE(window.state, "working");
    QCOMPARE(m_server.command({"EXISTS", "examples:my-lock"}).integer, 1);
    window.finish();
    QVERIFY(!window.lock()->isHeld());
    QTRY_COMPARE(m_server.command({"EXISTS", "examples:my-lock"}).integer, 0);
}

void tst_DocStarting::busy()
{
    m_server.command({"SET", "examples:my-lock", "somebody", "PX", "60000"});
    Window window(m_server.url());
    QTRY_COMPARE_WITH_TIMEOUT(window.state, "busy", 15000);
}

void tst_DocStarting::callback()
{
    Window window(m_server.url());
    QTRY_VERIFY(window.lock()->isHeld());
    window.finish();
    window.state.clear();
    window.measureWithCallback();
    QTRY_COMPARE(window.state, "working");
    window.drop();
    QTRY_COMPARE(m_server.command({"EXISTS", "examples:my-lock"}).integer, 0);
}

void tst_DocStarting::run()
{
    Window window(m_server.url());
    QTRY_VERIFY(window.lock()->isHeld());
    window.finish();
    window.saveWithRun();
    QTRY_VERIFY(window.saved > 0);
    QTRY_COMPARE(m_server.command({"EXISTS", "examples:my-lock"}).integer, 0);
    QCOMPARE(window.state, "working");
}

void tst_DocStarting::coroutine()
{
#ifdef REDGUARD_WITH_QCORO
    Window window(m_server.url());
    QTRY_VERIFY(window.lock()->isHeld());
    window.finish();
    window.measure();
    QTRY_VERIFY(window.saved > 0);
    QTRY_COMPARE(m_server.command({"EXISTS", "examples:my-lock"}).integer, 0);
#endif
}

void tst_DocStarting::result()
{
    QTest::ignoreMessage(QtInfoMsg, "channel 2");
    showChannel("oscilloscope-2");
    QTest::ignoreMessage(QtWarningMsg, "\"No instrument was named\"");
    showChannel({});
}

QTEST_GUILESS_MAIN(tst_DocStarting)
#include "tst_docstarting.moc"
