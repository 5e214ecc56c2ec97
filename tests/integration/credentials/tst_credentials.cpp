// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testcluster.h"

#include <QtNetwork/qtcpserver.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

const QString User = QStringLiteral("mover");
const QString First = QStringLiteral("first-password");
const QString Second = QStringLiteral("second-password");

// Between one guard and a server; keeps the server's answers to itself while it is told to.
class Middle
{
public:
    [[nodiscard]] bool start(quint16 server)
    {
        QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this, server] {
            m_client = m_listener.nextPendingConnection();
            m_server.connectToHost(QHostAddress::LocalHost, server);
            QObject::connect(m_client, &QTcpSocket::readyRead, m_client, [this] {
                const QByteArray bytes = m_client->readAll();
                m_heard += bytes;
                m_server.write(bytes);
            });
        });
        QObject::connect(&m_server, &QTcpSocket::readyRead, &m_server, [this] {
            m_kept += m_server.readAll();
            if (m_passes)
                m_client->write(std::exchange(m_kept, {}));
        });
        return m_listener.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] quint16 port() const { return m_listener.serverPort(); }

    void keep()
    {
        m_passes = false;
        m_heard.clear();
    }
    // What was kept, and from here on all if `always`.
    void pass(bool always = false)
    {
        m_passes = m_passes || always;
        m_heard.clear();
        m_client->write(std::exchange(m_kept, {}));
    }
    [[nodiscard]] bool hasAnswer() const { return !m_kept.isEmpty(); }
    [[nodiscard]] bool heard(const QByteArray &what) const { return m_heard.contains(what); }

private:
    QByteArray m_heard; // since keep() or pass()
    QByteArray m_kept;
    bool m_passes = true;
    QTcpSocket *m_client = nullptr;
    QTcpSocket m_server;
    QTcpServer m_listener;
};

} // namespace

class tst_Credentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init();

    void liveConnectionsLogInAnew();
    void nextConnectionLogsInWithThem();
    void whileItConnectsCounts();
    void refusalIsToldAndMayBePutRight();
    void emptyPasswordBeginsAnew();
    void nothingGoesOutAroundTheLogin();
    void lastOfSeveralCounts();
    void allNodesOfAClusterLogInAnew();

private:
    [[nodiscard]] static QString url(quint16 port)
    {
        return QStringLiteral("redis://%1:%2@127.0.0.1:%3").arg(User, First).arg(port);
    }
    void allow(RedisProcess &server, const QString &user, const QString &password)
    {
        const QByteArray secret = ">" + password.toUtf8();
        QCOMPARE(server.command({"ACL", "SETUSER", user.toUtf8(), "reset", "on", secret, "~*", "&*", "+@all"})
                     .bytes,
                 "OK");
    }
    // The connections that are logged in as this user.
    [[nodiscard]] static qsizetype connections(RedisProcess &server, const QString &user)
    {
        return server.command({"CLIENT", "LIST"}).bytes.count(" user=" + user.toUtf8() + " ");
    }

    RedisProcess m_server;
};

void tst_Credentials::init()
{
    m_server.command({"FLUSHALL"});
    allow(m_server, User, First);
    allow(m_server, QStringLiteral("other"), Second);
}

void tst_Credentials::liveConnectionsLogInAnew()
{
    RedGuard guard(url(m_server.port()));
    Lock *held = guard.lock(QStringLiteral("door"), {.ttl = 600ms});
    Lock *waiting = guard.lock(QStringLiteral("door"));
    QSignalSpy renewed(held, &Lock::renewed);
    QSignalSpy queued(waiting, &Lock::queued);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    held->acquire();
    QTRY_VERIFY(!renewed.isEmpty());
    waiting->acquire();
    QTRY_VERIFY(!queued.isEmpty());
    QCOMPARE(connections(m_server, User), 2); // the background's own is one
    states.clear();
    guard.setCredentials(QStringLiteral("other"), Second);
    QTRY_COMPARE(connections(m_server, QStringLiteral("other")), 2);
    QCOMPARE(connections(m_server, User), 0);
    m_server.command({"ACL", "DELUSER", User.toUtf8()});
    renewed.clear();
    QTRY_VERIFY(!renewed.isEmpty());
    held->release();
    QTRY_VERIFY(waiting->isHeld());
    QVERIFY(states.isEmpty());
    QVERIFY(!guard.error());
}

void tst_Credentials::nextConnectionLogsInWithThem()
{
    RedGuard guard(url(m_server.port()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    guard.setCredentials(QStringLiteral("other"), Second);
    QTRY_COMPARE(connections(m_server, QStringLiteral("other")), 1);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    m_server.command({"ACL", "DELUSER", User.toUtf8()});
    m_server.command({"CLIENT", "KILL", "USER", "other"});
    QTRY_VERIFY(!states.isEmpty());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QCOMPARE(connections(m_server, QStringLiteral("other")), 1);
}

void tst_Credentials::whileItConnectsCounts()
{
    Middle middle;
    QVERIFY(middle.start(m_server.port()));
    middle.keep();
    RedGuard guard(url(middle.port()));
    QTRY_VERIFY(middle.hasAnswer());
    QVERIFY(middle.heard(First.toUtf8()));
    guard.setCredentials(QStringLiteral("other"), Second);
    middle.pass(true);
    QTRY_COMPARE(connections(m_server, QStringLiteral("other")), 1);
    QVERIFY(!guard.error());
}

void tst_Credentials::refusalIsToldAndMayBePutRight()
{
    RedGuard guard(url(m_server.port()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QSignalSpy failed(&guard, &RedGuard::errorOccurred);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refused: WRONGPASS")));
    guard.setCredentials(User, Second);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(guard.error().code(), ErrorCode::AccessDenied);
    QVERIFY2(!guard.errorString().contains(Second), qPrintable(guard.errorString()));
    QTRY_COMPARE(connections(m_server, User), 0);
    guard.setCredentials(User, First);
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished()); // long before the 30 s that follow a refusal
    QVERIFY(future.result().hasValue());
}

void tst_Credentials::emptyPasswordBeginsAnew()
{
    RedGuard guard(url(m_server.port()));
    QTRY_COMPARE(connections(m_server, User), 1);
    guard.setCredentials({}, {});
    QTRY_COMPARE(connections(m_server, User), 0);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
}

// A server that would leave out the answer to a login has nothing else to answer by then.
void tst_Credentials::nothingGoesOutAroundTheLogin()
{
    Middle middle;
    QVERIFY(middle.start(m_server.port()));
    RedGuard guard(url(middle.port()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    auto earlier = guard.lock(QStringLiteral("earlier"))->acquireAsync(60s);
    QTRY_VERIFY(earlier.isFinished()); // and all before it

    middle.keep();
    auto before = guard.lock(QStringLiteral("before"))->acquireAsync(60s);
    guard.setCredentials(QStringLiteral("other"), Second);
    auto behind = guard.lock(QStringLiteral("behind"))->acquireAsync(60s);
    QTRY_VERIFY(middle.heard("before"));
    QTRY_VERIFY(middle.hasAnswer());
    QVERIFY(!middle.heard("AUTH"));
    QVERIFY(!middle.heard("behind"));
    middle.pass();
    QTRY_VERIFY(middle.heard("AUTH"));
    QTRY_VERIFY(middle.hasAnswer());
    QVERIFY(!middle.heard("behind"));
    middle.pass(true);
    QTRY_VERIFY(middle.heard("behind"));
    QTRY_VERIFY(before.isFinished() && behind.isFinished());
    QVERIFY(before.result().hasValue() && behind.result().hasValue());
}

void tst_Credentials::lastOfSeveralCounts()
{
    RedGuard guard(url(m_server.port()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    allow(m_server, QStringLiteral("third"), First);
    guard.setCredentials(QStringLiteral("other"), Second);
    guard.setCredentials(User, First);
    guard.setCredentials(QStringLiteral("third"), First);
    QTRY_COMPARE(connections(m_server, QStringLiteral("third")), 1);
    QVERIFY(!guard.error());
}

void tst_Credentials::allNodesOfAClusterLogInAnew()
{
    TestCluster cluster;
    QVERIFY(cluster.start());
    for (int node = 0; node < TestCluster::Nodes; ++node) {
        allow(cluster.node(node), User, First);
        allow(cluster.node(node), QStringLiteral("other"), Second);
    }
    const QString login = QStringLiteral("//%1:%2@").arg(User, First);
    RedGuard guard(cluster.url().replace(QStringLiteral("//"), login));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const auto all = [&cluster](const QString &user) {
        return connections(cluster.node(0), user) + connections(cluster.node(1), user)
            + connections(cluster.node(2), user);
    };
    QCOMPARE(all(User), TestCluster::Nodes + 1); // one asks for the map
    guard.setCredentials(QStringLiteral("other"), Second);
    QTRY_COMPARE(all(QStringLiteral("other")), TestCluster::Nodes + 1);
    QCOMPARE(all(User), 0);
}

QTEST_GUILESS_MAIN(tst_Credentials)
#include "tst_credentials.moc"
