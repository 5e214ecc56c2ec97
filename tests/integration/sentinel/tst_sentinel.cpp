// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "fakesentinel.h"
#include "freeports.h"
#include "testcertificates.h"
#include "testsentinels.h"

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

const QString Canary = QStringLiteral("canary-51e0");
constexpr int Patience = 60'000; // for a failover, which takes the Sentinels some seconds

} // namespace

class tst_Sentinel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_sentinels.start()); }
    void init() { QVERIFY(m_sentinels.server(m_sentinels.primary()).command({"FLUSHALL"}).bytes == "OK"); }

    void findsThePrimary();
    void nextIsAskedWhereOneIsDead();
    void nextIsAskedWhereOneIsSilent();
    void othersAreLearnt();
    void unknownNameFailsForGood();
    void unreachableSentinelsMayComeBack();
    void ownLogin_data();
    void ownLogin();
    void withTls();
    void roleIsVerified();
    void newsAreFollowed();
    void listensAgainAfterTheSentinelIsGone();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
    void plannedFailoverKeepsLockAndQueue();
    void crashOfThePrimaryKeepsLockAndQueue();

private:
    [[nodiscard]] static QString urlOf(quint16 port, const QString &name = QStringLiteral("main"))
    {
        return QStringLiteral("redis-sentinel://127.0.0.1:%1?master_name=%2").arg(port).arg(name);
    }
    [[nodiscard]] QStringList watchingAlone() const
    {
        return {QStringLiteral("sentinel monitor main 127.0.0.1 %1 1").arg(m_bystander.port())};
    }
    void keepsLockAndQueueAcross(const std::function<bool()> &failover);

    TestSentinels m_sentinels;
    RedisProcess m_bystander;
};

void tst_Sentinel::findsThePrimary()
{
    RedGuard guard(m_sentinels.url());
    QCOMPARE(guard.url(), m_sentinels.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(m_sentinels.server(m_sentinels.primary()).command({"EXISTS", "door"}).integer, 1);
    QVERIFY(!guard.error());
}

void tst_Sentinel::nextIsAskedWhereOneIsDead()
{
    QString url = m_sentinels.url();
    url.replace(QStringLiteral("//"), QStringLiteral("//127.0.0.1:%1,").arg(freePorts(1).first()));
    RedGuard guard(url);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QVERIFY(!guard.error());
}

void tst_Sentinel::nextIsAskedWhereOneIsSilent()
{
    FakeSentinel silent;
    QVERIFY(silent.start());
    silent.setAnswers({"*2\r\n"}); // and no more
    QString url = m_sentinels.url();
    url.replace(QStringLiteral("//"),
                silent.url().remove(QStringLiteral("redis-sentinel:")).split(u'?').first() + u',');
    RedGuard guard(url);
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, Patience);
    QCOMPARE(silent.asked(), 1);
}

void tst_Sentinel::othersAreLearnt()
{
    RedGuard guard(urlOf(m_sentinels.sentinel(2).port()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_sentinels.sentinel(2).kill();
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    m_sentinels.server(m_sentinels.primary()).command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_VERIFY(!states.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, Patience);
    QVERIFY(m_sentinels.sentinel(2).start());
}

void tst_Sentinel::unknownNameFailsForGood()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no primary named \"mian\"")));
    QString url = m_sentinels.url();
    RedGuard guard(url.replace(QStringLiteral("main"), QStringLiteral("mian")));
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync();
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::ServerError);
    QCOMPARE(guard.errorString().count(QStringLiteral("It knows no primary named \"mian\"")), 3);
}

void tst_Sentinel::unreachableSentinelsMayComeBack()
{
    const QList<quint16> nobody = freePorts(2);
    QString url = urlOf(nobody[0]);
    RedGuard guard(url.replace(u'?', QStringLiteral(",127.0.0.1:%1?").arg(nobody[1])));
    QSignalSpy failed(&guard, &RedGuard::errorOccurred);
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(1500ms);
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(guard.error().code(), ErrorCode::NotConnected);
    for (const quint16 port : nobody)
        QVERIFY2(guard.errorString().contains(QStringLiteral("redis://127.0.0.1:%1: ").arg(port)),
                 qPrintable(guard.errorString()));
    QTRY_VERIFY(future.isFinished()); // it waited all the same
    QCOMPARE(future.result().error().code(), ErrorCode::TimedOut);
}

void tst_Sentinel::ownLogin_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("more");
    QTest::addColumn<ErrorCode>("code");
    const auto password = QStringLiteral("&sentinel_password=");
    const auto user = QStringLiteral("&sentinel_username=watcher");
    // Nothing but what is asked.
    const auto watcher = QStringLiteral("user watcher on >%1 resetchannels &+switch-master -@all +auth "
                                        "+sentinel|get-master-addr-by-name +sentinel|sentinels +subscribe")
                             .arg(Canary);
    const auto all = QStringLiteral("requirepass ") + Canary;
    QTest::newRow("password") << all << password + Canary << ErrorCode::NoError;
    QTest::newRow("user") << watcher << user + password + Canary << ErrorCode::NoError;
    QTest::newRow("no password") << all << QString() << ErrorCode::AccessDenied;
    QTest::newRow("wrong password") << all << password + Canary + u'x' << ErrorCode::AccessDenied;
    QTest::newRow("wrong user") << all << user + password + Canary << ErrorCode::AccessDenied;
}

void tst_Sentinel::ownLogin()
{
    QFETCH(const QString, login);
    QFETCH(const QString, more);
    QFETCH(const ErrorCode, code);
    if (m_bystander.port() == 0)
        QVERIFY(m_bystander.start());
    RedisProcess sentinel(watchingAlone() + QStringList {login}, RedisProcess::Mode::Sentinel);
    QVERIFY(sentinel.start());
    if (code != ErrorCode::NoError)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("No Sentinel says")));
    RedGuard guard(urlOf(sentinel.port()) + more);
    QTRY_VERIFY(guard.state() == ConnectionState::Connected || guard.error());
    QCOMPARE(guard.error().code(), code);
    QVERIFY2(!guard.errorString().contains(Canary), qPrintable(guard.errorString()));
}

void tst_Sentinel::withTls()
{
    TestCertificates certificates;
    QVERIFY(certificates.make());
    const QStringList tls = certificates.configuration(QStringLiteral("server"));
    RedisProcess server(tls);
    QVERIFY(server.start());
    RedisProcess sentinel(
        tls
            + QStringList {QStringLiteral("tls-replication yes"),
                           QStringLiteral("sentinel monitor main 127.0.0.1 %1 1").arg(server.port())},
        RedisProcess::Mode::Sentinel);
    QVERIFY(sentinel.start());
    QString url = urlOf(sentinel.port()).replace(QStringLiteral("redis-"), QStringLiteral("rediss-"));
    {
        RedGuard guard(url + QStringLiteral("&ssl_ca_certs=") + certificates.authority());
        QTRY_COMPARE(guard.state(), ConnectionState::Connected);
        QCOMPARE(guard.url(), url);
    }
    RedGuard distrustful(url);
    QTRY_VERIFY2(distrustful.errorString().contains(QStringLiteral("certificate was refused")),
                 qPrintable(distrustful.errorString()));
}

void tst_Sentinel::roleIsVerified()
{
    const int primary = m_sentinels.primary();
    FakeSentinel sentinel;
    QVERIFY(sentinel.start());
    sentinel.setAnswers({FakeSentinel::addressOf(m_sentinels.server(1 - primary).port()),
                         FakeSentinel::addressOf(m_sentinels.server(primary).port())});
    RedGuard guard(sentinel.url());
    QTRY_VERIFY2(guard.errorString().contains(QStringLiteral("not the primary")),
                 qPrintable(guard.errorString()));
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, Patience);
    QVERIFY(sentinel.asked() >= 2);
}

void tst_Sentinel::newsAreFollowed()
{
    RedisProcess first;
    RedisProcess second;
    QVERIFY(first.start() && second.start());
    FakeSentinel sentinel;
    QVERIFY(sentinel.start());
    sentinel.setAnswers({FakeSentinel::addressOf(first.port())});
    RedGuard guard(sentinel.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    const QByteArray from = " 127.0.0.1 " + QByteArray::number(first.port());
    const QByteArray to = " 127.0.0.1 " + QByteArray::number(second.port());
    sentinel.tell("other" + from + to);
    sentinel.tell("main" + to + from);
    sentinel.tell("main" + from + " 127.0.0.1");
    sentinel.tell("main" + from + " 127.0.0.1 port");
    sentinel.setAnswers({FakeSentinel::addressOf(second.port())});
    const int asked = sentinel.asked();
    sentinel.tell("main" + from + to);
    QTRY_COMPARE(sentinel.asked(), asked + 1); // by the last alone
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(second.command({"EXISTS", "door"}).integer, 1);
    QCOMPARE(states.first().first().value<ConnectionState>(), ConnectionState::Disconnected);
}

void tst_Sentinel::listensAgainAfterTheSentinelIsGone()
{
    RedisProcess first;
    RedisProcess second;
    QVERIFY(first.start() && second.start());
    FakeSentinel sentinel;
    QVERIFY(sentinel.start());
    sentinel.setAnswers({FakeSentinel::addressOf(first.port())});
    RedGuard guard(sentinel.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    const int asked = sentinel.asked();
    sentinel.hangUp();
    QTRY_COMPARE(sentinel.asked(), asked + 1);
    QTRY_COMPARE(sentinel.listeners(), 1);
    QVERIFY(states.isEmpty()); // it is where it was
    sentinel.setAnswers({FakeSentinel::addressOf(second.port())});
    sentinel.hangUp();
    QTRY_VERIFY(!states.isEmpty()); // the news were missed, the move was not
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
}

void tst_Sentinel::nonsenseIsRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no array") << QByteArray("+OK\r\n");
    QTest::newRow("one element") << QByteArray("*1\r\n$1\r\nx\r\n");
    QTest::newRow("three elements") << QByteArray("*3\r\n$1\r\nx\r\n$1\r\n1\r\n$1\r\n2\r\n");
    QTest::newRow("no port") << QByteArray("*2\r\n$1\r\nx\r\n$1\r\nx\r\n");
    QTest::newRow("port 0") << QByteArray("*2\r\n$1\r\nx\r\n$1\r\n0\r\n");
    QTest::newRow("port too high") << QByteArray("*2\r\n$1\r\nx\r\n$5\r\n65536\r\n");
    QTest::newRow("no host") << QByteArray("*2\r\n$0\r\n\r\n$1\r\n1\r\n");
    QTest::newRow("no protocol") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("error") << QByteArray("-LOADING soon\r\n");
}

void tst_Sentinel::nonsenseIsRefused()
{
    QFETCH(const QByteArray, answer);
    FakeSentinel sentinel;
    QVERIFY(sentinel.start());
    sentinel.setAnswers({answer});
    RedGuard guard(sentinel.url());
    QTRY_COMPARE(guard.error().code(), ErrorCode::NotConnected);
    QTRY_VERIFY(sentinel.asked() >= 2);
}

void tst_Sentinel::keepsLockAndQueueAcross(const std::function<bool()> &failover)
{
    RedGuard guard(m_sentinels.url());
    RedGuard other(m_sentinels.url());
    Lock *held = guard.lock(QStringLiteral("door"), {.ttl = 60s});
    Lock *waiting = other.lock(QStringLiteral("door"), {.ttl = 60s});
    QSignalSpy lost(held, &Lock::lost);
    QSignalSpy queued(waiting, &Lock::queued);
    QSignalSpy first(held, &Lock::acquired);
    QSignalSpy second(waiting, &Lock::acquired);
    held->acquire();
    QTRY_VERIFY(held->isHeld());
    waiting->acquire();
    QTRY_VERIFY(!queued.isEmpty());
    const int before = m_sentinels.primary();
    QTRY_VERIFY(m_sentinels.isReplicated());

    QVERIFY(failover());
    QTRY_VERIFY_WITH_TIMEOUT(m_sentinels.primary() == 1 - before, Patience);
    RedisProcess &now = m_sentinels.server(1 - before);
    QTRY_VERIFY_WITH_TIMEOUT(
        guard.state() == ConnectionState::Connected && other.state() == ConnectionState::Connected, Patience);
    QVERIFY(held->isHeld());
    QVERIFY(lost.isEmpty());
    QVERIFY(!waiting->isHeld());
    held->release();
    QTRY_VERIFY_WITH_TIMEOUT(waiting->isHeld(), Patience);
    QVERIFY(second.first().first().value<LeaseInfo>().fence()
            > first.first().first().value<LeaseInfo>().fence());
    QCOMPARE(now.command({"EXISTS", "door"}).integer, 1);
}

void tst_Sentinel::plannedFailoverKeepsLockAndQueue()
{
    keepsLockAndQueueAcross([this] { return m_sentinels.failOver(); });
}

void tst_Sentinel::crashOfThePrimaryKeepsLockAndQueue()
{
    RedisProcess &primary = m_sentinels.server(m_sentinels.primary());
    keepsLockAndQueueAcross([&primary] {
        primary.kill();
        return true;
    });
    QVERIFY(primary.start());
}

QTEST_GUILESS_MAIN(tst_Sentinel)
#include "tst_sentinel.moc"
