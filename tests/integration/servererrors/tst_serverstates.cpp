// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "freeports.h"
#include "proxiedserver.h"

#include <QtCore/qtemporarydir.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Error errorOf(const QSignalSpy &failed)
{
    return failed.isEmpty() ? Error() : failed.last().last().value<Error>();
}

ReleaseOutcome outcomeOf(const QSignalSpy &released)
{
    return released.isEmpty() ? ReleaseOutcome::Unknown : released.last().at(1).value<ReleaseOutcome>();
}

} // namespace

// A real server in each of the states that it refuses commands in, and out of it again.
class tst_ServerStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void outOfMemory();
    void busyInAScript();
    void connectingWhileBusy();
    void tooFewReplicas();
    void cannotSave();
    void demoted_data();
    void demoted();
    void loading();
    void waitIsInterrupted();
    void foreignKey();

private:
    void set(QByteArrayView option, QByteArrayView value)
    {
        const auto reply = server().command({"CONFIG", "SET", option, value});
        QVERIFY2(!reply.isError(), reply.bytes.constData());
    }
    [[nodiscard]] TestServer &server() { return m_server->server(); }
    [[nodiscard]] bool isFree(QByteArrayView key) { return server().command({"EXISTS", key}).integer == 0; }
    [[nodiscard]] bool says(QByteArrayView prefix)
    {
        return server().command({"GET", "x"}).isErrorOf(prefix);
    }
    // What blocks a connection of its own.
    void sendAside(const QByteArray &command);
    [[nodiscard]] Lock *held(RedGuard &guard, const QString &name);

    std::unique_ptr<ProxiedServer> m_server;
    std::unique_ptr<QLocalSocket> m_aside;
};

void tst_ServerStates::init()
{
    m_server = std::make_unique<ProxiedServer>(
        QStringList {u"--enable-debug-command"_s, u"yes"_s, u"--enable-protected-configs"_s, u"yes"_s});
    QVERIFY(m_server->start());
}

void tst_ServerStates::sendAside(const QByteArray &command)
{
    m_aside = std::make_unique<QLocalSocket>();
    m_aside->connectToServer(server().server().socketPath());
    QVERIFY(m_aside->waitForConnected());
    m_aside->write(command + "\r\n");
    m_aside->flush();
}

Lock *tst_ServerStates::held(RedGuard &guard, const QString &name)
{
    Lock *lock = guard.lock(name);
    lock->acquire();
    return QTest::qWaitFor([lock] { return lock->isHeld(); }) ? lock : nullptr;
}

void tst_ServerStates::outOfMemory()
{
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy released(lock, &Lock::released);
    Lock *other = guard.lock(u"window"_s);
    Lock *waiter = guard.lock(u"door"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1, .algorithm = Algorithm::Paced});
    RateLimiter *window = guard.limiter(u"gate"_s, {.limit = 1});
    QSignalSpy failed(other, &Lock::errorOccurred);
    QSignalSpy waitFailed(waiter, &Lock::errorOccurred);
    QSignalSpy admitted(window, &RateLimiter::acquired);
    QSignalSpy limited(limiter, &RateLimiter::errorOccurred);
    set("maxmemory", "1");
    other->acquire();
    waiter->acquire();
    limiter->acquire();
    window->acquire();
    QTRY_COMPARE(failed.size() + waitFailed.size() + limited.size(), 3);
    QTRY_COMPARE(admitted.size(), 1); // it begins with what leaves the window, and so needs no more memory
    for (const QSignalSpy *spy : {&failed, &waitFailed, &limited})
        QCOMPARE(errorOf(*spy).code(), ErrorCode::OutOfMemory);
    lock->extend();
    QTRY_COMPARE(renewed.size(), 1);
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(outcomeOf(released), ReleaseOutcome::Clean);
    QVERIFY(isFree("door") && isFree("window") && isFree("api"));
    set("maxmemory", "0");
    other->acquire();
    QTRY_VERIFY(other->isHeld());
}

// Its leases go on, and so does the connection, even where its health is asked for.
void tst_ServerStates::busyInAScript()
{
    set("busy-reply-threshold", "1");
    RedGuard guard(m_server->url(), {}, {.healthCheckInterval = 20ms});
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy released(lock, &Lock::released);
    const QByteArrayList connection = m_server->listeners();
    Lock *other = guard.lock(u"window"_s);
    QSignalSpy failed(other, &Lock::errorOccurred);
    sendAside("EVAL \"while true do end\" 0");
    QTRY_VERIFY(says("BUSY"));
    QSignalSpy replied(&m_server->proxy(), &chaos::FaultProxy::replied);
    const auto count = [&replied](const QByteArray &word) {
        return std::count_if(replied.begin(), replied.end(), [&](const QVariantList &one) {
            return one.at(0).value<QByteArrayList>().first() == word;
        });
    };
    QTRY_VERIFY(count("TIME") >= 2);
    other->acquire();
    lock->release();
    QTRY_VERIFY(count("EVALSHA") >= 4);
    QVERIFY(other->isPending() && failed.isEmpty() && released.isEmpty());
    server().command({"SCRIPT", "KILL"});
    QTRY_VERIFY(other->isHeld());
    QTRY_COMPARE(outcomeOf(released), ReleaseOutcome::Clean);
    QCOMPARE(m_server->listeners(), connection);
    QCOMPARE(lost.size(), 0);
}

void tst_ServerStates::connectingWhileBusy()
{
    set("busy-reply-threshold", "1");
    sendAside("EVAL \"while true do end\" 0");
    QTRY_VERIFY(says("BUSY"));
    RedGuard guard(m_server->url() + u"/3"_s);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(errors.size() >= 2);
    QVERIFY(lock->isPending());
    server().command({"SCRIPT", "KILL"});
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    for (const auto &error : errors)
        QCOMPARE(error.at(0).value<Error>().code(), ErrorCode::NotConnected);
    QCOMPARE(m_server->listeners().size(), 1); // and hears of grants
}

void tst_ServerStates::tooFewReplicas()
{
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy released(lock, &Lock::released);
    Lock *other = guard.lock(u"window"_s);
    QSignalSpy failed(other, &Lock::errorOccurred);
    QSignalSpy replied(&m_server->proxy(), &chaos::FaultProxy::replied);
    set("min-replicas-to-write", "1");
    other->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::NotReplicated);
    lock->release();
    QTRY_VERIFY(replied.size() >= 4); // it is tried again
    QCOMPARE(released.size(), 0);
    set("min-replicas-to-write", "0");
    QTRY_COMPARE(outcomeOf(released), ReleaseOutcome::Clean);
    QVERIFY(isFree("door") && isFree("window"));
}

void tst_ServerStates::cannotSave()
{
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy released(lock, &Lock::released);
    Lock *other = guard.lock(u"window"_s);
    QSignalSpy failed(other, &Lock::errorOccurred);
    {
        const QTemporaryDir folder;
        set("dir", folder.path().toUtf8());
    }
    set("save", "3600 1");
    server().command({"BGSAVE"});
    QTRY_VERIFY(server().command({"INFO", "persistence"}).bytes.contains("rdb_last_bgsave_status:err"));
    other->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::ServerError);
    QVERIFY2(errorOf(failed).message().contains(u"MISCONF"_s), qPrintable(errorOf(failed).message()));
    lock->extend();
    set("stop-writes-on-bgsave-error", "no");
    QTRY_COMPARE(renewed.size(), 1);
    lock->release();
    QTRY_COMPARE(outcomeOf(released), ReleaseOutcome::Clean);
}

void tst_ServerStates::demoted_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::newRow("READONLY") << "READONLY"_ba;
    QTest::newRow("MASTERDOWN") << "MASTERDOWN"_ba;
}

// The connection is made anew each time, in case that the name leads to another server by then.
void tst_ServerStates::demoted()
{
    QFETCH(const QByteArray, prefix);
    const QList<quint16> nobody = freePorts(1);
    QCOMPARE(nobody.size(), 1);
    set("replica-serve-stale-data", prefix == "READONLY" ? "yes" : "no");
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy lost(lock, &Lock::lost);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    server().command({"REPLICAOF", "127.0.0.1", QByteArray::number(nobody.first())});
    const int before = m_server->proxy().accepted();
    Lock *other = guard.lock(u"window"_s);
    QSignalSpy failed(other, &Lock::errorOccurred);
    other->acquire();
    QTRY_VERIFY(m_server->proxy().accepted() >= before + 2);
    QVERIFY(errorOf(errors).message().contains(QString::fromLatin1(prefix)));
    QCOMPARE(errorOf(errors).code(), ErrorCode::NotConnected);
    QVERIFY(other->isPending() && failed.isEmpty());
    server().command({"REPLICAOF", "NO", "ONE"});
    QTRY_VERIFY_WITH_TIMEOUT(other->isHeld(), 15'000);
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
}

void tst_ServerStates::loading()
{
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy lost(lock, &Lock::lost);
    Lock *other = guard.lock(u"window"_s);
    QSignalSpy failed(other, &Lock::errorOccurred);
    server().command({"DEBUG", "POPULATE", "1000"});
    set("key-load-delay", "500");
    set("loading-process-events-interval-bytes", "1024");
    sendAside("DEBUG RELOAD");
    QTRY_VERIFY(says("LOADING"));
    QSignalSpy replied(&m_server->proxy(), &chaos::FaultProxy::replied);
    other->acquire();
    QTRY_VERIFY(replied.size() >= 2); // asked again meanwhile
    QVERIFY(other->isPending() && failed.isEmpty());
    set("key-load-delay", "0");
    QTRY_VERIFY_WITH_TIMEOUT(other->isHeld(), 20'000);
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
}

// The server became a replica before any replica of its own had confirmed: not a hold, and given back.
void tst_ServerStates::waitIsInterrupted()
{
    const QList<quint16> nobody = freePorts(1);
    QCOMPARE(nobody.size(), 1);
    RedGuard guard(m_server->url(), {}, {.commandTimeout = 60s, .replicas = 1, .replicaTimeout = 50s});
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_VERIFY(server().command({"INFO", "clients"}).bytes.contains("blocked_clients:1"));
    server().command({"REPLICAOF", "127.0.0.1", QByteArray::number(nobody.first())});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::NotReplicated);
    QCOMPARE(acquired.size(), 0);
    QVERIFY(!lock->isHeld());
    server().command({"REPLICAOF", "NO", "ONE"});
    QTRY_VERIFY_WITH_TIMEOUT(isFree("door"), 15'000);
}

void tst_ServerStates::foreignKey()
{
    RedGuard guard(m_server->url());
    Lock *lock = held(guard, u"door"_s);
    QVERIFY(lock);
    QSignalSpy lost(lock, &Lock::lost);
    server().command({"DEL", "door"});
    for (const char *key : {"door", "window", "api"})
        server().command({"HSET", key, "somebody", "else's"});
    Lock *other = guard.lock(u"window"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1});
    QSignalSpy failed(other, &Lock::errorOccurred);
    QSignalSpy limited(limiter, &RateLimiter::errorOccurred);
    other->acquire();
    limiter->acquire();
    lock->extend();
    QTRY_COMPARE(failed.size() + limited.size() + lost.size(), 3);
    QCOMPARE(errorOf(failed).code(), ErrorCode::ForeignKey);
    QCOMPARE(errorOf(limited).code(), ErrorCode::ForeignKey);
    QCOMPARE(lost.at(0).at(1).value<LossReason>(), LossReason::Foreign);
    QTRY_COMPARE(guard.statistics().inFlight, 0); // what gave back is answered too
    for (const char *key : {"door", "window", "api"})
        QCOMPARE(server().command({"HLEN", key}).integer, 1);
}

QTEST_GUILESS_MAIN(tst_ServerStates)
#include "tst_serverstates.moc"
