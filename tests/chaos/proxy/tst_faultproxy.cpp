// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "faultproxy.h"
#include "testserver.h"

#include <RedGuard/RedGuard>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using chaos::FaultProxy;
using chaos::ReplyRule;
using chaos::Way;
using redguard::resp::Type;
using redguard::resp::Value;

namespace {

// A client in the proxy's own event loop.
class Client : public QObject
{
public:
    explicit Client(const FaultProxy &proxy)
    {
        connect(&m_socket, &QIODevice::readyRead, this, &Client::read);
        connect(&m_socket, &QAbstractSocket::errorOccurred, this,
                [this](QAbstractSocket::SocketError) { m_error = m_socket.errorString(); });
        m_socket.connectToHost(QHostAddress::LocalHost, proxy.port());
    }

    void send(std::initializer_list<QByteArrayView> arguments)
    {
        QByteArray bytes;
        redguard::resp::appendCommand(bytes, arguments);
        m_socket.write(bytes);
    }
    void sendRaw(const QByteArray &bytes) { m_socket.write(bytes); }

    [[nodiscard]] const QList<Value> &values() const { return m_values; }
    [[nodiscard]] QByteArray bytes(int i) const { return m_values.value(i).bytes; }
    [[nodiscard]] int reads() const { return m_reads; }
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

private:
    void read()
    {
        ++m_reads;
        m_parser.append(m_socket.readAll());
        Value value;
        while (m_parser.next(value) == redguard::resp::Parser::Status::Ready)
            m_values.append(value);
    }

    QTcpSocket m_socket;
    redguard::resp::Parser m_parser;
    QList<Value> m_values;
    QString m_error;
    int m_reads = 0;
};

// One that sees whether it was RST or FIN, which Qt's socket does not tell.
class BareClient
{
public:
    explicit BareClient(const FaultProxy &proxy)
        : m_descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(proxy.port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected =
            ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~BareClient() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(BareClient)

    [[nodiscard]] bool isConnected() const { return m_connected; }
    // "data", "open", "FIN" or the error.
    [[nodiscard]] QByteArray look()
    {
        char byte = 0;
        const auto got = m_end.isEmpty() ? recv(m_descriptor, &byte, 1, MSG_DONTWAIT) : -1;
        if (got > 0)
            return "data"_ba;
        if (m_end.isEmpty() && (got == 0 || errno != EAGAIN)) // an error is told only once
            m_end = got == 0 ? "FIN"_ba : errno == ECONNRESET ? "RST"_ba : QByteArray::number(errno);
        return m_end.isEmpty() ? "open"_ba : m_end;
    }

private:
    int m_descriptor;
    bool m_connected = false;
    QByteArray m_end;
};

} // namespace

class tst_FaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void forwards_data();
    void forwards();
    void survivesBytesThatAreNoCommand();
    void blackHole_data();
    void blackHole();
    void delay();
    void slices();
    void resets();
    void halfCloses();
    void ignoresAndRefuses();
    void serverThatIsNotThere();
    void serverThatCloses();
    void swallowsTheNthReply();
    void replacesAReply();
    void refusesACommand();
    void holdsAReply();
    void aSubscriptionMayBeRefused();
    void pushesAreNoReplies_data();
    void pushesAreNoReplies();
    void ruleOfOneArgument();
    void carriesTheLibrary();

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
};

void tst_FaultProxy::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_proxy = std::make_unique<FaultProxy>(chaos::ProxyTarget {.path = m_server->server().socketPath()});
    QVERIFY(m_proxy->listen());
}

void tst_FaultProxy::cleanup()
{
    m_proxy.reset();
    m_server.reset();
}

void tst_FaultProxy::forwards_data()
{
    QTest::addColumn<bool>("tcp");
    QTest::newRow("to a socket") << false;
    QTest::newRow("to a port") << true;
}

void tst_FaultProxy::forwards()
{
    QFETCH(const bool, tcp);
    FaultProxy front({.port = m_proxy->port()}); // a port that is surely a server's: the other proxy's
    QVERIFY(front.listen());
    Client client(tcp ? front : *m_proxy);
    const QByteArray big(300'000, 'x');
    client.send({"SET", "key", big});
    client.send({"GET", "key"});
    client.send({"ECHO", "\r\n$5\r\n"});
    QTRY_COMPARE(client.values().size(), 3);
    QCOMPARE(client.bytes(0), "OK");
    QCOMPARE(client.bytes(1), big);
    QCOMPARE(client.bytes(2), "\r\n$5\r\n");
    QCOMPARE(m_proxy->replies(), 3);
    QCOMPARE(m_proxy->accepted(), 1);
}

void tst_FaultProxy::survivesBytesThatAreNoCommand()
{
    Client client(*m_proxy);
    client.sendRaw("?what\r\n"_ba);
    QTRY_VERIFY(!client.values().isEmpty());
    QVERIFY(client.values().first().isError());
}

void tst_FaultProxy::blackHole_data()
{
    QTest::addColumn<Way>("way");
    QTest::newRow("to the server") << Way::ToServer;
    QTest::newRow("to the client") << Way::ToClient;
}

void tst_FaultProxy::blackHole()
{
    QFETCH(const Way, way);
    Client client(*m_proxy);
    client.send({"ECHO", "before"});
    QTRY_COMPARE(client.values().size(), 1);
    m_proxy->setBlackHole(way, true);
    client.send({"INCR", "counter"});
    const bool arrives = way == Way::ToClient;
    if (arrives)
        QTRY_COMPARE(m_proxy->replies(), 2);
    // Another connection is as dead, and so what passes it proves that time enough has gone by.
    FaultProxy open({.path = m_server->server().socketPath()});
    QVERIFY(open.listen());
    Client witness(open);
    witness.send({"GET", "counter"});
    QTRY_COMPARE(witness.values().size(), 1);
    QCOMPARE(witness.bytes(0), arrives ? "1"_ba : ""_ba);
    QCOMPARE(client.values().size(), 1);
    QVERIFY(client.isConnected());
    m_proxy->setBlackHole(way, false);
    QTRY_COMPARE(client.values().size(), 2); // late, as after a lost route
    QCOMPARE(client.values().at(1).integer, 1);
}

void tst_FaultProxy::delay()
{
    m_proxy->setDelay(Way::ToServer, 60ms);
    m_proxy->setDelay(Way::ToClient, 60ms, 20ms);
    Client client(*m_proxy);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i)
        client.send({"ECHO", QByteArray::number(i)});
    QTRY_COMPARE(client.values().size(), 20);
    QVERIFY2(timer.elapsed() >= 120, qPrintable(QString::number(timer.elapsed())));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(client.bytes(i), QByteArray::number(i)); // the jitter changes no order
}

void tst_FaultProxy::slices()
{
    m_proxy->setSlice(Way::ToServer, 1);
    m_proxy->setSlice(Way::ToClient, 1);
    Client client(*m_proxy);
    client.send({"ECHO", "sliced bread"});
    QTRY_COMPARE(client.values().size(), 1);
    QCOMPARE(client.bytes(0), "sliced bread");
    QVERIFY2(client.reads() > 5, qPrintable(QString::number(client.reads())));
}

void tst_FaultProxy::resets()
{
    BareClient client(*m_proxy);
    QVERIFY(client.isConnected());
    QTRY_COMPARE(m_proxy->connections(), 1);
    QTRY_COMPARE(m_server->command({"CLIENT", "LIST"}).bytes.count("id="), 2);
    QCOMPARE(client.look(), "open");
    m_proxy->reset();
    QTRY_COMPARE(client.look(), "RST");
    QTRY_COMPARE(m_proxy->connections(), 0);
    QTRY_COMPARE(m_server->command({"CLIENT", "LIST"}).bytes.count("id="), 1); // this test's own
}

void tst_FaultProxy::halfCloses()
{
    Client client(*m_proxy);
    client.send({"ECHO", "x"});
    QTRY_COMPARE(client.values().size(), 1);
    m_proxy->halfClose(Way::ToServer);
    // Redis takes an end of input for the end of the client.
    QTRY_COMPARE(m_server->command({"CLIENT", "LIST"}).bytes.count("id="), 1);
    QTRY_VERIFY(!client.isConnected());
    BareClient second(*m_proxy);
    QTRY_COMPARE(m_proxy->connections(), 1);
    m_proxy->halfClose(Way::ToClient);
    QTRY_COMPARE(second.look(), "FIN");
    QCOMPARE(m_proxy->connections(), 1); // the other way is open
}

void tst_FaultProxy::ignoresAndRefuses()
{
    QVERIFY(m_proxy->setAccept(FaultProxy::Accept::Ignore));
    Client ignored(*m_proxy);
    ignored.send({"ECHO", "x"});
    QTRY_COMPARE(m_proxy->accepted(), 1);
    QVERIFY(m_proxy->setAccept(FaultProxy::Accept::Refuse));
    Client refused(*m_proxy);
    QTRY_VERIFY(!refused.error().isEmpty());
    QVERIFY2(refused.error().contains(u"refused"_s), qPrintable(refused.error()));
    QVERIFY(ignored.isConnected() && ignored.values().isEmpty());
    m_proxy->heal();
    Client client(*m_proxy);
    client.send({"ECHO", "x"});
    QTRY_COMPARE(client.values().size(), 1);
    QVERIFY(ignored.values().isEmpty());
}

void tst_FaultProxy::serverThatIsNotThere()
{
    m_proxy->setTarget({.path = u"/nowhere/redis.sock"_s});
    Client client(*m_proxy);
    QTRY_VERIFY(!client.error().isEmpty());
    QTRY_COMPARE(m_proxy->connections(), 0);
}

void tst_FaultProxy::serverThatCloses()
{
    Client client(*m_proxy);
    client.send({"ECHO", "x"});
    client.send({"QUIT"});
    QTRY_VERIFY(!client.error().isEmpty());
    QCOMPARE(client.values().size(), 2);
    QTRY_COMPARE(m_proxy->connections(), 0);
}

void tst_FaultProxy::swallowsTheNthReply()
{
    m_proxy->strike({.fault = ReplyRule::Fault::Swallow, .nth = 2});
    QSignalSpy struck(m_proxy.get(), &FaultProxy::struck);
    Client client(*m_proxy);
    for (int i = 0; i < 3; ++i) {
        client.send({"ECHO", "not counted"});
        client.send({"EVAL", "return redis.call('INCR', KEYS[1])", "1", "counter"});
    }
    QTRY_VERIFY(!client.error().isEmpty());
    QCOMPARE(struck.size(), 1);
    QVERIFY2(client.values().size() <= 3, qPrintable(QString::number(client.values().size())));
    QVERIFY(m_server->command({"GET", "counter"}).bytes.toInt() >= 2); // it took effect
    Client next(*m_proxy);
    next.send({"EVAL", "return 7", "0"});
    QTRY_COMPARE(next.values().size(), 1); // once is once
}

void tst_FaultProxy::replacesAReply()
{
    m_proxy->strike(
        {.fault = ReplyRule::Fault::Replace, .commands = {"INCR"}, .nth = 1, .text = "LOADING up"});
    Client client(*m_proxy);
    client.send({"ECHO", "a"});
    client.send({"INCR", "counter"});
    client.send({"ECHO", "b"});
    QTRY_COMPARE(client.values().size(), 3);
    QCOMPARE(client.bytes(0), "a");
    QVERIFY(client.values().at(1).isError());
    QCOMPARE(client.bytes(1), "LOADING up");
    QCOMPARE(client.bytes(2), "b");
    QCOMPARE(m_server->command({"GET", "counter"}).bytes, "1");
}

void tst_FaultProxy::refusesACommand()
{
    m_proxy->strike({.fault = ReplyRule::Fault::Refuse, .commands = {}, .nth = 2, .text = "BUSY running"});
    m_proxy->strike({.fault = ReplyRule::Fault::Refuse, .commands = {}, .nth = 2, .text = "OOM full"});
    Client client(*m_proxy);
    client.send({"ECHO", "a"});
    client.send({"INCR", "counter"});
    client.send({"INCR", "counter"});
    client.send({"ECHO", "b"});
    QTRY_COMPARE(client.values().size(), 4);
    QCOMPARE(client.bytes(0), "a");
    QCOMPARE(client.bytes(1), "BUSY running");
    QCOMPARE(client.bytes(2), "OOM full");
    QCOMPARE(client.bytes(3), "b");
    QVERIFY(m_server->command({"GET", "counter"}).isNull());
}

void tst_FaultProxy::holdsAReply()
{
    m_proxy->strike({.fault = ReplyRule::Fault::Hold, .commands = {"INCR"}});
    QSignalSpy struck(m_proxy.get(), &FaultProxy::struck);
    Client client(*m_proxy);
    client.send({"ECHO", "a"});
    client.send({"INCR", "counter"});
    client.send({"ECHO", "b"});
    QTRY_COMPARE(m_proxy->replies(), 3);
    QCOMPARE(struck.size(), 1);
    QTRY_COMPARE(client.values().size(), 1);
    m_proxy->letGo();
    QTRY_COMPARE(client.values().size(), 3);
    QCOMPARE(client.bytes(2), "b");
}

void tst_FaultProxy::aSubscriptionMayBeRefused()
{
    m_proxy->strike({.fault = ReplyRule::Fault::Refuse, .commands = {"GET"}, .text = "ERR mine"});
    Client client(*m_proxy);
    client.send({"HELLO", "3"});
    client.send({"SSUBSCRIBE"});
    client.send({"SSUBSCRIBE", "one"});
    client.send({"ECHO", "before"});
    client.send({"GET", "a"});
    client.send({"ECHO", "after"});
    QTRY_COMPARE(client.values().size(), 6);
    QVERIFY(client.bytes(1).startsWith("ERR wrong number"));
    QCOMPARE(client.values().at(2).type, Type::Push);
    QCOMPARE(client.bytes(3), "before");
    QCOMPARE(client.bytes(4), "ERR mine");
    QCOMPARE(client.bytes(5), "after");
}

void tst_FaultProxy::pushesAreNoReplies_data()
{
    QTest::addColumn<bool>("resp3");
    QTest::newRow("RESP3") << true;
    QTest::newRow("RESP2") << false;
}

void tst_FaultProxy::pushesAreNoReplies()
{
    QFETCH(const bool, resp3);
    Client client(*m_proxy);
    if (resp3)
        client.send({"HELLO", "3"});
    client.send({"SUBSCRIBE", "one", "two"});
    const int before = resp3 ? 3 : 2;
    QTRY_COMPARE(client.values().size(), before);
    m_server->command({"PUBLISH", "one", "news"});
    QTRY_COMPARE(client.values().size(), before + 1);
    QCOMPARE(m_proxy->replies(), before - 2);
    m_proxy->strike(
        {.fault = ReplyRule::Fault::Replace, .commands = {"PING", "EVAL"}, .text = "ERR replaced"});
    if (resp3) { // the push comes while the reply is awaited
        client.send({"EVAL", "return redis.call('PUBLISH', 'two', 'news')", "0"});
    } else {
        m_server->command({"PUBLISH", "two", "news"});
        client.send({"PING"});
    }
    QTRY_COMPARE(client.values().size(), before + 3);
    // Valkey tells a script's own client after the reply.
    const bool isFirst = !client.values().at(before + 1).isError();
    QCOMPARE(client.values().at(before + (isFirst ? 1 : 2)).elements.at(2).bytes, "news");
    QCOMPARE(client.bytes(before + (isFirst ? 2 : 1)), "ERR replaced");
}

void tst_FaultProxy::ruleOfOneArgument()
{
    m_proxy->strike(
        {.fault = ReplyRule::Fault::Refuse, .commands = {"GET"}, .text = "ERR mine", .argument = "b"});
    Client client(*m_proxy);
    client.send({"GET", "a"});
    client.send({"GET", "b"});
    QTRY_COMPARE(client.values().size(), 2);
    QVERIFY(client.values().at(0).isNull());
    QCOMPARE(client.bytes(1), "ERR mine");
}

void tst_FaultProxy::carriesTheLibrary()
{
    m_proxy->setSlice(Way::ToClient, 1);
    redguard::RedGuard guard(m_proxy->url());
    redguard::Lock *lock = guard.lock(u"door"_s, {.ttl = 5s});
    QSignalSpy released(lock, &redguard::Lock::released);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_proxy->reset();
    lock->release();
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(released.at(0).at(1).value<redguard::ReleaseOutcome>(), redguard::ReleaseOutcome::Clean);
}

QTEST_GUILESS_MAIN(tst_FaultProxy)
#include "tst_faultproxy.moc"
