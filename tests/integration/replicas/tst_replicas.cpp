// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "redisprocess.h"

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Holds that count only once a replica has them.
class tst_Replicas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void aConfirmedHoldIsHeld();
    void whatIsNotConfirmedIsRefusedAndGivenBack();
    void aGrantIsConfirmedToo();
    void aGrantThatIsNotConfirmedGoesOn();
    void aWaitThatIsCancelledMeanwhileIsGivenBack();
    void withoutReplicasNothingIsAskedOfThem();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();

private:
    [[nodiscard]] QByteArray holder() { return m_primary.command({"GET", "door"}).bytes; }

    RedisProcess m_primary;
    std::unique_ptr<RedisProcess> m_replica;
};

namespace {

const GuardOptions OneReplica {.replicas = 1, .replicaTimeout = 500ms};

} // namespace

void tst_Replicas::initTestCase()
{
    QVERIFY(m_primary.start());
    m_replica = std::make_unique<RedisProcess>(
        QStringList {u"replicaof 127.0.0.1 %1"_s.arg(m_primary.port()), u"repl-diskless-sync-delay 0"_s});
    QVERIFY(m_replica->start());
}

void tst_Replicas::init()
{
    m_replica->resume();
    QTRY_COMPARE_WITH_TIMEOUT(m_replica->field({"INFO", "replication"}, "master_link_status"), "up", 20'000);
    m_primary.command({"FLUSHALL"});
    QTRY_COMPARE(m_primary.command({"WAIT", "1", "1000"}).integer, 1);
}

void tst_Replicas::aConfirmedHoldIsHeld()
{
    RedGuard guard(m_primary.url(), QString(), OneReplica);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(m_replica->command({"GET", "door"}).bytes, holder());
    QVERIFY(!holder().isEmpty());
}

void tst_Replicas::whatIsNotConfirmedIsRefusedAndGivenBack()
{
    RedGuard guard(m_primary.url(), QString(), OneReplica);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_replica->pause();
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::NotReplicated);
    QTRY_VERIFY(holder().isEmpty());
    QCOMPARE(acquired.size(), 0);
    QVERIFY(!lock->isHeld());
}

void tst_Replicas::aGrantIsConfirmedToo()
{
    RedGuard guard(m_primary.url(), QString(), OneReplica);
    Lock *holder = guard.lock(u"door"_s);
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(waiter->queuePosition(), 1);
    m_primary.command({"CONFIG", "RESETSTAT"});
    holder->release();
    QTRY_VERIFY(waiter->isHeld());
    QVERIFY(m_primary.field({"INFO", "commandstats"}, "cmdstat_wait").startsWith("calls=1,"));
}

void tst_Replicas::aGrantThatIsNotConfirmedGoesOn()
{
    RedGuard strict(m_primary.url(), QString(), OneReplica);
    RedGuard lenient(m_primary.url());
    Lock *holder = lenient.lock(u"door"_s, {.ttl = 60s});
    Lock *first = strict.lock(u"door"_s, {.ttl = 60s});
    Lock *second = lenient.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy failed(first, &Lock::errorOccurred);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    first->acquire();
    QTRY_COMPARE(first->queuePosition(), 1);
    second->acquire();
    QTRY_COMPARE(second->queuePosition(), 2);
    m_replica->pause();
    holder->release();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::NotReplicated);
    QTRY_VERIFY(second->isHeld()); // at once, not after a lease of the first
}

void tst_Replicas::aWaitThatIsCancelledMeanwhileIsGivenBack()
{
    RedGuard guard(m_primary.url(), QString(), {.replicas = 1, .replicaTimeout = 1500ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_replica->pause();
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy cancelled(lock, &Lock::cancelled);
    lock->acquire();
    QTRY_VERIFY(!holder().isEmpty());
    lock->cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_VERIFY(holder().isEmpty());
    QCOMPARE(acquired.size(), 0);
}

void tst_Replicas::withoutReplicasNothingIsAskedOfThem()
{
    m_primary.command({"CONFIG", "RESETSTAT"});
    RedGuard guard(m_primary.url());
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QVERIFY(m_primary.field({"INFO", "commandstats"}, "cmdstat_wait").isEmpty());
}

void tst_Replicas::badOptionsAreRefused_data()
{
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("timeout");
    QTest::newRow("negative number") << -1 << 1000;
    QTest::newRow("no time") << 1 << 0;
    QTest::newRow("time of a command") << 1 << 5000;
}

void tst_Replicas::badOptionsAreRefused()
{
    QFETCH(const int, replicas);
    QFETCH(const int, timeout);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"replica"_s));
    const RedGuard guard(m_primary.url(), QString(),
                         {.replicas = replicas, .replicaTimeout = std::chrono::milliseconds(timeout)});
    QCOMPARE(guard.error().code(), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(tst_Replicas)
#include "tst_replicas.moc"
