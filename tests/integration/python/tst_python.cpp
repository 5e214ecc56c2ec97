// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qprocess.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// The same keys, driven from Python with plain redis-py as the Python package drives them.
class tst_Python : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.command({"FLUSHALL"}); }
    void cleanupTestCase();

    void pythonHoldsTheLockAndQtWaits();
    void qtHoldsTheLockAndPythonIsRefused();
    void pythonHoldsAPermitAndQtWaits();
    void qtHoldsPermitsAndPythonIsRefused();
    void pythonUsesTheLimitAndQtWaits();
    void qtUsesTheLimitAndPythonIsRefused();
    void pythonForgetsLaterHoldersAndQtDoesNot();
    void pythonStartsTheWindowOverAndQtDoesNot();

private:
    // What Python answers: "yes" or "no".
    [[nodiscard]] QByteArray ask(const QByteArray &line)
    {
        m_python.write(line + '\n');
        while (!m_python.canReadLine()) {
            if (!m_python.waitForReadyRead(10'000))
                return m_python.readAllStandardError();
        }
        return m_python.readLine().trimmed();
    }

    void pass(std::chrono::milliseconds time)
    {
        QTimer timer;
        QSignalSpy timeout(&timer, &QTimer::timeout);
        timer.start(time);
        QVERIFY(timeout.wait());
    }

    TestServer m_server;
    QProcess m_python;
};

void tst_Python::initTestCase()
{
    QVERIFY(m_server.start());
    m_python.start(QStringLiteral(PYTHON), {QStringLiteral(PEER), m_server.server().socketPath()});
    QVERIFY(m_python.waitForStarted());
    QCOMPARE(ask("acquire lock probe 1"), "yes");
}

void tst_Python::cleanupTestCase()
{
    m_python.closeWriteChannel();
    QVERIFY(m_python.waitForFinished());
}

void tst_Python::pythonHoldsTheLockAndQtWaits()
{
    QCOMPARE(ask("acquire lock ns:door 2"), "yes");
    RedGuard guard(m_server.url(), u"ns"_s);
    Lock *lock = guard.lock(u"door"_s, {.ttl = 2s});
    QSignalSpy timedOut(lock, &Lock::timedOut);
    QSignalSpy queued(lock, &Lock::queued);
    QSignalSpy acquired(lock, &Lock::acquired);
    lock->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    lock->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QCOMPARE(acquired.size(), 0);
    QCOMPARE(ask("release lock ns:door"), "yes");
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(ask("acquire lock ns:door 2"), "no");
}

void tst_Python::qtHoldsTheLockAndPythonIsRefused()
{
    RedGuard guard(m_server.url(), u"ns"_s);
    Lock *lock = guard.lock(u"door"_s, {.ttl = 10s});
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(ask("acquire lock ns:door 2"), "no");
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(ask("acquire lock ns:door 2"), "yes");
    QCOMPARE(ask("release lock ns:door"), "yes");
}

void tst_Python::pythonHoldsAPermitAndQtWaits()
{
    QCOMPARE(ask("acquire semaphore ns:seats 2 2"), "yes");
    QCOMPARE(ask("acquire semaphore ns:seats 2 2"), "yes");
    RedGuard guard(m_server.url(), u"ns"_s);
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 2, .ttl = 2s});
    QSignalSpy timedOut(semaphore, &Semaphore::timedOut);
    QSignalSpy queued(semaphore, &Semaphore::queued);
    semaphore->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    semaphore->acquire();
    QTRY_COMPARE(queued.size(), 1);
    QVERIFY(!semaphore->isHeld());
    QCOMPARE(ask("release semaphore ns:seats"), "yes");
    QTRY_VERIFY(semaphore->isHeld());
}

void tst_Python::qtHoldsPermitsAndPythonIsRefused()
{
    RedGuard guard(m_server.url(), u"ns"_s);
    Semaphore *semaphore = guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 2, .ttl = 10s});
    QSignalSpy released(semaphore, &Semaphore::released);
    semaphore->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    QCOMPARE(ask("acquire semaphore ns:seats 3 5"), "yes"); // the third
    QCOMPARE(ask("acquire semaphore ns:seats 3 5"), "no");
    semaphore->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(ask("acquire semaphore ns:seats 3 5"), "yes");
}

void tst_Python::pythonUsesTheLimitAndQtWaits()
{
    QCOMPARE(ask("acquire limiter ns:api 2 5"), "yes");
    const auto slots = [this] {
        return m_server.command({"ZRANGE", "ns:api", "0", "-1", "WITHSCORES"}).elements;
    };
    const auto before = slots();
    QCOMPARE(before.size(), 2);
    RedGuard guard(m_server.url(), u"ns"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1, .window = 1s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    const auto after = slots();
    QVERIFY(after.size() >= 2);
    QVERIFY(after.back().bytes.toLongLong() - before.back().bytes.toLongLong() >= 1'000'000);
}

void tst_Python::qtUsesTheLimitAndPythonIsRefused()
{
    RedGuard guard(m_server.url(), u"ns"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 2, .window = 5s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->acquire();
    limiter->acquire();
    QTRY_COMPARE(acquired.size(), 2);
    QCOMPARE(ask("acquire limiter ns:api 2 5"), "no");
    QCOMPARE(ask("acquire limiter ns:api 3 5"), "yes");
}

// The regression test of the package's first fault, with the fault beside it.
void tst_Python::pythonForgetsLaterHoldersAndQtDoesNot()
{
    QCOMPARE(ask("acquire semaphore py:seats 2 3"), "yes");
    RedGuard guard(m_server.url(), u"qt"_s);
    const SemaphoreOptions options {.capacity = 2, .ttl = 3s, .renewal = Renewal::None};
    QList<Semaphore *> semaphores;
    const auto tryOne = [&] {
        semaphores.append(guard.semaphore(u"seats"_s, options));
        semaphores.last()->tryAcquire();
    };
    tryOne();
    QTRY_VERIFY(semaphores.last()->isHeld());
    pass(2s);
    QCOMPARE(ask("acquire semaphore py:seats 2 3"), "yes");
    tryOne();
    QTRY_VERIFY(semaphores.last()->isHeld());
    pass(1200ms); // the first lease is over, the second is not
    QCOMPARE(ask("acquire semaphore py:seats 2 3"), "yes");
    QCOMPARE(ask("acquire semaphore py:seats 2 3"), "yes"); // the third at once: the fault
    tryOne();
    tryOne();
    QTRY_VERIFY(!semaphores[2]->isPending() && !semaphores[3]->isPending());
    QVERIFY(semaphores[1]->isHeld());
    QCOMPARE(int(semaphores[2]->isHeld()) + int(semaphores[3]->isHeld()), 1);
}

void tst_Python::pythonStartsTheWindowOverAndQtDoesNot()
{
    RedGuard guard(m_server.url(), u"qt"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 5, .window = 4s});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    QSignalSpy timedOut(limiter, &RateLimiter::timedOut);
    const auto both = [&](int times) {
        int granted = 0;
        for (int i = 0; i < times; ++i) {
            granted += ask("acquire limiter py:api 5 4") == "yes";
            limiter->tryAcquire();
        }
        return granted;
    };
    QCOMPARE(both(1), 1);
    QTRY_COMPARE(acquired.size(), 1);
    pass(3s);
    QCOMPARE(both(4), 4);
    QTRY_COMPARE(acquired.size(), 5);
    pass(1200ms);
    QCOMPARE(both(5), 5); // nine in two seconds: the fault
    QTRY_COMPARE(acquired.size() + timedOut.size(), 10);
    QCOMPARE(acquired.size(), 6);
}

QTEST_GUILESS_MAIN(tst_Python)
#include "tst_python.moc"
