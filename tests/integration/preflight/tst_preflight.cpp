// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#include "redguard/preflight.h"
#include "redisprocess.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace Qt::StringLiterals;

// What is said of a server that cannot keep what it promises.
class tst_Preflight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findings_data();
    void findings();
    void aSoundServerGivesNoCause();
    void eachIsToldOnce();
    void whoMayNotAskIsNotTold();
    void aPrivateServerIsMeantToForget();
};

void tst_Preflight::findings_data()
{
    using List = QList<ServerWarning>;
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<List>("expected");
    QTest::newRow("nothing") << QByteArray() << List();
    QTest::newRow("limit, and eviction") << QByteArray("maxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\n")
                                         << List {ServerWarning::EvictsKeys};
    QTest::newRow("limit, and eviction of what expires")
        << QByteArray("maxmemory:1000\r\nmaxmemory_policy:volatile-ttl\r\n")
        << List {ServerWarning::EvictsKeys};
    QTest::newRow("limit") << QByteArray("maxmemory:1000\r\nmaxmemory_policy:noeviction\r\n") << List();
    QTest::newRow("no limit") << QByteArray("maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n") << List();
    QTest::newRow("no log") << QByteArray("# Persistence\r\naof_enabled:0\r\n")
                            << List {ServerWarning::NotPersistent};
    QTest::newRow("log") << QByteArray("aof_enabled:1\r\n") << List();
    QTest::newRow("old") << QByteArray("redis_version:6.0.16\r\n") << List {ServerWarning::OldServer};
    QTest::newRow("old enough") << QByteArray("redis_version:6.2.0\r\n") << List();
    QTest::newRow("new") << QByteArray("redis_version:10.1\r\n") << List();
}

void tst_Preflight::findings()
{
    QFETCH(const QByteArray, info);
    QFETCH(const QList<ServerWarning>, expected);
    QCOMPARE(Preflight::findings(info), expected);
}

void tst_Preflight::aSoundServerGivesNoCause()
{
    RedisProcess server({u"appendonly yes"_s});
    QVERIFY(server.start());
    RedGuard guard(server.url());
    QSignalSpy warned(&guard, &RedGuard::serverWarning);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire(); // answered behind what the server was asked of itself
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(warned.size(), 0);
}

void tst_Preflight::eachIsToldOnce()
{
    RedisProcess server({u"maxmemory 100mb"_s, u"maxmemory-policy allkeys-lru"_s});
    QVERIFY(server.start());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"maxmemory-policy"_s));
    RedGuard guard(server.url());
    QSignalSpy warned(&guard, &RedGuard::serverWarning);
    QTRY_COMPARE(warned.size(), 2);
    QCOMPARE(warned.at(0).at(0).value<ServerWarning>(), ServerWarning::EvictsKeys);
    QCOMPARE(warned.at(1).at(0).value<ServerWarning>(), ServerWarning::NotPersistent);
    QVERIFY(!warned.at(0).at(1).toString().isEmpty());
    server.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    server.command({"CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes"});
    QTRY_COMPARE(guard.statistics().reconnects, 1U);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(warned.size(), 2);
}

void tst_Preflight::whoMayNotAskIsNotTold()
{
    RedisProcess server;
    QVERIFY(server.start());
    server.command({"ACL", "SETUSER", "tester", "on", ">pw", "~*", "&*", "+@all", "-info"});
    RedGuard guard(u"redis://tester:pw@127.0.0.1:%1"_s.arg(server.port()));
    QSignalSpy warned(&guard, &RedGuard::serverWarning);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(warned.size(), 0);
    QVERIFY(!guard.error());
}

void tst_Preflight::aPrivateServerIsMeantToForget()
{
    const QTemporaryDir runtime(u"/tmp/rg-XXXXXX"_s); // a socket's path is to be short
    QVERIFY(qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8()));
    LocalServer server(u"preflight"_s);
    const auto end = qScopeGuard([&server] {
        server.stop();
        QTRY_COMPARE(server.state(), LocalServer::State::Stopped);
    });
    RedGuard guard(u"local:preflight"_s);
    QSignalSpy warned(&guard, &RedGuard::serverWarning);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    QCOMPARE(warned.size(), 0);
}

QTEST_GUILESS_MAIN(tst_Preflight)
#include "tst_preflight.moc"
