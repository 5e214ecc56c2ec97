// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "proxiedserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using chaos::FaultProxy;
using chaos::ReplyRule;
using chaos::Way;

namespace {

enum class Cut { Reset, HalfCloseToServer, HalfCloseToClient };

// Whether the server has heard of the operation by then.
enum class Heard { No, Yes };

ReleaseOutcome outcomeOf(const QSignalSpy &released)
{
    return released.isEmpty() ? ReleaseOutcome::AlreadyExpired
                              : released.last().at(1).value<ReleaseOutcome>();
}

} // namespace

Q_DECLARE_METATYPE(Cut)
Q_DECLARE_METATYPE(Heard)

class tst_BadNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.clear(); }

    void blackHoleWhileIdle_data() { addWays(); }
    void blackHoleWhileIdle();
    void blackHoleWhileCommandsWait_data() { addWays(); }
    void blackHoleWhileCommandsWait();
    void peerThatIgnores();
    void slices();
    void replyBeyondItsDeadline_data();
    void replyBeyondItsDeadline();
    void cutInAnAcquire_data() { addCuts(); }
    void cutInAnAcquire();
    void cutInARenewal_data() { addCuts(); }
    void cutInARenewal();
    void cutInARelease_data() { addCuts(); }
    void cutInARelease();
    void limiterOnceTheNetworkIsSlow_data() { addAlgorithms(); }
    void limiterOnceTheNetworkIsSlow();
    void limiterOnASlowNetwork_data() { addAlgorithms(); }
    void limiterOnASlowNetwork();

private:
    void addWays();
    void addAlgorithms();
    void addCuts();
    // Ends the connection in the middle of the next call of a script, which `begin` makes.
    void cut(const scripts::Script &script, const std::function<void()> &begin);

    ProxiedServer m_server;
};

void tst_BadNetwork::addWays()
{
    QTest::addColumn<Way>("way");
    QTest::newRow("to the server") << Way::ToServer;
    QTest::newRow("to the client") << Way::ToClient;
}

void tst_BadNetwork::addAlgorithms()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("sliding window") << Algorithm::SlidingWindow;
    QTest::newRow("paced") << Algorithm::Paced;
}

void tst_BadNetwork::addCuts()
{
    QTest::addColumn<Cut>("how");
    QTest::addColumn<Heard>("heard");
    QTest::newRow("reset before the server heard") << Cut::Reset << Heard::No;
    QTest::newRow("reset before the reply") << Cut::Reset << Heard::Yes;
    QTest::newRow("half close to the server before it heard") << Cut::HalfCloseToServer << Heard::No;
    QTest::newRow("half close to the server before the reply") << Cut::HalfCloseToServer << Heard::Yes;
    QTest::newRow("half close to the client before the server heard") << Cut::HalfCloseToClient << Heard::No;
    QTest::newRow("half close to the client before the reply") << Cut::HalfCloseToClient << Heard::Yes;
}

void tst_BadNetwork::cut(const scripts::Script &script, const std::function<void()> &begin)
{
    QFETCH(const Cut, how);
    QFETCH(const Heard, heard);
    FaultProxy &proxy = m_server.proxy();
    QSignalSpy struck(&proxy, &FaultProxy::struck);
    if (heard == Heard::Yes)
        m_server.strike(script, ReplyRule::Fault::Hold);
    else
        proxy.setBlackHole(Way::ToServer, true);
    begin(); // written before it returns
    if (heard == Heard::Yes)
        QTRY_COMPARE(struck.size(), 1);
    const int before = proxy.accepted();
    if (how == Cut::Reset)
        proxy.reset();
    else
        proxy.halfClose(how == Cut::HalfCloseToServer ? Way::ToServer : Way::ToClient);
    QTRY_VERIFY(proxy.accepted() > before);
    proxy.heal();
}

void tst_BadNetwork::blackHoleWhileIdle()
{
    QFETCH(const Way, way);
    RedGuard guard(m_server.url(), {},
                   {.connectTimeout = 400ms, .commandTimeout = 300ms, .healthCheckInterval = 100ms});
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = Renewal::EventLoop});
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    m_server.proxy().setBlackHole(way, true);
    QTRY_VERIFY(!states.isEmpty());
    QCOMPARE(states.first().first().value<ConnectionState>(), ConnectionState::Disconnected);
    QTRY_VERIFY(!errors.isEmpty());
    const auto error = errors.first().first().value<Error>();
    QCOMPARE(error.code(), ErrorCode::NotConnected);
    QVERIFY2(error.message().contains(u"No reply came for 300 ms"_s), qPrintable(error.message()));
    m_server.proxy().heal();
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, 15'000);
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
}

void tst_BadNetwork::blackHoleWhileCommandsWait()
{
    QFETCH(const Way, way);
    RedGuard guard(m_server.url(), {}, {.connectTimeout = 400ms, .commandTimeout = 300ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *patient = guard.lock(u"door"_s);
    Lock *impatient = guard.lock(u"window"_s);
    QSignalSpy acquired(patient, &Lock::acquired);
    QSignalSpy failed(impatient, &Lock::errorOccurred);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    m_server.proxy().setBlackHole(way, true);
    patient->acquireFor(60s);
    impatient->tryAcquire();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::Timeout);
    QTRY_VERIFY(!states.isEmpty());
    m_server.proxy().heal();
    QTRY_VERIFY_WITH_TIMEOUT(patient->isHeld(), 15'000);
    QCOMPARE(acquired.size(), 1);
    // What may have been taken is given back.
    QTRY_COMPARE(m_server.server().command({"EXISTS", "window"}).integer, 0);
}

void tst_BadNetwork::peerThatIgnores()
{
    QVERIFY(m_server.proxy().setAccept(FaultProxy::Accept::Ignore));
    const int before = m_server.proxy().accepted();
    RedGuard guard(m_server.url(), {}, {.connectTimeout = 150ms});
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    QTRY_VERIFY(errors.size() >= 2);
    for (const auto &error : errors) {
        QCOMPARE(error.at(0).value<Error>().code(), ErrorCode::NotConnected);
        QVERIFY(error.at(0).value<Error>().message().contains(u"not ready in time"_s));
    }
    QVERIFY(m_server.proxy().accepted() >= before + 2);
    m_server.proxy().heal();
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, 15'000);
}

void tst_BadNetwork::slices()
{
    m_server.proxy().setSlice(Way::ToClient, 1);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    m_server.proxy().setSlice(Way::ToServer, 1);
    Lock *lock = guard.lock(u"door"_s);
    Lock *waiter = guard.lock(u"door"_s);
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 1});
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy admitted(limiter, &RateLimiter::acquired);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    lock->extend();
    waiter->acquire();
    limiter->acquire();
    QTRY_VERIFY(renewed.size() == 1 && queued.size() == 1 && admitted.size() == 1);
    lock->release();
    QTRY_VERIFY(waiter->isHeld());
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(outcomeOf(released), ReleaseOutcome::Clean);
    QCOMPARE(guard.statistics().reconnects, 0U);
}

void tst_BadNetwork::replyBeyondItsDeadline_data()
{
    QTest::addColumn<bool>("waits");
    QTest::newRow("who waits") << true;
    QTest::newRow("who does not") << false;
}

void tst_BadNetwork::replyBeyondItsDeadline()
{
    QFETCH(const bool, waits);
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    Lock *lock = guard.lock(u"door"_s, {.ttl = 100ms, .renewal = Renewal::None});
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy timedOut(lock, &Lock::timedOut);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    QByteArrayList calls;
    connect(&m_server.proxy(), &FaultProxy::replied, &guard, [&calls](const QByteArrayList &command) {
        if (command.first() == "EVALSHA")
            calls.append(command.at(1));
    });
    m_server.proxy().setDelay(Way::ToClient, 300ms);
    waits ? lock->acquireFor(60s) : lock->tryAcquire();
    QTRY_COMPARE(acquired.size() + timedOut.size() + failed.size(), 1);
    QCOMPARE(acquired.size(), 0);
    QCOMPARE(timedOut.size(), waits ? 0 : 1);
    if (waits)
        QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::Timeout);
    QTRY_COMPARE(calls.last(), scripts::releaseLock().digest);
    QCOMPARE(calls.count(scripts::acquireLock().digest), waits ? 2 : 1);
    QVERIFY(!lock->isHeld());
}

void tst_BadNetwork::cutInAnAcquire()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(u"door"_s);
    QSignalSpy acquired(lock, &Lock::acquired);
    QSignalSpy failed(lock, &Lock::errorOccurred);
    cut(scripts::acquireLock(), [lock] { lock->acquire(); });
    QTRY_VERIFY_WITH_TIMEOUT(lock->isHeld(), 15'000);
    QCOMPARE(acquired.size(), 1);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(m_server.server().command({"GET", "{door}:rg:lock:fence"}).bytes.toLongLong(),
             acquired.at(0).at(0).value<LeaseInfo>().fence());
}

void tst_BadNetwork::cutInARenewal()
{
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s, .renewal = Renewal::EventLoop});
    QSignalSpy renewed(lock, &Lock::renewed);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    const QByteArray holder = m_server.server().command({"GET", "door"}).bytes;
    cut(scripts::renewLock(), [lock] { lock->extend(); });
    QTRY_COMPARE_WITH_TIMEOUT(renewed.size(), 1, 15'000);
    QVERIFY(lock->isHeld());
    QCOMPARE(lost.size(), 0);
    QCOMPARE(m_server.server().command({"GET", "door"}).bytes, holder);
}

void tst_BadNetwork::cutInARelease()
{
    QFETCH(const Heard, heard);
    RedGuard guard(m_server.url());
    Lock *lock = guard.lock(u"door"_s, {.ttl = 60s});
    QSignalSpy released(lock, &Lock::released);
    QSignalSpy lost(lock, &Lock::lost);
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    cut(scripts::releaseLock(), [lock] { lock->release(); });
    QTRY_COMPARE_WITH_TIMEOUT(released.size(), 1, 15'000);
    // Where the first release had its effect, the second cannot know.
    QCOMPARE(outcomeOf(released), heard == Heard::Yes ? ReleaseOutcome::Unknown : ReleaseOutcome::Clean);
    QCOMPARE(lost.size(), 0);
    QCOMPARE(m_server.server().command({"EXISTS", "door"}).integer, 0);
}

// The server's clock is known closely by then, and every reply tells of a slot that has passed.
void tst_BadNetwork::limiterOnceTheNetworkIsSlow()
{
    QFETCH(const Algorithm, algorithm);
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 3, .window = 600s, .algorithm = algorithm});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->tryAcquire();
    QTRY_COMPARE(acquired.size(), 1);
    m_server.proxy().setDelay(Way::ToClient, 300ms);
    limiter->tryAcquire();
    QTRY_COMPARE_WITH_TIMEOUT(acquired.size(), 2, 30'000);
    limiter->acquire();
    QTRY_COMPARE_WITH_TIMEOUT(acquired.size(), 3, 30'000);
    QCOMPARE(limiter->remaining(), 0); // void slots were given back
}

// No reply says when on its way the server wrote it, so that its delay is what an admission is late by.
void tst_BadNetwork::limiterOnASlowNetwork()
{
    QFETCH(const Algorithm, algorithm);
    m_server.proxy().setDelay(Way::ToClient, 300ms);
    RedGuard guard(m_server.url());
    RateLimiter *limiter = guard.limiter(u"api"_s, {.limit = 100, .window = 1s, .algorithm = algorithm});
    QSignalSpy acquired(limiter, &RateLimiter::acquired);
    limiter->tryAcquire();
    limiter->acquire();
    QTRY_COMPARE_WITH_TIMEOUT(acquired.size(), 2, 30'000);
}

QTEST_GUILESS_MAIN(tst_BadNetwork)
#include "tst_badnetwork.moc"
