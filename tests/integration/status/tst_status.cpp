// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <RedGuard/RedGuard>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Who has it? What a look from outside shows.
class tst_Status : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void statusIsAnsweredThoughTheGuardGoes();
    void statusOfEachKind();
    void holdersAreNamed();
    void holdersWithoutTheRightToAsk();
    void aLabelIsKeptAsItIs_data();
    void aLabelIsKeptAsItIs();
    void surveyOfANamespace();
    void surveyWithoutANamespace();
    void surveyOfNothing();
    void surveyWithoutAConnection();
    void surveyIsAnsweredThoughTheGuardGoes();
    void surveyOfManyNames();

private:
    using Statuses = QHash<QString, Status>;

    [[nodiscard]] std::optional<Status> statusOf(RedGuard &guard, const QString &name)
    {
        std::optional<Status> found;
        guard.status(name, this, [&found](const Result<Status> &status) { found = *status; });
        return QTest::qWaitFor([&found] { return found.has_value(); }) ? found : std::nullopt;
    }
    [[nodiscard]] std::optional<Statuses> survey(RedGuard &guard)
    {
        std::optional<Statuses> found;
        guard.survey(this, [&found](const Result<QList<Status>> &statuses) {
            found.emplace();
            for (const Status &status : *statuses)
                found->insert(status.name, status);
        });
        return QTest::qWaitFor([&found] { return found.has_value(); }) ? found : std::nullopt;
    }

    TestServer m_server;
};

void tst_Status::statusIsAnsweredThoughTheGuardGoes()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
    std::optional<ErrorCode> code;
    guard->status(QStringLiteral("door"), this,
                  [&code](const Result<Status> &status) { code = status.error().code(); });
    guard.reset();
    QTRY_VERIFY(code.has_value());
    QCOMPARE(*code, ErrorCode::NotConnected);
}

void tst_Status::statusOfEachKind()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(QStringLiteral("door"));
    Lock *waiter = guard.lock(QStringLiteral("door"));
    Semaphore *semaphore = guard.semaphore(QStringLiteral("seats"), {.capacity = 3, .permits = 2});
    RateLimiter *limiter = guard.limiter(QStringLiteral("api"), {.limit = 2, .window = 60s});
    RateLimiter *paced =
        guard.limiter(QStringLiteral("pace"), {.limit = 2, .window = 60s, .algorithm = Algorithm::Paced});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy admitted(limiter, &RateLimiter::acquired);
    QSignalSpy pacedIn(paced, &RateLimiter::acquired);
    lock->acquire();
    waiter->acquire();
    semaphore->acquire();
    limiter->acquire();
    paced->acquire();
    m_server.command({"RPUSH", "list", "x"});
    QTRY_VERIFY(queued.size() == 1 && semaphore->isHeld() && admitted.size() == 1 && pacedIn.size() == 1);

    QHash<QString, Status> found;
    for (const char *name : {"door", "seats", "api", "pace", "list", "nothing"}) {
        guard.status(QString::fromLatin1(name), this,
                     [&found](const Result<Status> &status) { found.insert(status->name, *status); });
    }
    QTRY_COMPARE(found.size(), 6);
    const Status door = found[QStringLiteral("door")];
    QCOMPARE(door.kind, Status::Kind::Lock);
    QCOMPARE(door.waiters, 1);
    QCOMPARE(door.holders.size(), 1);
    QCOMPARE(door.holders.first().token,
             QString::fromLatin1(m_server.command({"GET", "door"}).bytes.left(4).toHex()));
    QVERIFY(door.fence > 0 && door.remaining > 20s);
    const Status seats = found[QStringLiteral("seats")];
    QCOMPARE(seats.kind, Status::Kind::Semaphore);
    QCOMPARE(seats.used, 2);
    QCOMPARE(seats.holders.size(), 1);
    QCOMPARE(seats.holders.first().permits, 2);
    QCOMPARE(found[QStringLiteral("api")].kind, Status::Kind::RateLimiter);
    QCOMPARE(found[QStringLiteral("api")].used, 1);
    QCOMPARE(found[QStringLiteral("pace")].kind, Status::Kind::PacedLimiter);
    QCOMPARE(found[QStringLiteral("list")].kind, Status::Kind::Foreign);
    QCOMPARE(found[QStringLiteral("nothing")].kind, Status::Kind::Unused);
}

void tst_Status::holdersAreNamed()
{
    RedGuard anna(m_server.url(), {}, {.clientName = u"anna@bench"_s});
    RedGuard other(m_server.url());
    Semaphore *two = anna.semaphore(u"seats"_s, {.capacity = 3, .permits = 2, .ttl = 40s});
    Semaphore *one = other.semaphore(u"seats"_s, {.capacity = 3, .ttl = 20s});
    two->acquire();
    QTRY_VERIFY(two->isHeld());
    one->acquire();
    QTRY_VERIFY(one->isHeld());
    const QByteArray python(16, 'p');
    m_server.command({"SET", "door", python, "PX", "5000"});

    auto holders = statusOf(other, u"seats"_s)->holders;
    QCOMPARE(holders.size(), 2);
    QCOMPARE(holders[0].client, u"anna@bench"_s);
    QCOMPARE(holders[0].permits, 2);
    QVERIFY(holders[0].remaining > 30s && holders[0].remaining <= 40s);
    QCOMPARE(holders[1].client, u"tst_status@"_s + QSysInfo::machineHostName());
    QCOMPARE(holders[1].permits, 1);
    QVERIFY(holders[1].remaining > 10s && holders[1].remaining <= 20s);
    holders = statusOf(other, u"door"_s)->holders;
    QCOMPARE(holders.size(), 1);
    QCOMPARE(holders[0].token, u"70707070"_s);
    QCOMPARE(holders[0].client, QString());
}

void tst_Status::holdersWithoutTheRightToAsk()
{
    m_server.command({"ACL", "SETUSER", "guest", "on", ">secret", "~*", "&*", "+@all", "-client|list"});
    RedGuard holder(m_server.url());
    RedGuard guest(QString(m_server.url()).replace(u"unix://"_s, u"unix://guest:secret@"_s));
    Lock *lock = holder.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QTRY_COMPARE(guest.state(), ConnectionState::Connected);
    const auto status = statusOf(guest, u"door"_s);
    QCOMPARE(status->holders.size(), 1);
    QCOMPARE(status->holders[0].client, QString());
    QCOMPARE(status->holders[0].token.size(), 8);
}

void tst_Status::aLabelIsKeptAsItIs_data()
{
    QTest::addColumn<QString>("label");
    QTest::newRow("spaces") << u"Dr Anna Berg, room 2"_s;
    QTest::newRow("not ASCII") << u"Zoë \u2014 \u6e2c\u91cf"_s;
    QTest::newRow("line feed") << u"a\nname=redguard:0000000000000000:b"_s;
    QTest::newRow("percent") << u"100% sure"_s;
}

void tst_Status::aLabelIsKeptAsItIs()
{
    QFETCH(QString, label);
    RedGuard guard(m_server.url(), {}, {.clientName = label});
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(statusOf(guard, u"door"_s)->holders.first().client, label);
}

void tst_Status::surveyOfANamespace()
{
    RedGuard guard(m_server.url(), u"lab [1]*"_s);
    RedGuard neighbour(m_server.url(), u"lab 1x"_s);
    Lock *lock = guard.lock(u"scope"_s);
    Lock *tagged = guard.lock(u"{rack}:left"_s);
    Lock *free = guard.lock(u"free"_s);
    Lock *elsewhere = neighbour.lock(u"elsewhere"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 2, .window = 60s});
    QSignalSpy admitted(limiter, &RateLimiter::acquired);
    for (Lock *each : {lock, tagged, free, elsewhere})
        each->acquire();
    limiter->acquire();
    QTRY_VERIFY(lock->isHeld() && tagged->isHeld() && free->isHeld() && elsewhere->isHeld()
                && admitted.size() == 1);
    QSignalSpy released(free, &Lock::released);
    free->release();
    QTRY_COMPARE(released.size(), 1);

    const auto found = survey(guard);
    QStringList names = found->keys();
    names.sort();
    QCOMPARE(names, QStringList({u"api"_s, u"free"_s, u"scope"_s, u"{rack}:left"_s}));
    QCOMPARE(found->value(u"scope"_s).holders.size(), 1);
    QVERIFY(!found->value(u"scope"_s).holders.first().client.isEmpty());
    QCOMPARE(found->value(u"{rack}:left"_s).holders.size(), 1);
    QCOMPARE(found->value(u"free"_s).holders.size(), 0);
    QCOMPARE(found->value(u"free"_s).kind, Status::Kind::Lock);
    QCOMPARE(found->value(u"api"_s).kind, Status::Kind::RateLimiter);
}

void tst_Status::surveyWithoutANamespace()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    lock->acquire();
    m_server.command({"SET", "somebody's", "own"});
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(survey(guard)->keys(), QStringList(u"door"_s));
}

void tst_Status::surveyOfNothing()
{
    RedGuard guard(m_server.url(), u"empty"_s);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QCOMPARE(survey(guard)->size(), 0);
}

void tst_Status::surveyWithoutAConnection()
{
    RedGuard guard(u"unix:///nowhere/redis.sock"_s);
    std::optional<ErrorCode> code;
    guard.survey(this, [&code](const Result<QList<Status>> &result) { code = result.error().code(); });
    QVERIFY(!code);
    QTRY_VERIFY(code);
    QCOMPARE(*code, ErrorCode::NotConnected);
}

void tst_Status::surveyIsAnsweredThoughTheGuardGoes()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
    std::optional<ErrorCode> code;
    guard->survey(this, [&code](const Result<QList<Status>> &result) { code = result.error().code(); });
    guard.reset();
    QTRY_VERIFY(code);
    QCOMPARE(*code, ErrorCode::NotConnected);
}

// More than one page of the scan, beside keys of others.
void tst_Status::surveyOfManyNames()
{
    for (int i = 0; i < 3000; ++i) {
        m_server.command({"SET", "many:" + QByteArray::number(i), QByteArray(16, 'x'), "PX", "60000"});
        m_server.command({"SET", "other:" + QByteArray::number(i), "y", "PX", "60000"});
    }
    RedGuard guard(m_server.url(), u"many"_s);
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const auto found = survey(guard);
    QCOMPARE(found->size(), 3000);
    QVERIFY(std::all_of(found->begin(), found->end(),
                        [](const Status &status) { return status.holders.size() == 1; }));
}

QTEST_GUILESS_MAIN(tst_Status)
#include "tst_status.moc"
