// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "log.h"
#include "testcertificates.h"
#include "testcluster.h"

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// Stands for every secret at once; none of what is said anywhere may hold it.
const QString Canary = QStringLiteral("canary-3e7a90");

template <typename T>
QString shown(const T &value)
{
    QString text;
    QDebug(&text) << value;
    return text + u'\n';
}

} // namespace

class tst_Redaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QLoggingCategory::setFilterRules(QStringLiteral("redguard.*=true")); }

    void guardsKeepSecrets_data();
    void guardsKeepSecrets();
    void changedCredentialsAreKeptToo();
    void commandKeepsSecrets_data();
    void commandKeepsSecrets();

private:
    void live(RedGuard &guard);
    void addUrls(const std::function<void(const char *, const QString &, bool)> &row);
    [[nodiscard]] static QString withPassword(QString url, const QString &password = Canary)
    {
        return url.replace(QStringLiteral("//"), QStringLiteral("//:%1@").arg(password));
    }
    [[nodiscard]] QString sentinelUrl(const QString &password) const
    {
        return withPassword(
            QStringLiteral("redis-sentinel://127.0.0.1:%1?master_name=main&sentinel_password=%2")
                .arg(m_sentinel->port())
                .arg(password));
    }
    [[nodiscard]] QString tlsUrl(const QString &keyPassword) const
    {
        return withPassword(
            QStringLiteral(
                "rediss://localhost:%1?ssl_ca_certs=%2&ssl_certfile=%3&ssl_keyfile=%4&ssl_password=%5")
                .arg(m_tls->port())
                .arg(m_certificates.authority(), m_certificates.certificate(QStringLiteral("client")), m_key,
                     keyPassword));
    }

    const QStringList m_login {QStringLiteral("requirepass ") + Canary};
    TestCertificates m_certificates;
    QString m_key; // behind the canary
    RedisProcess m_server {m_login};
    std::unique_ptr<RedisProcess> m_older; // does not know HELLO
    std::unique_ptr<RedisProcess> m_tls;
    std::unique_ptr<RedisProcess> m_sentinel;
    TestCluster m_cluster {m_login};
    QByteArrayList m_tokens; // of what was held
    QString m_said;          // by what the test asked to be shown
};

void tst_Redaction::initTestCase()
{
    QVERIFY(m_certificates.make());
    m_key = m_server.filePath(QStringLiteral("canary.key"));
    QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                               {QStringLiteral("pkey"), QStringLiteral("-in"),
                                m_certificates.key(QStringLiteral("client")), QStringLiteral("-out"), m_key,
                                QStringLiteral("-aes256"), QStringLiteral("-passout"),
                                QStringLiteral("pass:") + Canary}),
             0);
    m_older =
        std::make_unique<RedisProcess>(m_login + QStringList {QStringLiteral("rename-command HELLO \"\"")});
    m_tls = std::make_unique<RedisProcess>(
        m_login
        + m_certificates.configuration(QStringLiteral("server"), TestCertificates::Clients::Certified));
    QVERIFY(m_server.start() && m_older->start() && m_tls->start() && m_cluster.start());
    m_sentinel = std::make_unique<RedisProcess>(
        m_login
            + QStringList {QStringLiteral("sentinel monitor main 127.0.0.1 %1 1").arg(m_server.port()),
                           QStringLiteral("sentinel auth-pass main ") + Canary},
        RedisProcess::Mode::Sentinel);
    QVERIFY(m_sentinel->start());
}

// Each with whether it leads to a connection.
void tst_Redaction::addUrls(const std::function<void(const char *, const QString &, bool)> &row)
{
    const QString wrong = Canary + QStringLiteral("-wrong");
    row("password", withPassword(m_server.url()), true);
    row("older protocol", withPassword(m_older->url()), true);
    row("cluster", withPassword(m_cluster.url()), true);
    row("Sentinel", sentinelUrl(Canary), true);
    row("TLS key", tlsUrl(Canary), true);
    row("wrong password", withPassword(m_server.url(), wrong), false);
    row("wrong password, older protocol", withPassword(m_older->url(), wrong), false);
    row("wrong password of a cluster", withPassword(m_cluster.url(), wrong), false);
    row("wrong password of the Sentinel", sentinelUrl(wrong), false);
    row("wrong password of the TLS key", tlsUrl(wrong), false);
    row("as a user",
        withPassword(m_server.url()).replace(QStringLiteral("//"), QStringLiteral("//%1").arg(Canary)),
        false);
    row("nobody there", withPassword(QStringLiteral("redis://127.0.0.1:1")), false);
    row("no socket", withPassword(QStringLiteral("unix:///nowhere/redis.sock")), false);
    row("unknown host", withPassword(QStringLiteral("redis://nowhere.invalid")), false);
    row("cut by a slash", withPassword(m_server.url(), QStringLiteral("a/") + Canary), false);
    row("cut by a question mark", withPassword(m_server.url(), QStringLiteral("a?") + Canary), false);
    row("wrong port", withPassword(QStringLiteral("redis://h:%1").arg(Canary)), false);
}

void tst_Redaction::guardsKeepSecrets_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("connects");
    addUrls(
        [](const char *tag, const QString &url, bool connects) { QTest::newRow(tag) << url << connects; });
}

void tst_Redaction::guardsKeepSecrets()
{
    QFETCH(const QString, url);
    QFETCH(const bool, connects);
    m_said.clear();
    const Log log;
    {
        RedGuard guard(url, QStringLiteral("lab"), {.connectTimeout = 3s});
        QSignalSpy failed(&guard, &RedGuard::errorOccurred);
        QTRY_VERIFY(guard.state() == ConnectionState::Connected || !failed.isEmpty());
        QCOMPARE(guard.state() == ConnectionState::Connected, connects);
        if (connects)
            live(guard);
        auto future = guard.lock(QStringLiteral("gate"))->acquireAsync(50ms);
        QTRY_VERIFY(future.isFinished());
        m_said += shown(future.result()) + shown(&guard) + shown(guard.error()) + shown(guard.url())
            + guard.errorString() + guard.objectName();
        for (const auto &arguments : failed)
            m_said += shown(arguments);
    }
    const QString said = log.text() + m_said;
    QVERIFY(said.size() > 200);
    QVERIFY2(!said.contains(Canary), qPrintable(said));
    for (const QByteArray &token : std::as_const(m_tokens)) {
        for (const QByteArray &written : {token, token.toHex(), token.toBase64()})
            QVERIFY2(!said.contains(QString::fromLatin1(written), Qt::CaseInsensitive), qPrintable(said));
    }
}

// A hold, a wait, a hand-over, a refusal and a loss, with all that can be shown of them; the tokens count as
// secrets.
void tst_Redaction::live(RedGuard &guard)
{
    Lock *lock = guard.lock(QStringLiteral("door"), {.ttl = 600ms});
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 2});
    RateLimiter *limiter = guard.limiter(QStringLiteral("calls"), {.limit = 5, .window = 60s});
    QSignalSpy acquired(lock, &Lock::acquired);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    auto seat = semaphore->acquireAsync(5s);
    auto call = limiter->acquireAsync(5s);
    auto waiting = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(seat.isFinished() && call.isFinished());
    m_tokens.clear();
    for (RedisProcess *server : {&m_server, m_older.get(), m_tls.get(), &m_cluster.node(0),
                                 &m_cluster.node(1), &m_cluster.node(2)}) {
        m_tokens.append(server->command({"GET", "lab:door"}).bytes);
        for (const char *name : {"lab:seats", "lab:calls"}) {
            for (const auto &token : server->command({"ZRANGE", name, "0", "-1"}).elements)
                m_tokens.append(token.bytes.first(16));
        }
    }
    m_tokens.removeIf([](const QByteArray &token) { return token.size() != 16; });
    std::optional<Result<Status>> status;
    guard.status(QStringLiteral("door"), this, [&status](const Result<Status> &result) { status = result; });
    QTRY_VERIFY(status.has_value());
    m_said += shown(lock) + shown(semaphore) + shown(limiter)
        + shown(acquired.first().first().value<LeaseInfo>()) + shown(seat.result()) + shown(call.result())
        + shown(*status) + shown(guard.statistics());
    lock->release();
    QTRY_VERIFY(waiting.isFinished());
    m_said += shown(waiting.result());
    QVERIFY(m_tokens.size() >= 3);
}

void tst_Redaction::changedCredentialsAreKeptToo()
{
    const Log log;
    RedGuard guard(withPassword(m_server.url()));
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    guard.setCredentials({}, Canary + QStringLiteral("-wrong"));
    QTRY_COMPARE(guard.error().code(), ErrorCode::AccessDenied);
    guard.setCredentials(QStringLiteral("default"), Canary);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const QByteArray clients = m_server.command({"CLIENT", "LIST"}).bytes;
    const QString said = log.text() + shown(guard.error()) + shown(&guard) + QString::fromUtf8(clients);
    QVERIFY(said.contains(QStringLiteral("WRONGPASS")));
    QVERIFY2(!said.contains(Canary), qPrintable(said));
}

void tst_Redaction::commandKeepsSecrets_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("connects");
    const QStringList lines {QStringLiteral("lock door --wait 1s --events -- true"),
                             QStringLiteral("semaphore seats --capacity 2 --wait 1s --events -- true"),
                             QStringLiteral("limit calls --limit 5 --window 1s --wait 1s --events -- true"),
                             QStringLiteral("status door --json"), QStringLiteral("status door")};
    addUrls([&lines](const char *tag, const QString &url, bool connects) {
        for (const QString &line : connects ? lines : QStringList {lines.first(), lines.last()})
            QTest::addRow("%s: %s", tag, qPrintable(line)) << line.split(u' ') << url << connects;
    });
}

void tst_Redaction::commandKeepsSecrets()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, url);
    QFETCH(const bool, connects);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("REDGUARD_URL"), url);
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("redguard.*=true"));
    environment.insert(QStringLiteral("QT_LOGGING_TO_CONSOLE"), QStringLiteral("1"));
    QProcess command;
    command.setProcessEnvironment(environment);
    command.setProcessChannelMode(QProcess::MergedChannels);
    command.start(QStringLiteral(REDGUARD_COMMAND), arguments);
    QVERIFY(command.waitForFinished(30'000));
    const QString said = QString::fromUtf8(command.readAll());
    QVERIFY2((command.exitCode() == 0) == connects, qPrintable(said));
    QVERIFY(!said.isEmpty());
    QVERIFY2(!said.contains(Canary), qPrintable(said));
}

QTEST_GUILESS_MAIN(tst_Redaction)
#include "tst_redaction.moc"
