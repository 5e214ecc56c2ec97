// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>
#include <QtNetwork/qlocalserver.h>
#include <QtNetwork/qtcpserver.h>

#include <csignal>

using namespace redguard;
using namespace std::chrono_literals;

class tst_Connection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void connectsByItself();
    void handshakeIsOneWriteAndSubscribes();
    void overTcp();
    void selectsTheDatabase();
    void missingDatabaseFailsForGood();
    void wrongPasswordFailsForGoodAndIsNotShown();
    void rightPasswordConnects();
    void badUrlFailsWhatIsAsked();
    void withoutResp3();
    void withoutAChannelItAsks();
    void scriptFlushIsHealed();
    void killedConnectionKeepsWhatIsHeld();
    void killedConnectionKeepsThePlaceInTheQueue();
    void killedConnectionFinishesTheRelease();
    void serverThatComesLater();
    void timeoutHoldsAgainstAFrozenServer();
    void tryAcquireWithoutAServer();
    void unansweredCommandEndsTheConnection();
    void protocolErrorEndsTheConnection_data();
    void protocolErrorEndsTheConnection();
    void manyLocksInOneWrite();
    void closeGivesBackAndSaysSo();
    void closeInASlotStillTellsWhatWasAcquired();
    void closeWithoutAServerEnds();
    void namespacesShareTheConnection();
    void idleConnectionIsAsked();

private:
    void killClients()
    {
        m_server.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
        killSubscribers();
    }
    void killSubscribers() { m_server.command({"CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes"}); }

    TestServer m_server;
};

void tst_Connection::connectsByItself()
{
    RedGuard guard(m_server.url());
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    QCOMPARE(guard.state(), ConnectionState::Disconnected);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QCOMPARE(states.size(), 2);
    QCOMPARE(states.at(0).at(0).value<ConnectionState>(), ConnectionState::Connecting);
    QVERIFY(!guard.error());
}

void tst_Connection::handshakeIsOneWriteAndSubscribes()
{
    m_server.resetCounts();
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    for (const char *once : {"hello", "subscribe", "time"})
        QCOMPARE(m_server.calls(once), 1);
    QCOMPARE(m_server.command({"PUBSUB", "CHANNELS", "redguard:*"}).elements.size(), 1U);
}

void tst_Connection::overTcp()
{
    QTcpServer probe; // only to find a free port
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const QString port = QString::number(probe.serverPort());
    probe.close();
    TestServer server(
        {QStringLiteral("--port"), port, QStringLiteral("--bind"), QStringLiteral("127.0.0.1")});
    QVERIFY(server.start());
    RedGuard guard(QStringLiteral("redis://127.0.0.1:") + port);
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
}

void tst_Connection::selectsTheDatabase()
{
    RedGuard guard(m_server.url() + QStringLiteral("?db=3"));
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QVERIFY(m_server.keys().isEmpty());
    m_server.command({"SELECT", "3"});
    QVERIFY(m_server.keys().contains("door"));
    m_server.command({"FLUSHDB"});
    m_server.command({"SELECT", "0"});
}

void tst_Connection::missingDatabaseFailsForGood()
{
    RedGuard guard(m_server.url() + QStringLiteral("?db=999"));
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refused")));
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(errors.size(), 1);
    QVERIFY(guard.errorString().contains(QStringLiteral("DB index")));
}

void tst_Connection::wrongPasswordFailsForGoodAndIsNotShown()
{
    const QString canary = QStringLiteral("canary-7d1f");
    m_server.command({"ACL", "SETUSER", "tester", "on", ">right", "~*", "&*", "+@all"});
    const QString path = m_server.server().socketPath();
    RedGuard guard(QStringLiteral("unix://tester:%1@%2").arg(canary, path));
    QVERIFY(!guard.url().contains(canary));
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^(?!.*canary).*refused")));
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.at(0).at(1).value<Error>();
    QCOMPARE(error.code(), ErrorCode::AccessDenied);
    QVERIFY(!error.message().contains(canary));
    // So does what is asked after that.
    lock->acquire();
    QTRY_COMPARE(failed.size(), 2);
}

void tst_Connection::rightPasswordConnects()
{
    m_server.command({"ACL", "SETUSER", "tester", "on", ">ri@ght:/?", "~*", "&*", "+@all"});
    RedGuard guard(QStringLiteral("unix://tester:ri%40ght%3A%2F%3F@%1").arg(m_server.server().socketPath()));
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
}

void tst_Connection::badUrlFailsWhatIsAsked()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^(?!.*hunter2)")));
    RedGuard guard(QStringLiteral("redis://user:hunter2@host:99999"));
    QCOMPARE(guard.error().code(), ErrorCode::InvalidUrl);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    QTRY_COMPARE(errors.size(), 1);
    QVERIFY(!guard.errorString().contains(QStringLiteral("hunter2")));
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QCOMPARE(failed.size(), 0);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::InvalidUrl);
    auto future = lock->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::InvalidUrl);
}

void tst_Connection::withoutResp3()
{
    TestServer server({QStringLiteral("--rename-command"), QStringLiteral("HELLO"), QString()});
    QVERIFY(server.start());
    RedGuard guard(server.url());
    Lock *holder = guard.lock(QStringLiteral("door"), {.ttl = 2s});
    Lock *waiter = guard.lock(QStringLiteral("door"), {.ttl = 2s});
    QSignalSpy queued(waiter, &Lock::queued);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    holder->release();
    QTRY_VERIFY_WITH_TIMEOUT(waiter->isHeld(), 6000);
}

void tst_Connection::withoutAChannelItAsks()
{
    m_server.command({"ACL", "SETUSER", "mute", "on", ">pw", "~*", "resetchannels", "+@all"});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("by asking")));
    RedGuard guard(QStringLiteral("unix://mute:pw@%1").arg(m_server.server().socketPath()));
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 30s});
    m_server.command({"SET", "door", "0123456789abcdef", "PX", "700"});
    lock->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 5000);
}

void tst_Connection::scriptFlushIsHealed()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy released(lock, &Lock::released);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.command({"SCRIPT", "FLUSH"});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"SCRIPT", "FLUSH"});
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    m_server.command({"SCRIPT", "FLUSH"});
    Lock *fresh = guard.lock(QStringLiteral("window"));
    fresh->acquire();
    fresh->cancel(); // void before it is sent again: it must not come back behind the cancel
    QTRY_VERIFY(!fresh->isPending());
    QSignalSpy timedOut(lock, &Lock::timedOut);
    Lock *again = guard.lock(QStringLiteral("window"));
    again->tryAcquire();
    QTRY_VERIFY(again->isHeld());
}

void tst_Connection::killedConnectionKeepsWhatIsHeld()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 5s});
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy renewed(lock, &Lock::renewed);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    killClients();
    QTRY_COMPARE(renewed.size(), 1); // validated at once, long before a third of the ttl
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
}

void tst_Connection::killedConnectionKeepsThePlaceInTheQueue()
{
    RedGuard holderGuard(m_server.url());
    Lock *holder = holderGuard.lock(QStringLiteral("door"), {.ttl = 60s});
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard firstGuard(m_server.url());
    RedGuard secondGuard(m_server.url());
    Lock *first = firstGuard.lock(QStringLiteral("door"), {.ttl = 60s});
    Lock *second = secondGuard.lock(QStringLiteral("door"), {.ttl = 60s});
    QSignalSpy firstQueued(first, &Lock::queued);
    QSignalSpy secondQueued(second, &Lock::queued);
    first->acquire();
    QTRY_COMPARE(firstQueued.size(), 1);
    second->acquire();
    QTRY_COMPARE(secondQueued.size(), 1);
    QStringList order;
    connect(first, &Lock::acquired, this, [&] {
        order.append(QStringLiteral("first"));
        first->release();
    });
    connect(second, &Lock::acquired, this, [&] { order.append(QStringLiteral("second")); });
    m_server.resetCounts();
    killClients();
    QTRY_VERIFY(firstGuard.state() == ConnectionState::Connected
                && secondGuard.state() == ConnectionState::Connected);
    QTRY_COMPARE(holderGuard.state(), ConnectionState::Connected);
    QTRY_COMPARE(m_server.command({"PUBSUB", "CHANNELS", "redguard:*"}).elements.size(), 3U);
    QTRY_VERIFY(m_server.calls("evalsha") >= 3);
    holder->release();
    QTRY_COMPARE(order, QStringList({QStringLiteral("first"), QStringLiteral("second")}));
}

void tst_Connection::killedConnectionFinishesTheRelease()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 60s});
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    killClients();
    QTRY_VERIFY(guard.state() != ConnectionState::Connected);
    lock->release();
    QVERIFY(!lock->isHeld());
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QVERIFY(m_server.command({"GET", "door"}).isNull());
}

void tst_Connection::serverThatComesLater()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("s"));
    RedGuard guard(QStringLiteral("unix://") + path);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(errors.size() >= 2);
    QCOMPARE(errors.at(0).at(0).value<Error>().code(), ErrorCode::NotConnected);
    QVERIFY(lock->isPending());
    TestServer late({QStringLiteral("--unixsocket"), path});
    QProcess server;
    server.start(late.server().program(),
                 {QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--save"), QString(),
                  QStringLiteral("--unixsocket"), path});
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    QVERIFY(!guard.error());
    server.kill();
    QVERIFY(server.waitForFinished());
}

void tst_Connection::timeoutHoldsAgainstAFrozenServer()
{
    TestServer server;
    QVERIFY(server.start());
    RedGuard guard(server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy timedOut(lock, &Lock::timedOut);
    ::kill(pid_t(server.server().processId()), SIGSTOP);
    QElapsedTimer timer;
    timer.start();
    lock->acquireFor(300ms);
    QTRY_COMPARE(timedOut.size(), 1);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    ::kill(pid_t(server.server().processId()), SIGCONT);
    // The acquire in the frozen server's buffer is followed by its cancel.
    Lock *other = guard.lock(QStringLiteral("door"));
    other->acquireFor(5s);
    QTRY_VERIFY(other->isHeld());
}

void tst_Connection::tryAcquireWithoutAServer()
{
    RedGuard guard(QStringLiteral("unix:///nowhere/redis.sock"), QString(), {.commandTimeout = 200ms});
    Lock *lock = guard.lock(QStringLiteral("door"));
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 1});
    QSignalSpy failed(lock, &Lock::errorOccurred);
    QSignalSpy limiterFailed(limiter, &RateLimiter::errorOccurred);
    QSignalSpy limiterTimedOut(limiter, &RateLimiter::timedOut);
    lock->tryAcquire();
    limiter->tryAcquire();
    limiter->acquireFor(100ms);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::NotConnected);
    QTRY_COMPARE(limiterFailed.size(), 1);
    QTRY_COMPARE(limiterTimedOut.size(), 1);
}

void tst_Connection::unansweredCommandEndsTheConnection()
{
    TestServer server;
    QVERIFY(server.start());
    RedGuard guard(server.url(), QString(), {.commandTimeout = 300ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 10s});
    QSignalSpy failed(lock, &Lock::errorOccurred);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    ::kill(pid_t(server.server().processId()), SIGSTOP);
    lock->tryAcquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::Timeout);
    QTRY_VERIFY(!states.isEmpty());
    ::kill(pid_t(server.server().processId()), SIGCONT);
    // What may have been taken is given back first.
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QTRY_VERIFY(server.command({"GET", "door"}).isNull());
}

void tst_Connection::protocolErrorEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("unknown type") << QByteArray("?what\r\n");
    QTest::newRow("bad length") << QByteArray("$-7\r\n");
    QTest::newRow("no CRLF") << QByteArray("+OK\n\n");
    QTest::newRow("unasked") << QByteArray("+OK\r\n").repeated(100);
}

void tst_Connection::protocolErrorEndsTheConnection()
{
    QFETCH(const QByteArray, reply);
    const QTemporaryDir folder;
    QLocalServer liar;
    QVERIFY(liar.listen(folder.filePath(QStringLiteral("s"))));
    int connections = 0;
    connect(&liar, &QLocalServer::newConnection, this, [&] {
        ++connections;
        QLocalSocket *socket = liar.nextPendingConnection();
        socket->write(reply);
    });
    if (!reply.startsWith("+OK\r"))
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("broke the protocol")));
    RedGuard guard(QStringLiteral("unix://") + liar.fullServerName());
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    QTRY_VERIFY(connections >= 2);
    const bool isUnasked = reply.startsWith("+OK\r");
    QCOMPARE(errors.at(0).at(0).value<Error>().code(),
             isUnasked ? ErrorCode::NotConnected : ErrorCode::ProtocolError);
    QVERIFY(guard.state() != ConnectionState::Connected);
}

void tst_Connection::manyLocksInOneWrite()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    int held = 0;
    int released = 0;
    constexpr int Count = 1000;
    for (int i = 0; i < Count; ++i) {
        Lock *lock = guard.lock(QStringLiteral("door-%1").arg(i));
        connect(lock, &Lock::acquired, this, [&held, lock] {
            ++held;
            lock->release();
        });
        connect(lock, &Lock::released, this, [&released] { ++released; });
        lock->acquire();
    }
    QTRY_COMPARE(released, Count);
    QCOMPARE(held, Count);
}

void tst_Connection::closeGivesBackAndSaysSo()
{
    RedGuard guard(m_server.url());
    Lock *held = guard.lock(QStringLiteral("door"));
    Lock *waiting = guard.lock(QStringLiteral("door"));
    Lease lease;
    guard.lock(QStringLiteral("window"))->acquireAsync(5s, this, [&](const Result<Lease> &result) {
        lease = *result;
    });
    held->acquire();
    QTRY_VERIFY(held->isHeld() && lease.isHeld());
    waiting->acquire();
    QSignalSpy released(held, &Lock::released);
    QSignalSpy cancelled(waiting, &Lock::cancelled);
    QSignalSpy closed(&guard, &RedGuard::closed);
    guard.close();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(released.size(), 1);
    QCOMPARE(cancelled.size(), 1);
    QVERIFY(!held->isHeld());
    QVERIFY(!lease.isHeld());
    QCOMPARE(guard.state(), ConnectionState::Closed);
    QVERIFY(!m_server.keys().contains("door") && !m_server.keys().contains("window"));
    QSignalSpy failed(waiting, &Lock::errorOccurred);
    waiting->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(closed.size(), 1);
}

void tst_Connection::closeInASlotStillTellsWhatWasAcquired()
{
    RedGuard guard(m_server.url());
    Lock *first = guard.lock(QStringLiteral("door"));
    Lock *second = guard.lock(QStringLiteral("window"));
    QSignalSpy acquired(second, &Lock::acquired);
    QSignalSpy released(second, &Lock::released);
    connect(first, &Lock::acquired, &guard, &RedGuard::close);
    first->acquire();
    second->acquire();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(acquired.size(), 1);
    QVERIFY(!second->isHeld());
}

void tst_Connection::closeWithoutAServerEnds()
{
    RedGuard guard(QStringLiteral("unix:///nowhere/redis.sock"), QString(), {.commandTimeout = 100ms});
    Lock *lock = guard.lock(QStringLiteral("door"));
    QSignalSpy cancelled(lock, &Lock::cancelled);
    QSignalSpy closed(&guard, &RedGuard::closed);
    lock->acquire();
    guard.close();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(cancelled.size(), 1);
}

void tst_Connection::namespacesShareTheConnection()
{
    RedGuard guard(m_server.url(), QStringLiteral("a"));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const auto clients = m_server.command({"CLIENT", "LIST"}).bytes.count('\n');
    RedGuard *other = guard.withNamespace(QStringLiteral("b"), &guard);
    Lock *here = guard.lock(QStringLiteral("door"));
    Lock *there = other->lock(QStringLiteral("door"));
    here->acquire();
    there->acquire();
    QTRY_VERIFY(here->isHeld() && there->isHeld());
    QCOMPARE(m_server.command({"CLIENT", "LIST"}).bytes.count('\n'), clients);
    QVERIFY(m_server.keys().contains("a:door") && m_server.keys().contains("b:door"));
}

void tst_Connection::idleConnectionIsAsked()
{
    RedGuard guard(m_server.url(), QString(), {.healthCheckInterval = 100ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.resetCounts();
    QTRY_VERIFY(m_server.calls("time") >= 2);
}

QTEST_GUILESS_MAIN(tst_Connection)
#include "tst_connection.moc"
