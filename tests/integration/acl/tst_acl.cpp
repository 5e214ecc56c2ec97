// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "fakesentinel.h"
#include "testcluster.h"

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

const QString Namespace = QStringLiteral("lab");
const QString Rules = QStringLiteral(ACL_FILE);

// The rule of this user in the file, as the words behind "user <name>".
QByteArrayList ruleOf(const QByteArray &user)
{
    QFile file(Rules);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("user " + user + ' '))
            return line.split(' ').mid(2);
    }
    return {};
}

QString withLogin(QString url, const QString &user, const QString &password)
{
    return url.replace(QStringLiteral("//"), QStringLiteral("//%1:%2@").arg(user, password));
}

// The server's count of each command that this user was refused.
QMap<QByteArray, qint64> refusals(RedisProcess &server)
{
    QMap<QByteArray, qint64> refused;
    for (const auto &entry : server.command({"ACL", "LOG", "128"}).elements) {
        QMap<QByteArray, redguard::resp::Value> fields;
        for (std::size_t at = 0; at + 1 < entry.elements.size(); at += 2)
            fields.insert(entry.elements[at].bytes, entry.elements[at + 1]);
        refused[fields["object"].bytes] += fields["count"].integer;
    }
    return refused;
}

} // namespace

// The rules that are shipped are enough for everything, and hold nothing that is never used.
class tst_Acl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneServer();
    void cluster();
    void nothingElseIsAllowed_data();
    void nothingElseIsAllowed();
    void otherNamespacesAreOutOfReach();

private:
    using Ask = std::function<void(const QByteArrayList &)>;

    void lockIsUsed(RedGuard &guard, RedGuard &other, const QString &name, const Ask &ask);
    void semaphoreIsUsed(RedGuard &guard, RedGuard &other);
    void limitersAreUsed(RedGuard &guard);
    void poolIsUsed(RedGuard &guard);
    void statusIsAsked(RedGuard &guard, const QString &name);
    void everythingIsUsed(const QString &url, const Ask &ask);
    static void noneIsMissing(const QList<RedisProcess *> &servers);
    static void noneIsUnused(const QByteArray &user, const QList<RedisProcess *> &servers);

    // By the default user, whom no rule binds.
    static Ask anyOf(const QList<RedisProcess *> &servers)
    {
        return [servers](const QByteArrayList &command) {
            for (RedisProcess *server : servers)
                server->command(command);
        };
    }

    RedisProcess m_server {QStringList {QStringLiteral("include ") + Rules}};
};

void tst_Acl::lockIsUsed(RedGuard &guard, RedGuard &other, const QString &name, const Ask &ask)
{
    Lock *first = guard.lock(name, {.ttl = 600ms});
    Lock *second = other.lock(name, {.ttl = 600ms, .renewal = Renewal::EventLoop});
    Lock *third = guard.lock(name, {.ttl = 600ms});
    QSignalSpy renewed(first, &Lock::renewed);
    QSignalSpy renewedHere(second, &Lock::renewed);
    QSignalSpy queued(second, &Lock::queued);
    QSignalSpy thirdQueued(third, &Lock::queued);
    first->acquire();
    QTRY_VERIFY(first->isHeld());
    QTRY_VERIFY(!renewed.isEmpty());
    second->acquire();
    QTRY_VERIFY(!queued.isEmpty());
    first->release();
    QTRY_VERIFY(second->isHeld());
    QTRY_VERIFY(!renewedHere.isEmpty());
    third->acquire();
    QTRY_VERIFY(!thirdQueued.isEmpty());
    auto tooLate = other.lock(name)->acquireAsync(100ms);
    QTRY_VERIFY(tooLate.isFinished());
    QCOMPARE(tooLate.result().error().code(), ErrorCode::TimedOut);
    ask({"DEL", (Namespace + u':' + name).toUtf8()}); // the head watches the key
    QTRY_VERIFY(third->isHeld());
    third->release();
    ask({"SCRIPT", "FLUSH"});
    auto last = guard.lock(name)->acquireAsync(5s);
    QTRY_VERIFY(last.isFinished());
    QVERIFY(last.result().hasValue());
}

void tst_Acl::semaphoreIsUsed(RedGuard &guard, RedGuard &other)
{
    const SemaphoreOptions options {.capacity = 2, .permits = 2, .ttl = 600ms};
    Semaphore *first = guard.semaphore(QStringLiteral("seats"), options);
    Semaphore *second = other.semaphore(QStringLiteral("seats"), options);
    QSignalSpy renewed(first, &Semaphore::renewed);
    QSignalSpy queued(second, &Semaphore::queued);
    first->acquire();
    QTRY_VERIFY(!renewed.isEmpty());
    second->acquire();
    QTRY_VERIFY(!queued.isEmpty());
    statusIsAsked(guard, QStringLiteral("seats"));
    first->release();
    QTRY_VERIFY(second->isHeld());
    auto tooLate = guard.semaphore(QStringLiteral("seats"), options)->acquireAsync(100ms);
    QTRY_VERIFY(tooLate.isFinished());
    QCOMPARE(tooLate.result().error().code(), ErrorCode::TimedOut);
    second->release();
}

void tst_Acl::limitersAreUsed(RedGuard &guard)
{
    for (const Algorithm algorithm : {Algorithm::SlidingWindow, Algorithm::Paced}) {
        const QString name = QStringLiteral("calls-%1").arg(int(algorithm));
        RateLimiter *limiter = guard.limiter(name, {.limit = 1, .window = 300ms, .algorithm = algorithm});
        auto now = limiter->acquireAsync();
        auto later = limiter->acquireAsync();
        QTRY_VERIFY(now.isFinished() && later.isFinished());
        QVERIFY(now.result().hasValue() && later.result().hasValue());
        auto refused = limiter->acquireAsync(0ms);
        QTRY_VERIFY(refused.isFinished());
        QSignalSpy cancelled(limiter, &RateLimiter::cancelled);
        const quint64 request = limiter->acquire();
        QTRY_VERIFY(guard.state() == ConnectionState::Connected);
        statusIsAsked(guard, name); // answered behind the reservation
        limiter->cancelRequest(request);
        QTRY_COMPARE(cancelled.size(), 1);
    }
}

void tst_Acl::poolIsUsed(RedGuard &guard)
{
    auto *pool = guard.pool<int>(
        QStringLiteral("workers"), [] { return Result<int>(1); }, SemaphoreOptions {.capacity = 1});
    int got = 0;
    pool->acquireAsync(5s, this, [&got](const auto &resource) { got = resource ? **resource : -1; });
    QTRY_COMPARE(got, 1);
}

void tst_Acl::statusIsAsked(RedGuard &guard, const QString &name)
{
    std::optional<Result<Status>> status;
    guard.status(name, this, [&status](const Result<Status> &result) { status = result; });
    QTRY_VERIFY(status.has_value());
    QVERIFY2(status->hasValue(), qPrintable(status->error().message()));
    QVERIFY((*status)->kind != Status::Kind::Unused);
}

void tst_Acl::everythingIsUsed(const QString &url, const Ask &ask)
{
    RedGuard guard(url, Namespace);
    RedGuard other(url, Namespace);
    QTRY_VERIFY(guard.state() == ConnectionState::Connected && other.state() == ConnectionState::Connected);
    lockIsUsed(guard, other, QStringLiteral("door"), ask);
    lockIsUsed(guard, other, QStringLiteral("{door}-2"), ask);
    semaphoreIsUsed(guard, other);
    limitersAreUsed(guard);
    poolIsUsed(guard);
    guard.setCredentials(QStringLiteral("default"), QStringLiteral("any")); // has no password
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result().hasValue());
    QVERIFY2(!guard.error(), qPrintable(guard.errorString()));
    QVERIFY2(!other.error(), qPrintable(other.errorString()));
}

// But for what the file says is for those who want more, and what a status does without.
void tst_Acl::noneIsMissing(const QList<RedisProcess *> &servers)
{
    for (RedisProcess *server : servers) {
        auto refused = refusals(*server);
        for (const char *optional : {"info", "client|list", "client|setinfo"})
            refused.remove(optional);
        QVERIFY2(refused.isEmpty(), refused.keys().join(' ').constData());
    }
}

void tst_Acl::noneIsUnused(const QByteArray &user, const QList<RedisProcess *> &servers)
{
    QByteArray stats;
    for (RedisProcess *server : servers)
        stats += server->command({"INFO", "commandstats"}).bytes;
    QByteArrayList unused;
    int commands = 0;
    for (const QByteArray &word : ruleOf(user)) {
        if (!word.startsWith('+'))
            continue;
        ++commands;
        if (!stats.contains("cmdstat_" + word.mid(1) + ":calls="))
            unused.append(word);
    }
    QVERIFY(commands > 30);
    QVERIFY2(unused.isEmpty(), unused.join(' ').constData());
}

void tst_Acl::oneServer()
{
    RedisProcess server({QStringLiteral("include ") + Rules});
    QVERIFY(server.start());
    FakeSentinel sentinel; // so that the role is asked for
    QVERIFY(sentinel.start());
    sentinel.setAnswers({FakeSentinel::addressOf(server.port())});
    QString url = sentinel.url();
    url.replace(u'?', QStringLiteral("/3?"));
    server.command({"SELECT", "3"});
    everythingIsUsed(withLogin(url, QStringLiteral("redguard"), QStringLiteral("change-me")),
                     anyOf({&server}));
    noneIsMissing({&server});
    noneIsUnused("redguard", {&server});
}

void tst_Acl::cluster()
{
    TestCluster cluster({QStringLiteral("include ") + Rules});
    QVERIFY(cluster.start());
    const QString url =
        withLogin(cluster.url(), QStringLiteral("redguard-cluster"), QStringLiteral("change-me"));
    const QList<RedisProcess *> nodes {&cluster.node(0), &cluster.node(1), &cluster.node(2)};
    {
        RedGuard guard(url, Namespace); // whose slot is on its way
        QTRY_COMPARE(guard.state(), ConnectionState::Connected);
        const int to = (cluster.nodeOf("lab:moving") + 1) % TestCluster::Nodes;
        QVERIFY(cluster.beginMigration(cluster.slotOf("lab:moving"), to));
        const auto asked = [&] {
            return !cluster.node(to).field({"INFO", "commandstats"}, "cmdstat_asking").isEmpty();
        };
        auto future = guard.lock(QStringLiteral("moving"))->acquireAsync(20s);
        QTRY_VERIFY(asked());
        QVERIFY(cluster.endMigration(cluster.slotOf("lab:moving"), to));
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000);
        QVERIFY2(future.result().hasValue(), qPrintable(future.result().error().message()));
    }
    everythingIsUsed(url, anyOf(nodes));
    noneIsMissing(nodes);
    noneIsUnused("redguard-cluster", nodes);
}

void tst_Acl::nothingElseIsAllowed_data()
{
    QTest::addColumn<QByteArrayList>("command");
    const auto row = [](const QByteArrayList &command) {
        QTest::newRow(command.join(' ').constData()) << command;
    };
    row({"FLUSHALL"});
    row({"FLUSHDB"});
    row({"KEYS", "*"});
    row({"SCAN", "0"});
    row({"CONFIG", "GET", "requirepass"});
    row({"CONFIG", "SET", "maxmemory", "1"});
    row({"ACL", "LIST"});
    row({"SHUTDOWN", "NOSAVE"});
    row({"CLIENT", "LIST"});
    row({"CLIENT", "KILL", "TYPE", "normal"});
    row({"SCRIPT", "FLUSH"});
    row({"INFO"});
    row({"MONITOR"});
    row({"GET", "office:door"});
    row({"SET", "laboratory", "1"});
    row({"DEL", "{office:door}:rg:lock:queue"});
    row({"SUBSCRIBE", "news"});
    row({"PUBLISH", "news", "x"});
    row({"EVAL", "return redis.call('FLUSHALL')", "0"});
    row({"EVAL", "return redis.call('GET', 'office:door')", "0"});
    row({"EVAL", "return redis.call('PUBLISH', 'news', 'x')", "0"});
}

void tst_Acl::nothingElseIsAllowed()
{
    QFETCH(const QByteArrayList, command);
    QVERIFY(m_server.isRunning() || m_server.start());
    PlainClient client;
    QVERIFY(client.connectTo(QStringLiteral("127.0.0.1"), m_server.port()));
    for (const char *user : {"redguard", "redguard-cluster"}) {
        QCOMPARE(client.command({"AUTH", user, "change-me"}).bytes, "OK");
        const auto reply = client.command(command);
        QVERIFY(reply.isError());
        QVERIFY2(reply.errorPrefix() == "NOPERM"
                     || reply.bytes.startsWith("ERR The user executing the script can't")
                     || reply.bytes.startsWith("ERR ACL failure in script"),
                 reply.bytes.constData());
    }
}

void tst_Acl::otherNamespacesAreOutOfReach()
{
    RedisProcess server({QStringLiteral("include ") + Rules});
    QVERIFY(server.start());
    RedGuard guard(withLogin(server.url(), QStringLiteral("redguard"), QStringLiteral("change-me")),
                   QStringLiteral("office"));
    auto future = guard.lock(QStringLiteral("door"))->acquireAsync(5s);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::AccessDenied);
    QVERIFY(!guard.error());
}

QTEST_GUILESS_MAIN(tst_Acl)
#include "tst_acl.moc"
