// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "net/tlsoptions.h"
#include "redisprocess.h"
#include "testcertificates.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qpointer.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qsslcertificate.h>
#include <QtNetwork/qsslsocket.h>
#include <QtNetwork/qtcpserver.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

const QString Canary = QStringLiteral("canary-b7f1");

} // namespace

class tst_Tls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_certificates.make());
        QVERIFY(m_server.start());
        QVERIFY(m_strict.start());
    }
    void init() { m_server.command({"FLUSHALL"}); }

    void worksAsWithoutTls_data();
    void worksAsWithoutTls();
    void aSlotMayRunAnEventLoop();
    void theSocketMayGoInAnEventLoopOfASlot_data();
    void theSocketMayGoInAnEventLoopOfASlot();
    void wrongServersAreRefused_data();
    void wrongServersAreRefused();
    void serverWithoutTlsIsRefused();
    void nothingGoesOutInPlainText();
    void clientProvesWhoItIs_data();
    void clientProvesWhoItIs();
    void filesThatCannotBeUsedAreNamed_data();
    void filesThatCannotBeUsedAreNamed();
    void newFilesCountFromTheNextConnection();
    void configurationIsTaken();
    void configurationCannotLowerTheGuard();
    void configurationWithoutTlsIsRefused();
    void endOfAGuardFreesAtOnce();

private:
    [[nodiscard]] static QString urlOf(const RedisProcess &server, const QString &query = {},
                                       const QString &host = QStringLiteral("localhost"))
    {
        return QStringLiteral("rediss://%1:%2%3").arg(host).arg(server.port()).arg(query);
    }
    [[nodiscard]] QString trusting(const QString &more = {}) const
    {
        return QStringLiteral("?ssl_ca_certs=") + m_certificates.authority() + more;
    }
    [[nodiscard]] static Error firstErrorOf(const QString &url, const GuardOptions &options = {})
    {
        RedGuard guard(url, {}, options);
        QSignalSpy failed(&guard, &RedGuard::errorOccurred);
        const bool told = QTest::qWaitFor(
            [&] { return !failed.isEmpty() || guard.state() == ConnectionState::Connected; }, 20'000);
        return told && !failed.isEmpty() ? failed.first().first().value<Error>() : Error();
    }
    [[nodiscard]] static bool connects(const QString &url, const GuardOptions &options = {})
    {
        RedGuard guard(url, {}, options);
        return QTest::qWaitFor([&] { return guard.state() == ConnectionState::Connected; }, 20'000);
    }

    TestCertificates m_certificates;
    RedisProcess m_server {m_certificates.configuration(QStringLiteral("server"))};
    RedisProcess m_strict {
        m_certificates.configuration(QStringLiteral("server"), TestCertificates::Clients::Certified)};
};

void tst_Tls::worksAsWithoutTls_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("name") << QStringLiteral("localhost");
    QTest::newRow("address") << QStringLiteral("127.0.0.1");
}

void tst_Tls::worksAsWithoutTls()
{
    QFETCH(const QString, host);
    RedGuard guard(urlOf(m_server, trusting(), host));
    RedGuard other(urlOf(m_server, trusting(), host));
    QCOMPARE(guard.url(), QStringLiteral("rediss://%1:%2").arg(host).arg(m_server.port()));
    Lock *first = guard.lock(QStringLiteral("door"), {.ttl = 500ms});
    Lock *second = other.lock(QStringLiteral("door"));
    QSignalSpy renewed(first, &Lock::renewed);
    QSignalSpy queued(second, &Lock::queued);
    first->acquire();
    QTRY_VERIFY(first->isHeld());
    second->acquire();
    QTRY_VERIFY(!queued.isEmpty());
    QTRY_VERIFY(renewed.size() >= 2); // by the background thread's own connection
    first->release();
    QTRY_VERIFY(second->isHeld());
    QVERIFY(!guard.error());
}

// As a dialog does: its socket says nothing of what comes meanwhile.
void tst_Tls::aSlotMayRunAnEventLoop()
{
    RedGuard guard(urlOf(m_server, trusting()));
    Lock *first = guard.lock(QStringLiteral("first"));
    Lock *second = guard.lock(QStringLiteral("second"));
    bool wasHeard = false;
    connect(first, &Lock::acquired, this, [second, &wasHeard] {
        QEventLoop dialog;
        connect(second, &Lock::acquired, &dialog, [&] {
            wasHeard = true;
            dialog.quit();
        });
        QTimer::singleShot(10s, &dialog, &QEventLoop::quit);
        second->acquire();
        dialog.exec();
    });
    first->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(second->isHeld(), 15'000);
    QVERIFY(wasHeard);
}

void tst_Tls::theSocketMayGoInAnEventLoopOfASlot_data()
{
    QTest::addColumn<bool>("withGuard");
    QTest::newRow("alone") << false;
    QTest::newRow("with its guard") << true;
}

// The slot was called by a signal of that socket.
void tst_Tls::theSocketMayGoInAnEventLoopOfASlot()
{
    QFETCH(const bool, withGuard);
    auto *guard = new RedGuard(urlOf(m_server, trusting()), {}, {}, this);
    QPointer<RedGuard> alive(guard);
    Lock *lock = guard->lock(QStringLiteral("door"));
    bool isOver = false;
    connect(lock, &Lock::acquired, this, [&] {
        QEventLoop dialog;
        if (withGuard) {
            connect(guard, &QObject::destroyed, &dialog, &QEventLoop::quit, Qt::QueuedConnection);
            QTimer::singleShot(0, &dialog, [guard] { delete guard; });
        } else {
            connect(guard, &RedGuard::stateChanged, &dialog, &QEventLoop::quit, Qt::QueuedConnection);
            m_server.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
        }
        QTimer::singleShot(10s, &dialog, &QEventLoop::quit);
        dialog.exec();
        QCoreApplication::processEvents();
        isOver = true;
    });
    lock->acquire();
    QTRY_VERIFY_WITH_TIMEOUT(isOver, 15'000);
    QTRY_VERIFY(withGuard ? !alive : alive->state() == ConnectionState::Connected);
    delete alive;
}

void tst_Tls::wrongServersAreRefused_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("trusted");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *tag, const char *certificate, const char *trusted, const char *reason) {
        QTest::newRow(tag) << QString::fromLatin1(certificate) << QString::fromLatin1(trusted)
                           << QString::fromLatin1(reason);
    };
    row("other host", "wronghost", "ca", "host name did not match");
    row("expired", "expired", "ca", "certificate has expired");
    row("self-signed", "selfsigned", "ca", "self-signed");
    row("of an unknown authority", "server", "otherca", "untrusted");
    row("of none of the system's", "server", "", "untrusted");
}

void tst_Tls::wrongServersAreRefused()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, trusted);
    QFETCH(const QString, reason);
    RedisProcess server(m_certificates.configuration(certificate));
    QVERIFY(server.start());
    const QString query = trusted.isEmpty()
        ? QString()
        : QStringLiteral("?ssl_ca_certs=") + m_certificates.certificate(trusted);
    const Error error = firstErrorOf(urlOf(server, query));
    QCOMPARE(error.code(), ErrorCode::NotConnected);
    QVERIFY2(error.message().contains(QStringLiteral("The server's certificate was refused")),
             qPrintable(error.message()));
    QVERIFY2(error.message().contains(reason), qPrintable(error.message()));
    QCOMPARE(server.command({"DBSIZE"}).integer, 0);
    QCOMPARE(server.field({"INFO", "commandstats"}, "cmdstat_hello"), QByteArray());
}

void tst_Tls::serverWithoutTlsIsRefused()
{
    RedisProcess plain;
    QVERIFY(plain.start());
    const Error error = firstErrorOf(urlOf(plain, trusting()), {.connectTimeout = 2s});
    QCOMPARE(error.code(), ErrorCode::NotConnected);
    QCOMPARE(plain.field({"INFO", "commandstats"}, "cmdstat_hello"), QByteArray());
}

// Whoever listens in the server's place, and however often it is tried.
void tst_Tls::nothingGoesOutInPlainText()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QList<QByteArray> heard;
    QObject::connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        QTcpSocket *socket = listener.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [&heard, socket] {
            heard.append(socket->readAll());
            socket->write("-ERR unencrypted, please\r\n");
            socket->disconnectFromHost();
        });
    });
    RedGuard guard(QStringLiteral("rediss://%1:%1@127.0.0.1:%2").arg(Canary).arg(listener.serverPort()));
    QTRY_VERIFY(heard.size() >= 3);
    for (const QByteArray &bytes : heard) {
        QVERIFY(bytes.startsWith("\x16\x03")); // the hello of TLS
        QVERIFY(!bytes.contains(Canary.toUtf8()));
        QVERIFY(!bytes.contains("HELLO"));
    }
}

void tst_Tls::clientProvesWhoItIs_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("welcome");
    const QString certificate =
        QStringLiteral("&ssl_certfile=") + m_certificates.certificate(QStringLiteral("client"));
    QTest::newRow("nobody") << QString() << false;
    QTest::newRow("client") << certificate + QStringLiteral("&ssl_keyfile=")
            + m_certificates.key(QStringLiteral("client"))
                            << true;
    QTest::newRow("key with a password") << certificate + QStringLiteral("&ssl_keyfile=")
            + m_certificates.encryptedKey() + QStringLiteral("&ssl_password=")
            + QString::fromUtf8(QUrl::toPercentEncoding(TestCertificates::keyPassword()))
                                         << true;
    QTest::newRow("of another authority")
        << QStringLiteral("&ssl_certfile=") + m_certificates.certificate(QStringLiteral("otherca"))
            + QStringLiteral("&ssl_keyfile=") + m_certificates.key(QStringLiteral("otherca"))
        << false;
}

void tst_Tls::clientProvesWhoItIs()
{
    QFETCH(const QString, query);
    QFETCH(const bool, welcome);
    const QString url = urlOf(m_strict, trusting(query));
    if (welcome) {
        QVERIFY(connects(url));
        return;
    }
    const Error error = firstErrorOf(url);
    QCOMPARE(error.code(), ErrorCode::NotConnected);
    QVERIFY2(error.message().contains(QStringLiteral("alert")), qPrintable(error.message()));
}

void tst_Tls::filesThatCannotBeUsedAreNamed_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *tag, const QString &query, const QString &message) {
        QTest::newRow(tag) << query << message;
    };
    const QString client = m_certificates.certificate(QStringLiteral("client"));
    const QString key = m_certificates.key(QStringLiteral("client"));
    row("no authority", QStringLiteral("?ssl_ca_certs=/nowhere/ca.pem"),
        QStringLiteral("/nowhere/ca.pem: No such file or directory"));
    row("a key as authority", QStringLiteral("?ssl_ca_certs=%1").arg(key),
        QStringLiteral("%1 holds no certificate in PEM").arg(key));
    row("no certificate", QStringLiteral("?ssl_certfile=/nowhere/me.pem&ssl_keyfile=%1").arg(key),
        QStringLiteral("/nowhere/me.pem: No such file or directory"));
    row("no key", QStringLiteral("?ssl_certfile=%1").arg(client),
        QStringLiteral("%1 holds no private key in PEM that can be read with the password given")
            .arg(client));
    row("wrong password",
        QStringLiteral("?ssl_certfile=%1&ssl_keyfile=%2&ssl_password=%3")
            .arg(client, m_certificates.encryptedKey(), Canary),
        QStringLiteral("%1 holds no private key in PEM that can be read with the password given")
            .arg(m_certificates.encryptedKey()));
    row("key only", QStringLiteral("?ssl_keyfile=%1").arg(key),
        QStringLiteral("The client's key needs its certificate"));
}

void tst_Tls::filesThatCannotBeUsedAreNamed()
{
    QFETCH(const QString, query);
    QFETCH(const QString, message);
    QTest::ignoreMessage(QtWarningMsg, qPrintable(message));
    RedGuard guard(urlOf(m_server, query));
    QCOMPARE(guard.error().code(), ErrorCode::InvalidArgument);
    QCOMPARE(guard.errorString(), message);
    auto refused = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().code(), ErrorCode::InvalidArgument);
}

void tst_Tls::newFilesCountFromTheNextConnection()
{
    QTemporaryDir folder;
    const QString trusted = folder.filePath(QStringLiteral("ca.pem"));
    QVERIFY(QFile::copy(m_certificates.certificate(QStringLiteral("otherca")), trusted));
    RedGuard guard(urlOf(m_server, QStringLiteral("?ssl_ca_certs=") + trusted));
    QTRY_COMPARE(guard.error().code(), ErrorCode::NotConnected);
    QVERIFY(QFile::remove(trusted));
    QVERIFY(QFile::copy(m_certificates.authority(), trusted));
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, 20'000);
}

void tst_Tls::configurationIsTaken()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    QVERIFY(!firstErrorOf(urlOf(m_server), {.sslConfiguration = configuration}).message().isEmpty());
    configuration.setCaCertificates(QSslCertificate::fromPath(m_certificates.authority()));
    QVERIFY(connects(urlOf(m_server), {.sslConfiguration = configuration}));
    configuration.setCaCertificates({});
    QVERIFY(connects(urlOf(m_server, trusting()), {.sslConfiguration = configuration}));
}

void tst_Tls::configurationCannotLowerTheGuard()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    const Error error = firstErrorOf(urlOf(m_server), {.sslConfiguration = configuration});
    QVERIFY2(error.message().contains(QStringLiteral("refused")), qPrintable(error.message()));
    configuration.setProtocol(QSsl::AnyProtocol);
    QCOMPARE(net::TlsOptions {.base = configuration}.configuration()->protocol(), QSsl::TlsV1_2OrLater);
    configuration.setProtocol(QSsl::TlsV1_3);
    QCOMPARE(net::TlsOptions {.base = configuration}.configuration()->protocol(), QSsl::TlsV1_3);
}

void tst_Tls::configurationWithoutTlsIsRefused()
{
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("redis://localhost:1 is a URL without TLS")));
    RedGuard guard(QStringLiteral("redis://localhost:1"), {},
                   {.sslConfiguration = QSslConfiguration::defaultConfiguration()});
    QCOMPARE(guard.error().code(), ErrorCode::InvalidArgument);
}

void tst_Tls::endOfAGuardFreesAtOnce()
{
    auto guard = std::make_unique<RedGuard>(urlOf(m_server, trusting()));
    Lock *lock = guard->lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(m_server.command({"EXISTS", "door"}).integer, 1);
    guard.reset();
    QTRY_COMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
}

QTEST_GUILESS_MAIN(tst_Tls)
#include "tst_tls.moc"
