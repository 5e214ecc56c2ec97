// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// The sketch of the README, in a program of a user's: it links what was installed and nothing else.
#include <RedGuard/Coroutine>
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#ifdef CONSUMER_WITH_QCORO
#include <qcorofuture.h>
#include <qcorotask.h>
#endif

#include <QCoreApplication>
#include <QDebug>
#include <QFutureWatcher>
#include <QTimer>

using namespace redguard;
using namespace std::chrono_literals;

class Window : public QObject
{
    Q_OBJECT

public:
    explicit Window(const QString &url)
    {
        auto *guard = RedGuard::fromUrl(url, QStringLiteral("examples"), this);
        auto *lock = guard->lock(QStringLiteral("my-lock"), {.ttl = 10s}); // child of guard
        connect(lock, &Lock::acquired, this, [this, lock](const LeaseInfo &lease) {
            if (m_signalled == 0)
                m_signalled = lease.fence();
            lock->release(); // leaves alone what is a Lease's
        });
        connect(lock, &Lock::timedOut, this, &Window::showBusy);
        connect(lock, &Lock::lost, this, &Window::stopWork);
        connect(lock, &Lock::released, this, [this, lock] { ask(lock); });
        lock->acquireFor(5s); // returns at once
    }

public Q_SLOTS:
    void showBusy() { QCoreApplication::exit(2); }
    void stopWork() { QCoreApplication::exit(3); }

private:
    void ask(Lock *lock)
    {
        if (std::exchange(m_asked, true))
            return;
        lock->acquireAsync(5s, this, [this, lock](Result<Lease> r) {
            m_calledBack = r->fence();
            r = Error(); // the last copy: released
            await(lock);
        });
    }

#ifdef CONSUMER_WITH_QCORO
    using Task = QCoro::Task<>;
#else
    struct Task
    {
        struct promise_type
        {
            Task get_return_object() { return {}; }
            std::suspend_never initial_suspend() { return {}; }
            std::suspend_never final_suspend() noexcept { return {}; }
            void return_void() { }
            void unhandled_exception() { }
        };
    };
#endif

    Task await(Lock *lock)
    {
        Result<Lease> r = co_await redguard::acquired(lock, 5s);
#ifdef CONSUMER_WITH_QCORO
        r = Error();
        const QFuture<Result<Lease>> future = lock->acquireAsync(5s);
        r = co_await future;
#endif
        const bool rises = m_signalled > 0 && m_calledBack > m_signalled && r && r->fence() > m_calledBack;
        qInfo() << "fences" << m_signalled << m_calledBack << (r ? r->fence() : 0);
        QCoreApplication::exit(rises ? 0 : 1);
    }

    qint64 m_signalled = 0;
    qint64 m_calledBack = 0;
    bool m_asked = false;
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    LocalServer server(LocalServer::Mode::Temporary);
    std::unique_ptr<Window> window;
    QObject::connect(&server, &LocalServer::started, &app,
                     [&] { window = std::make_unique<Window>(server.url()); });
    QObject::connect(&server, &LocalServer::errorOccurred, &app, [](const Error &error) {
        qWarning() << error;
        QCoreApplication::exit(4);
    });
    server.start();
    QTimer::singleShot(20s, &app, [] { QCoreApplication::exit(5); });
    return QCoreApplication::exec();
}

#include "main.moc"
