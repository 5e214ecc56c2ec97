// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "log.h"
#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;

namespace {

const QString Connection = QStringLiteral("redguard.connection");
const QString PrimitiveName = QStringLiteral("redguard.primitive");
const QString Local = QStringLiteral("redguard.local");
const QString Canary = QStringLiteral("canary-pa55word");

} // namespace

class tst_Logging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QLoggingCategory::setFilterRules({}); }

    void normalLifeIsQuiet();
    void traceTellsOfEveryStepButNoSecret();
    void misuseIsWarnedOfInItsCategory();
    void lossIsWarnedOf();
    void serverThatRepeatsThePasswordIsCutShort();
    void serverThatRepeatsTheTokenIsCutShort();

private:
    // Connect, acquire, wait, hand over, release, close.
    static void live(const QString &url)
    {
        RedGuard guard(url);
        Lock *first = guard.lock(QStringLiteral("door"));
        Lock *second = guard.lock(QStringLiteral("door"));
        QSignalSpy queued(second, &Lock::queued);
        first->acquire();
        QTRY_VERIFY(first->isHeld());
        second->acquire();
        QTRY_VERIFY(!queued.isEmpty());
        first->release();
        QTRY_VERIFY(second->isHeld());
        auto third = guard.lock(QStringLiteral("door"))->acquireAsync(50ms);
        QTRY_VERIFY(third.isFinished());
        auto seat = guard.semaphore(QStringLiteral("seats"), {.capacity = 2})->acquireAsync();
        auto call = guard.limiter(QStringLiteral("calls"), {.limit = 2, .window = 1s})->acquireAsync();
        QTRY_VERIFY(seat.isFinished() && call.isFinished());
        QSignalSpy closed(&guard, &RedGuard::closed);
        guard.close();
        QTRY_COMPARE(closed.size(), 1);
    }

    // With a password, in the URL that is given back.
    static QString protectedUrl(TestServer &server)
    {
        server.command({"CONFIG", "SET", "requirepass", Canary.toUtf8()});
        QString url = server.url();
        return url.replace(QStringLiteral("unix://"), QStringLiteral("unix://:%1@").arg(Canary));
    }
};

void tst_Logging::normalLifeIsQuiet()
{
    TestServer server;
    QVERIFY(server.start());
    const Log log;
    live(server.url());
    QVERIFY2(log.lines().isEmpty(), qPrintable(log.text()));
}

void tst_Logging::traceTellsOfEveryStepButNoSecret()
{
    TestServer server;
    QVERIFY(server.start());
    const QString url = protectedUrl(server);
    QLoggingCategory::setFilterRules(QStringLiteral("redguard.*=true"));
    QByteArrayList tokens;
    const Log log;
    live(url);
    {
        RedGuard guard(url);
        Lock *lock = guard.lock(QStringLiteral("gate"));
        lock->acquire();
        QTRY_VERIFY(lock->isHeld());
        tokens.append(server.command({"GET", "gate"}).bytes);
        qDebug() << &guard << lock << guard.error() << guard.url();
    }
    QVERIFY(log.has(QtDebugMsg, Connection, QStringLiteral("Connecting to unix://")));
    QVERIFY(log.has(QtDebugMsg, Connection, QStringLiteral("Connected to unix://")));
    QVERIFY(log.has(QtDebugMsg, Connection, QStringLiteral("Closing the connection")));
    QVERIFY(log.has(QtDebugMsg, PrimitiveName, QStringLiteral("Request")));
    QVERIFY(log.has(QtDebugMsg, PrimitiveName, QStringLiteral("Acquired LeaseInfo(\"door\"")));
    QVERIFY(log.has(QtDebugMsg, PrimitiveName, QStringLiteral("Released LeaseInfo(\"door\"")));
    QVERIFY(log.has(QtDebugMsg, PrimitiveName, QStringLiteral("ended: Error(redguard::ErrorCode::TimedOut")));
    const QString text = log.text();
    QVERIFY2(!text.contains(Canary), qPrintable(text));
    QCOMPARE(tokens.first().size(), 16);
    QVERIFY2(!text.contains(QString::fromLatin1(tokens.first().toHex()), Qt::CaseInsensitive),
             qPrintable(text));
    QVERIFY2(!text.contains(QString::fromUtf8(tokens.first())), qPrintable(text));
}

void tst_Logging::misuseIsWarnedOfInItsCategory()
{
    TestServer server;
    QVERIFY(server.start());
    const Log log;
    const RedGuard wrong(QStringLiteral("redis://user:%1@host:port").arg(Canary));
    QVERIFY2(log.has(QtWarningMsg, Connection, QStringLiteral("port")), qPrintable(log.text()));
    RedGuard guard(server.url());
    guard.lock({})->acquire();
    QVERIFY2(log.has(QtWarningMsg, PrimitiveName, QStringLiteral("name is empty")), qPrintable(log.text()));
    const auto refused = guard.lock(QStringLiteral("door"))->acquireAsync().result();
    QVERIFY(!refused);
    QVERIFY2(log.has(QtWarningMsg, PrimitiveName, QStringLiteral("would never end")), qPrintable(log.text()));
    QCOMPARE(log.lines().size(), 3);
    QVERIFY2(!log.text().contains(Canary), qPrintable(log.text()));
}

void tst_Logging::lossIsWarnedOf()
{
    TestServer server;
    QVERIFY(server.start());
    RedGuard guard(server.url());
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const Log log;
    server.command({"DEL", "door"});
    QTRY_VERIFY2(log.has(QtWarningMsg, PrimitiveName, QStringLiteral("door was lost")),
                 qPrintable(log.text()));
    QCOMPARE(log.lines().size(), 1);
}

// "unknown command 'AUTH', with args beginning with: ..." of a server without that command.
void tst_Logging::serverThatRepeatsThePasswordIsCutShort()
{
    TestServer server({QStringLiteral("--rename-command"), QStringLiteral("HELLO"), QString(),
                       QStringLiteral("--rename-command"), QStringLiteral("AUTH"), QString()});
    QVERIFY(server.start());
    const QString said = QString::fromUtf8(server.command({"AUTH", "some-" + Canary.toUtf8()}).bytes);
    QVERIFY2(said.contains(Canary), qPrintable(said));
    QString url = server.url();
    url.replace(QStringLiteral("unix://"), QStringLiteral("unix://:%1@").arg(Canary));
    QLoggingCategory::setFilterRules(QStringLiteral("redguard.*=true"));
    const Log log;
    RedGuard guard(url);
    QSignalSpy failed(&guard, &RedGuard::errorOccurred);
    QTRY_COMPARE(guard.error().code(), ErrorCode::AccessDenied);
    QVERIFY2(guard.errorString().contains(QStringLiteral("unknown command")),
             qPrintable(guard.errorString()));
    QVERIFY2(!guard.errorString().contains(Canary), qPrintable(guard.errorString()));
    QVERIFY2(!log.text().contains(Canary), qPrintable(log.text()));
}

void tst_Logging::serverThatRepeatsTheTokenIsCutShort()
{
    TestServer server({QStringLiteral("--rename-command"), QStringLiteral("EVALSHA"), QString()});
    QVERIFY(server.start());
    QLoggingCategory::setFilterRules(QStringLiteral("redguard.*=true"));
    const Log log;
    RedGuard guard(server.url());
    auto future = guard.limiter(QStringLiteral("c"), {.limit = 1, .window = 1s})
                      ->acquireAsync(); // a short key: all fits
    QTRY_VERIFY(future.isFinished());
    const Error error = future.result().error();
    QCOMPARE(error.code(), ErrorCode::ServerError);
    QVERIFY2(error.message().contains(QStringLiteral("unknown command")), qPrintable(error.message()));
    QVERIFY2(!error.message().contains(QStringLiteral("args")), qPrintable(error.message()));
    QVERIFY2(!log.text().contains(QStringLiteral("args")), qPrintable(log.text()));
}

QTEST_GUILESS_MAIN(tst_Logging)
#include "tst_logging.moc"
