// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;

class tst_Semaphore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void neverMoreThanCapacity();
    void keyIsThatOfThePythonPackage();
    void weightedPermitsAreAllOrNothing();
    void smallDoesNotPassLarge();
    void releaseHandsToAsManyAsFit();
    void oneObjectHoldsSeveral();
    void laterHolderOutlivesTheFirst();
    void fencesRiseOverPermits();
    void lapsedPermitIsFree();
    void lostPermitIsTold();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();

private:
    TestServer m_server;
};

void tst_Semaphore::neverMoreThanCapacity()
{
    constexpr int Workers = 8;
    constexpr int Rounds = 5;
    std::vector<std::unique_ptr<RedGuard>> guards;
    int inside = 0;
    int most = 0;
    int done = 0;
    for (int i = 0; i < Workers; ++i) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        Semaphore *semaphore = guards.back()->semaphore(QStringLiteral("seats"), {.capacity = 3, .ttl = 10s});
        connect(semaphore, &Semaphore::acquired, this, [&, semaphore] {
            most = std::max(most, ++inside);
            QTimer::singleShot(3ms, semaphore, [&, semaphore] {
                --inside;
                ++done;
                semaphore->release();
            });
        });
        for (int round = 0; round < Rounds; ++round)
            semaphore->acquire();
    }
    QTRY_COMPARE_WITH_TIMEOUT(done, Workers * Rounds, 20'000);
    QCOMPARE(most, 3);
    QTRY_VERIFY(!m_server.keys().contains("seats"));
}

void tst_Semaphore::keyIsThatOfThePythonPackage()
{
    RedGuard guard(m_server.url(), QStringLiteral("tests"));
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 2, .ttl = 10s});
    const auto before = m_server.command({"TIME"});
    semaphore->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    QCOMPARE(m_server.command({"TYPE", "tests:seats"}).bytes, "zset");
    const auto members = m_server.command({"ZRANGE", "tests:seats", "0", "-1", "WITHSCORES"}).elements;
    QCOMPARE(members.size(), 2U);
    QCOMPARE(members[0].bytes.size(), 16);
    const qint64 now =
        before.elements[0].bytes.toLongLong() * 1'000'000 + before.elements[1].bytes.toLongLong();
    const qint64 end = members[1].bytes.toLongLong();
    QVERIFY(end >= now + 10'000'000 && end < now + 15'000'000);
}

void tst_Semaphore::weightedPermitsAreAllOrNothing()
{
    RedGuard guard(m_server.url());
    Semaphore *two = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 2});
    Semaphore *alsoTwo = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 2});
    Semaphore *one = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 1});
    QSignalSpy acquired(two, &Semaphore::acquired);
    two->acquire();
    QTRY_COMPARE(acquired.size(), 1);
    QCOMPARE(acquired.at(0).at(0).value<LeaseInfo>().permits(), 2);
    QCOMPARE(m_server.command({"ZCARD", "seats"}).integer, 2);
    QSignalSpy timedOut(alsoTwo, &Semaphore::timedOut);
    alsoTwo->tryAcquire();
    QTRY_COMPARE(timedOut.size(), 1);
    one->tryAcquire();
    QTRY_VERIFY(one->isHeld());
    QCOMPARE(m_server.command({"ZCARD", "seats"}).integer, 3);
    QSignalSpy released(two, &Semaphore::released);
    two->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(m_server.command({"ZCARD", "seats"}).integer, 1);
}

void tst_Semaphore::smallDoesNotPassLarge()
{
    RedGuard guard(m_server.url());
    Semaphore *holder = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 2});
    Semaphore *large = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 3});
    Semaphore *small = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 1});
    QSignalSpy largeQueued(large, &Semaphore::queued);
    QSignalSpy smallQueued(small, &Semaphore::queued);
    QStringList order;
    connect(large, &Semaphore::acquired, this, [&] {
        order.append(QStringLiteral("large"));
        large->release();
    });
    connect(small, &Semaphore::acquired, this, [&] { order.append(QStringLiteral("small")); });
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    large->acquire();
    QTRY_COMPARE(largeQueued.size(), 1);
    small->acquire();
    QTRY_COMPARE(smallQueued.size(), 1);
    QCOMPARE(smallQueued.at(0).at(1).toInt(), 2);
    holder->release();
    QTRY_COMPARE(order, QStringList({QStringLiteral("large"), QStringLiteral("small")}));
}

void tst_Semaphore::releaseHandsToAsManyAsFit()
{
    RedGuard guard(m_server.url());
    Semaphore *holder = guard.semaphore(QStringLiteral("seats"), {.capacity = 2, .permits = 2});
    Semaphore *a = guard.semaphore(QStringLiteral("seats"), {.capacity = 2});
    Semaphore *b = guard.semaphore(QStringLiteral("seats"), {.capacity = 2});
    QSignalSpy queued(b, &Semaphore::queued);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    a->acquire();
    b->acquire();
    QTRY_COMPARE(queued.size(), 1);
    holder->release();
    QTRY_VERIFY(a->isHeld() && b->isHeld());
}

void tst_Semaphore::oneObjectHoldsSeveral()
{
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 3});
    QSignalSpy acquired(semaphore, &Semaphore::acquired);
    QSignalSpy released(semaphore, &Semaphore::released);
    const quint64 first = semaphore->acquire();
    const quint64 second = semaphore->acquire();
    QTRY_COMPARE(acquired.size(), 2);
    semaphore->release(); // the oldest
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(0).value<LeaseInfo>().requestId(), first);
    QVERIFY(semaphore->isHeld());
    semaphore->release();
    QTRY_COMPARE(released.size(), 2);
    QCOMPARE(released.at(1).at(0).value<LeaseInfo>().requestId(), second);
    QVERIFY(!semaphore->isHeld());
}

// The Python package sets the key's expiry only for the first holder, so that it forgets the second.
void tst_Semaphore::laterHolderOutlivesTheFirst()
{
    RedGuard guard(m_server.url());
    const SemaphoreOptions options {.capacity = 2, .ttl = 1s, .renewal = Renewal::None};
    Semaphore *first = guard.semaphore(QStringLiteral("seats"), options);
    Semaphore *second = guard.semaphore(QStringLiteral("seats"), options);
    QSignalSpy firstLost(first, &Semaphore::lost);
    first->acquire();
    QTRY_VERIFY(first->isHeld());
    QTimer later;
    QSignalSpy timeout(&later, &QTimer::timeout);
    later.start(900ms);
    QVERIFY(timeout.wait());
    second->acquire();
    QTRY_VERIFY(second->isHeld());
    QTRY_COMPARE(firstLost.size(), 1);
    later.start(150ms); // past the end of the first lease on the server
    QVERIFY(timeout.wait());

    QList<Semaphore *> more;
    for (int i = 0; i < 2; ++i) {
        more.append(guard.semaphore(QStringLiteral("seats"), options));
        more.last()->tryAcquire();
    }
    QTRY_VERIFY(!more[0]->isPending() && !more[1]->isPending());
    QVERIFY(second->isHeld());
    QCOMPARE(int(more[0]->isHeld()) + int(more[1]->isHeld()), 1);
    QVERIFY(m_server.command({"ZCARD", "seats"}).integer <= 2);
}

void tst_Semaphore::fencesRiseOverPermits()
{
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 5});
    QSignalSpy acquired(semaphore, &Semaphore::acquired);
    for (int i = 0; i < 5; ++i)
        semaphore->acquire();
    QTRY_COMPARE(acquired.size(), 5);
    for (int i = 1; i < 5; ++i)
        QVERIFY(acquired.at(i).at(0).value<LeaseInfo>().fence()
                > acquired.at(i - 1).at(0).value<LeaseInfo>().fence());
}

void tst_Semaphore::lapsedPermitIsFree()
{
    m_server.command({"ZADD", "seats", "1000", "0123456789abcdef"}); // long ago
    m_server.command({"PEXPIRE", "seats", "60000"});
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 1});
    semaphore->tryAcquire();
    QTRY_VERIFY(semaphore->isHeld());
}

void tst_Semaphore::lostPermitIsTold()
{
    RedGuard guard(m_server.url());
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 2, .ttl = 900ms});
    QSignalSpy lost(semaphore, &Semaphore::lost);
    semaphore->acquire();
    QTRY_VERIFY(semaphore->isHeld());
    m_server.command({"DEL", "seats"});
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::ServerLostState);
    QCOMPARE(m_server.command({"EXISTS", "seats"}).integer, 0);
}

void tst_Semaphore::badOptionsAreRefused_data()
{
    QTest::addColumn<int>("capacity");
    QTest::addColumn<int>("permits");
    QTest::addColumn<int>("ttl");
    QTest::newRow("capacity 0") << 0 << 1 << 1000;
    QTest::newRow("capacity huge") << 1'000'000 << 1 << 1000;
    QTest::newRow("permits 0") << 2 << 0 << 1000;
    QTest::newRow("permits above capacity") << 2 << 3 << 1000;
    QTest::newRow("ttl 0") << 2 << 1 << 0;
}

void tst_Semaphore::badOptionsAreRefused()
{
    QFETCH(const int, capacity);
    QFETCH(const int, permits);
    QFETCH(const int, ttl);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.resetCounts();
    Semaphore *semaphore =
        guard.semaphore(QStringLiteral("seats"), {capacity, permits, std::chrono::milliseconds(ttl)});
    QSignalSpy failed(semaphore, &Semaphore::errorOccurred);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"seats\"")));
    semaphore->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::InvalidArgument);
    QCOMPARE(m_server.calls("evalsha"), 0);
}

QTEST_GUILESS_MAIN(tst_Semaphore)
#include "tst_semaphore.moc"
