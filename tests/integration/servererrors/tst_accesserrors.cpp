// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "proxiedserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using chaos::ReplyRule;

namespace {

// Takes no client in, as a server in protected mode or one that is full.
class Doorman : public QObject
{
public:
    explicit Doorman(const QByteArray &words)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this, words] {
            ++m_visitors;
            QTcpSocket *socket = m_server.nextPendingConnection();
            socket->write(words);
            connect(socket, &QIODevice::readyRead, socket, [socket] {
                socket->readAll(); // so that closing is no RST, which would take the words along
                socket->disconnectFromHost();
            });
        });
    }
    [[nodiscard]] bool listen() { return m_server.listen(QHostAddress::LocalHost); }
    [[nodiscard]] QString url() const { return u"redis://127.0.0.1:%1"_s.arg(m_server.serverPort()); }
    [[nodiscard]] int visitors() const { return m_visitors; }

private:
    QTcpServer m_server;
    int m_visitors = 0;
};

Error errorOf(const QSignalSpy &failed)
{
    return failed.isEmpty() ? Error() : failed.last().last().value<Error>();
}

void ignoreRefusal()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"refused"_s));
}

} // namespace

// What a server says to who connects, and to who may not do what it asks.
class tst_AccessErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init();

    void noAuthInTheHandshakeIsFinal();
    void noAuthLogsInAgain();
    void noAuthWithAChangedPasswordIsFinal();
    void wrongPassword();
    void passwordWhereThereIsNone();
    void commandIsNotPermitted();
    void keyIsNotPermitted();
    void publishIsNotPermitted();
    void olderProtocol_data();
    void olderProtocol();
    void protectedMode();
    void tooManyClientsAsSaid();
    void tooManyClients();
    void handshakeIsTriedAgain_data();
    void handshakeIsTriedAgain();

private:
    [[nodiscard]] QString urlFor(const QString &who)
    {
        return u"redis://%1@127.0.0.1:%2"_s.arg(who).arg(m_server.proxy().port());
    }
    void addUser(std::initializer_list<QByteArrayView> rules);

    ProxiedServer m_server;
};

void tst_AccessErrors::init()
{
    m_server.clear();
    m_server.server().command({"CONFIG", "SET", "requirepass", ""});
    m_server.server().command({"ACL", "DELUSER", "tester"});
}

void tst_AccessErrors::addUser(std::initializer_list<QByteArrayView> rules)
{
    m_server.server().command({"ACL", "SETUSER", "tester", "on", ">pw", "~*", "&*", "+@all"});
    for (const QByteArrayView rule : rules)
        QVERIFY(!m_server.server().command({"ACL", "SETUSER", "tester", rule}).isError());
}

void tst_AccessErrors::noAuthInTheHandshakeIsFinal()
{
    m_server.server().command({"CONFIG", "SET", "requirepass", "pw"});
    ignoreRefusal();
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::AccessDenied);
    QVERIFY2(errorOf(failed).message().contains(u"NOAUTH"_s), qPrintable(errorOf(failed).message()));
}

void tst_AccessErrors::noAuthLogsInAgain()
{
    addUser({});
    RedGuard guard(urlFor(u"tester:pw"_s));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.refuse(scripts::acquireLock(), "NOAUTH Authentication required.");
    m_server.server().resetCounts();
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(m_server.server().calls("hello"), 1);
}

void tst_AccessErrors::noAuthWithAChangedPasswordIsFinal()
{
    addUser({});
    RedGuard guard(urlFor(u"tester:pw"_s));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.server().command({"ACL", "SETUSER", "tester", "resetpass", ">new"});
    m_server.refuse(scripts::acquireLock(), "NOAUTH Authentication required.");
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    ignoreRefusal();
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::AccessDenied);
}

void tst_AccessErrors::wrongPassword()
{
    addUser({});
    ignoreRefusal();
    RedGuard guard(urlFor(u"tester:canary"_s));
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(errorOf(errors).code(), ErrorCode::AccessDenied);
    QVERIFY(errorOf(errors).message().contains(u"WRONGPASS"_s));
    QVERIFY(!errorOf(errors).message().contains(u"canary"_s));
}

// Of a server that knows no HELLO, where the password goes into an AUTH.
void tst_AccessErrors::passwordWhereThereIsNone()
{
    m_server.proxy().strike({.fault = ReplyRule::Fault::Refuse,
                             .commands = {"HELLO"},
                             .text = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH'"});
    ignoreRefusal();
    RedGuard guard(urlFor(u":canary"_s));
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(errorOf(errors).code(), ErrorCode::AccessDenied);
    QVERIFY(errorOf(errors).message().contains(u"without any password"_s));
    QVERIFY(!errorOf(errors).message().contains(u"canary"_s));
}

void tst_AccessErrors::commandIsNotPermitted()
{
    addUser({"-evalsha"});
    RedGuard guard(urlFor(u"tester:pw"_s));
    Lock *lock = guard.lock(u"door"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1});
    QSignalSpy failed(lock, &Lock::errorOccurred);
    QSignalSpy limited(limiter, &RateLimiter::errorOccurred);
    lock->acquire();
    limiter->acquire();
    QTRY_COMPARE(failed.size() + limited.size(), 2);
    QCOMPARE(errorOf(failed).code(), ErrorCode::AccessDenied);
    QCOMPARE(errorOf(limited).code(), ErrorCode::AccessDenied);
    QCOMPARE(guard.state(), ConnectionState::Connected);
    QVERIFY(m_server.server().keys().isEmpty());
    addUser({"+evalsha"});
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
}

void tst_AccessErrors::keyIsNotPermitted()
{
    addUser({"resetkeys", "~ours:*", "~{ours:*"});
    RedGuard guard(urlFor(u"tester:pw"_s));
    Lock *theirs = guard.lock(u"door"_s);
    Lock *ours = guard.lock(u"ours:door"_s);
    QSignalSpy failed(theirs, &Lock::errorOccurred);
    theirs->acquire();
    ours->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::AccessDenied);
    QTRY_VERIFY(ours->isHeld());
    QVERIFY(!m_server.server().keys().contains("door"));
}

// Nobody can be told of a grant: who waits finds out by asking.
void tst_AccessErrors::publishIsNotPermitted()
{
    addUser({"-publish"});
    RedGuard guard(urlFor(u"tester:pw"_s));
    Lock *holder = guard.lock(u"door"_s);
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 2s});
    m_server.server().command({"ACL", "LOG", "RESET"});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy acquired(waiter, &Lock::acquired);
    QSignalSpy released(holder, &Lock::released);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    holder->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QTRY_COMPARE_WITH_TIMEOUT(acquired.size(), 1, 20'000);
    QVERIFY(waiter->isHeld());
    const auto denied = m_server.server().command({"ACL", "LOG"});
    QVERIFY(!denied.elements.empty() && denied.elements.front().elements.at(7).bytes == "publish");
}

void tst_AccessErrors::olderProtocol_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("NOPROTO") << "NOPROTO unsupported protocol version"_ba;
    QTest::newRow("unknown HELLO") << "ERR unknown command 'HELLO', with args beginning with: '3'"_ba;
}

void tst_AccessErrors::olderProtocol()
{
    QFETCH(const QByteArray, text);
    m_server.proxy().strike({.fault = ReplyRule::Fault::Refuse, .commands = {"HELLO"}, .text = text});
    RedGuard guard(m_server.url());
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    m_server.server().resetCounts();
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy released(lock, &Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(errors.size(), 0);
    QCOMPARE(m_server.server().calls("hello"), 0); // not asked a second time
}

void tst_AccessErrors::protectedMode()
{
    Doorman doorman("-DENIED Redis is running in protected mode\r\n");
    QVERIFY(doorman.listen());
    ignoreRefusal();
    RedGuard guard(doorman.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    lock->acquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).code(), ErrorCode::AccessDenied);
    QVERIFY(errorOf(failed).message().contains(u"protected mode"_s));
    lock->acquire(); // refused for good: no second visit for that
    QTRY_COMPARE(failed.size(), 2);
    QCOMPARE(doorman.visitors(), 1);
}

void tst_AccessErrors::tooManyClientsAsSaid()
{
    Doorman doorman("-ERR max number of clients reached\r\n");
    QVERIFY(doorman.listen());
    RedGuard guard(doorman.url());
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(doorman.visitors() >= 3);
    for (const auto &error : errors)
        QCOMPARE(error.at(0).value<Error>().code(), ErrorCode::NotConnected);
    QVERIFY(errorOf(errors).message().contains(u"max number of clients"_s));
    QVERIFY(lock->isPending());
}

void tst_AccessErrors::tooManyClients()
{
    TestServer &server = m_server.server();
    const QByteArray before = server.command({"CONFIG", "GET", "maxclients"}).elements.at(1).bytes;
    server.command({"CONFIG", "SET", "maxclients", "1"}); // this test's own
    RedGuard guard(server.url());
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(errors.size() >= 2);
    QVERIFY(lock->isPending());
    server.command({"CONFIG", "SET", "maxclients", before});
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    for (const auto &error : errors)
        QCOMPARE(error.at(0).value<Error>().code(), ErrorCode::NotConnected);
}

void tst_AccessErrors::handshakeIsTriedAgain_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("text");
    for (const char *command : {"HELLO", "SELECT", "TIME"}) {
        for (const char *text : {"BUSY Redis is busy", "LOADING Redis is loading", "MASTERDOWN Link is down"})
            QTest::addRow("%s: %.4s", command, text) << QByteArray(command) << QByteArray(text);
    }
}

void tst_AccessErrors::handshakeIsTriedAgain()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArray, text);
    m_server.proxy().strike({.fault = ReplyRule::Fault::Refuse, .commands = {command}, .text = text});
    RedGuard guard(m_server.url() + u"/3"_s);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errorOf(errors).code(), ErrorCode::NotConnected);
    QVERIFY(errorOf(errors).message().contains(QString::fromUtf8(text)));
}

QTEST_GUILESS_MAIN(tst_AccessErrors)
#include "tst_accesserrors.moc"
