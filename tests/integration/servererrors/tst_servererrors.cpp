// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "proxiedserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// What an error does, and what becomes of the operation that it answers.
struct Case
{
    const char *name;
    const char *text;
    bool reconnects;        // the connection is made anew; otherwise it stays the same
    ErrorCode acquire;      // NoError: it is asked again, and holds
    ReleaseOutcome release; // Clean: it is asked again, and free
};

constexpr auto Again = ErrorCode::NoError;
constexpr auto Clean = ReleaseOutcome::Clean;
constexpr auto Unknown = ReleaseOutcome::Unknown;

const std::array<Case, 21> Cases = {{
    {"NOSCRIPT", "NOSCRIPT No matching script. Please use EVAL.", false, Again, Clean},
    {"MOVED", "MOVED 1234 127.0.0.1:6379", false, Again, Clean},
    {"ASK", "ASK 1234 127.0.0.1:6379", false, Again, Clean},
    {"TRYAGAIN", "TRYAGAIN Multiple keys request during rehashing of slot", false, Again, Clean},
    {"CLUSTERDOWN", "CLUSTERDOWN The cluster is down", false, Again, Clean},
    {"LOADING", "LOADING Redis is loading the dataset in memory", false, Again, Clean},
    {"BUSY", "BUSY Redis is busy running a script.", false, Again, Clean},
    {"MASTERDOWN", "MASTERDOWN Link with MASTER is down", true, Again, Clean},
    {"READONLY", "READONLY You can't write against a read only replica.", true, Again, Clean},
    {"READONLY of Redis 6",
     "ERR Error running script (call to f_1): @user_script:4: @user_script: 4: -READONLY You can't write "
     "against a read only replica.",
     true, Again, Clean},
    {"READONLY behind ERR", "ERR READONLY You can't write", true, Again, Clean},
    {"NOAUTH", "NOAUTH Authentication required.", true, Again, Clean},
    {"ERR Protocol error", "ERR Protocol error: invalid multibulk length", true, Again, Clean},
    {"NOREPLICAS", "NOREPLICAS Not enough good replicas to write.", false, ErrorCode::NotReplicated, Clean},
    {"MISCONF", "MISCONF Redis is configured to save RDB snapshots", false, ErrorCode::ServerError, Clean},
    {"OOM", "OOM command not allowed when used memory > 'maxmemory'.", false, ErrorCode::OutOfMemory, Clean},
    {"OOM of Redis 6", "ERR Error running script (call to f_1): @user_script:4: -OOM command not allowed",
     false, ErrorCode::OutOfMemory, Clean},
    {"CROSSSLOT", "CROSSSLOT Keys in request don't hash to the same slot", false, ErrorCode::ServerError,
     Unknown},
    {"NOPERM", "NOPERM this user has no permissions", false, ErrorCode::AccessDenied, Unknown},
    {"WRONGTYPE", "WRONGTYPE Operation against a key holding the wrong kind of value", false,
     ErrorCode::ForeignKey, Unknown},
    {"an unknown prefix", "XYZZY nothing happens", false, ErrorCode::ServerError, Unknown},
}};

void addCases()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < Cases.size(); ++i)
        QTest::newRow(Cases[i].name) << int(i);
}

// Everything that can end a request.
struct Outcomes
{
    explicit Outcomes(const Primitive *primitive)
        : acquired(primitive, &Primitive::acquired)
        , timedOut(primitive, &Primitive::timedOut)
        , failed(primitive, &Primitive::errorOccurred)
    {
    }
    [[nodiscard]] qsizetype count() const { return acquired.size() + timedOut.size() + failed.size(); }
    [[nodiscard]] Error error() const
    {
        return failed.isEmpty() ? Error() : failed.at(0).at(1).value<Error>();
    }

    QSignalSpy acquired;
    QSignalSpy timedOut;
    QSignalSpy failed;
};

} // namespace

// Every error once, to an operation that would otherwise succeed: asked again, or failed, as documented.
class tst_ServerErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.clear(); }

    void acquire_data() { addCases(); }
    void acquire();
    void limiter_data() { addCases(); }
    void limiter();
    void release_data() { addCases(); }
    void release();
    void renew_data();
    void renew();
    void busyForTooLong_data();
    void busyForTooLong();
    void limiterTakesBack_data();
    void limiterTakesBack();

private:
    [[nodiscard]] bool isFree(QByteArrayView key)
    {
        return m_server.server().command({"EXISTS", key}).integer == 0;
    }
    [[nodiscard]] bool isTakenForAnother()
    {
        RedGuard other(m_server.server().url());
        Lock *lock = other.lock(u"door"_s);
        const Outcomes outcomes(lock);
        lock->tryAcquire();
        return QTest::qWaitFor([&] { return outcomes.count() == 1; }) && outcomes.timedOut.size() == 1;
    }

    ProxiedServer m_server;
};

void tst_ServerErrors::acquire()
{
    QFETCH(const int, index);
    const Case &it = Cases.at(std::size_t(index));
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const QByteArrayList connection = m_server.listeners();
    QCOMPARE(connection.size(), 1);
    m_server.refuse(scripts::acquireLock(), it.text);
    Lock *lock = guard.lock(u"door"_s);
    const Outcomes outcomes(lock);
    lock->acquireFor(30s);
    QTRY_COMPARE_WITH_TIMEOUT(outcomes.count(), 1, 20'000);
    QCOMPARE(outcomes.error().code(), it.acquire);
    QCOMPARE(lock->isHeld(), it.acquire == Again);
    if (it.acquire == Again) {
        QCOMPARE(outcomes.acquired.size(), 1);
        QVERIFY(isTakenForAnother());
    } else {
        QVERIFY2(outcomes.error().message().contains(QLatin1String(it.text)),
                 qPrintable(outcomes.error().message()));
        QTRY_VERIFY(isFree("door"));
    }
    QTRY_COMPARE(m_server.listeners() != connection, it.reconnects);
    QCOMPARE(outcomes.count(), 1);
}

void tst_ServerErrors::limiter()
{
    QFETCH(const int, index);
    const Case &it = Cases.at(std::size_t(index));
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const QByteArrayList connection = m_server.listeners();
    m_server.refuse(scripts::reserveWindow(), it.text);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 5, .window = 60s});
    const Outcomes outcomes(limiter);
    limiter->acquireFor(30s);
    QTRY_COMPARE_WITH_TIMEOUT(outcomes.count(), 1, 20'000);
    QCOMPARE(outcomes.error().code(), it.acquire);
    const qint64 slots = it.acquire == Again ? 1 : 0;
    QCOMPARE(outcomes.acquired.size(), slots);
    QTRY_COMPARE(m_server.server().command({"ZCARD", "api"}).integer, slots);
    QTRY_COMPARE(m_server.listeners() != connection, it.reconnects);
    QCOMPARE(outcomes.count(), 1);
}

void tst_ServerErrors::release()
{
    QFETCH(const int, index);
    const Case &it = Cases.at(std::size_t(index));
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const QByteArrayList connection = m_server.listeners();
    m_server.refuse(scripts::releaseLock(), it.text);
    lock->release();
    QVERIFY(!lock->isHeld());
    QTRY_COMPARE_WITH_TIMEOUT(released.size(), 1, 20'000);
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), it.release);
    QCOMPARE(isFree("door"), it.release == Clean);
    QTRY_COMPARE(m_server.listeners() != connection, it.reconnects);
    QCOMPARE(released.size(), 1);
    QCOMPARE(lost.size(), 0);
}

void tst_ServerErrors::renew_data()
{
    QTest::addColumn<Renewal>("renewal");
    QTest::newRow("in the event loop") << Renewal::EventLoop;
    QTest::newRow("in the background") << Renewal::Background;
}

// All at once, since each error costs a pause, and on connections of their own, since some end theirs: a
// refused renewal is tried again, and only a foreign key ends the hold.
void tst_ServerErrors::renew()
{
    QFETCH(const Renewal, renewal);
    std::vector<std::unique_ptr<RedGuard>> guards;
    std::vector<std::unique_ptr<QSignalSpy>> renewed;
    std::vector<std::unique_ptr<QSignalSpy>> lost;
    std::vector<Lock *> locks;
    for (const Case &it : Cases) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        Lock *lock = guards.back()->lock(QLatin1String(it.name), {.ttl = 4s, .renewal = renewal});
        renewed.push_back(std::make_unique<QSignalSpy>(lock, &Lock::renewed));
        lost.push_back(std::make_unique<QSignalSpy>(lock, &Lock::lost));
        locks.push_back(lock);
        lock->acquire();
    }
    for (const Lock *lock : locks)
        QTRY_VERIFY(lock->isHeld());
    QSignalSpy struck(&m_server.proxy(), &chaos::FaultProxy::struck);
    for (const Case &it : Cases)
        m_server.proxy().strike(
            {.fault = chaos::ReplyRule::Fault::Refuse, .text = it.text, .argument = it.name});
    QTRY_COMPARE_WITH_TIMEOUT(struck.size(), qsizetype(Cases.size()), 20'000);
    for (std::size_t i = 0; i < Cases.size(); ++i) {
        const bool isForeign = Cases[i].acquire == ErrorCode::ForeignKey;
        QSignalSpy &end = isForeign ? *lost[i] : *renewed[i];
        QVERIFY2(QTest::qWaitFor([&] { return !end.isEmpty(); }, 20'000), Cases[i].name);
        QVERIFY2(locks[i]->isHeld() != isForeign, Cases[i].name);
        QVERIFY2(lost[i]->size() == (isForeign ? 1 : 0), Cases[i].name);
        if (isForeign)
            QCOMPARE(lost[i]->at(0).at(1).value<LossReason>(), LossReason::Foreign);
    }
}

void tst_ServerErrors::busyForTooLong_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < Cases.size(); ++i) {
        if (Cases[i].acquire == Again && qstrncmp(Cases[i].name, "NOSCRIPT", 8) != 0 && !Cases[i].reconnects)
            QTest::newRow(Cases[i].name) << int(i);
    }
}

// A server that goes on saying so: who waits is told that the time is over, who does not wait, why.
void tst_ServerErrors::busyForTooLong()
{
    QFETCH(const int, index);
    const Case &it = Cases.at(std::size_t(index));
    RedGuard guard(m_server.url(), {}, {.commandTimeout = 300ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(u"door"_s);
    Lock *impatient = guard.lock(u"door"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1});
    const Outcomes waits(lock);
    const Outcomes doesNot(impatient);
    const Outcomes limited(limiter);
    m_server.refuse(scripts::acquireLock(), it.text, 100);
    m_server.refuse(scripts::reserveWindow(), it.text, 100);
    lock->acquireFor(300ms);
    impatient->tryAcquire();
    limiter->tryAcquire();
    QTRY_COMPARE(waits.count() + doesNot.count() + limited.count(), 3);
    QCOMPARE(waits.timedOut.size(), 1);
    QCOMPARE(doesNot.error().code(), ErrorCode::ServerError);
    QVERIFY(doesNot.error().message().contains(QLatin1String(it.text)));
    QCOMPARE(limited.error().code(), ErrorCode::ServerError);
    QVERIFY(limited.error().message().contains(QLatin1String(it.text)));
    m_server.proxy().withdrawRules();
    impatient->tryAcquire(); // and nobody who gave up stands in the way
    QTRY_VERIFY(impatient->isHeld());
}

void tst_ServerErrors::limiterTakesBack_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *name : {"BUSY", "NOREPLICAS", "MISCONF", "OOM"}) {
        const auto it = std::find_if(Cases.begin(), Cases.end(),
                                     [name](const Case &one) { return qstrcmp(one.name, name) == 0; });
        QTest::newRow(name) << QByteArray(it->text);
    }
}

void tst_ServerErrors::limiterTakesBack()
{
    QFETCH(const QByteArray, text);
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1, .window = 60s});
    const Outcomes outcomes(limiter);
    limiter->acquire();
    QTRY_COMPARE(outcomes.acquired.size(), 1);
    limiter->acquire();
    QTRY_COMPARE(m_server.server().command({"ZCARD", "api"}).integer, 2);
    m_server.refuse(scripts::cancelWindow(), text);
    limiter->cancel();
    QTRY_COMPARE(m_server.server().command({"ZCARD", "api"}).integer, 1);
    QCOMPARE(outcomes.count(), 1);
}

QTEST_GUILESS_MAIN(tst_ServerErrors)
#include "tst_servererrors.moc"
