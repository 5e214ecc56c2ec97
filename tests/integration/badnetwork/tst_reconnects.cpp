// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "proxiedserver.h"

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using chaos::FaultProxy;

namespace {

// What the server answered, in order: the name of a script and its K, or the command.
class Record : public QObject
{
public:
    explicit Record(const FaultProxy &proxy) { connect(&proxy, &FaultProxy::replied, this, &Record::note); }
    [[nodiscard]] const QByteArrayList &lines() const { return m_lines; }
    [[nodiscard]] QByteArrayList calls(QByteArrayView key = "door") const
    {
        QByteArrayList calls = m_lines;
        calls.removeIf([key](const QByteArray &line) { return !line.contains(key); });
        return calls;
    }

private:
    void note(const QByteArrayList &command)
    {
        QByteArray line = command.first();
        for (const scripts::Script *script : scripts::all()) {
            if (command.value(1) == script->digest)
                line = script->name + (' ' + command.value(3));
        }
        m_lines.append(line);
    }

    QByteArrayList m_lines;
};

} // namespace

class tst_Reconnects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.clear(); }

    void givesBackThenValidatesThenWaits();
    void cancelIsTheFirstThing();
    void waitersKeepTheirTickets();
    void outcomeComesOnceWhateverHappens();
    void nothingOfTheOldConnectionCounts();
    void askedOfflineIsSentInOrder();
    void oneRequestTooMany();

private:
    [[nodiscard]] FaultProxy &proxy() { return m_server.proxy(); }
    void goOffline(const RedGuard &guard)
    {
        QVERIFY(proxy().setAccept(FaultProxy::Accept::Refuse));
        proxy().reset();
        QTRY_VERIFY(guard.state() != ConnectionState::Connected);
    }

    ProxiedServer m_server;
};

void tst_Reconnects::givesBackThenValidatesThenWaits()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door-a"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard guard(m_server.url());
    // Made in the order that is the opposite of what matters.
    Lock *waiter = guard.lock(u"door-a"_s);
    Lock *kept = guard.lock(u"door-b"_s, {.renewal = Renewal::EventLoop});
    Lock *givenBack = guard.lock(u"door-c"_s, {.renewal = Renewal::EventLoop});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy renewed(kept, &Lock::renewed);
    QSignalSpy lost(kept, &Lock::lost);
    QSignalSpy released(givenBack, &Lock::released);
    waiter->acquire();
    kept->acquire();
    givenBack->acquire();
    QTRY_VERIFY(queued.size() == 1 && kept->isHeld() && givenBack->isHeld());
    goOffline(guard);
    givenBack->release();
    QVERIFY(kept->isHeld());
    const Record record(proxy());
    proxy().heal();
    QTRY_VERIFY_WITH_TIMEOUT(renewed.size() == 1 && released.size() == 1, 15'000);
    QTRY_VERIFY(record.calls().size() >= 3);
    QCOMPARE(record.calls().first(3),
             QByteArrayList({"releaseLock door-c", "renewLock door-b", "acquireLock door-a"}));
    // The guard itself asks behind those.
    QTRY_VERIFY(record.lines().contains("INFO"));
    QVERIFY(record.lines().indexOf("INFO") > record.lines().indexOf("acquireLock door-a"));
    QCOMPARE(released.at(0).at(1).value<ReleaseOutcome>(), ReleaseOutcome::Clean);
    QVERIFY(kept->isHeld());
    QCOMPARE(lost.size(), 0);
}

void tst_Reconnects::cancelIsTheFirstThing()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard guard(m_server.url());
    Lock *stays = guard.lock(u"door"_s);
    Lock *goes = guard.lock(u"door"_s);
    QSignalSpy queued(stays, &Lock::queued);
    QSignalSpy queuedToo(goes, &Lock::queued);
    QSignalSpy cancelled(goes, &Lock::cancelled);
    stays->acquire();
    goes->acquire();
    QTRY_VERIFY(queued.size() == 1 && queuedToo.size() == 1);
    goOffline(guard);
    goes->cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    const Record record(proxy());
    proxy().heal();
    QTRY_VERIFY_WITH_TIMEOUT(record.calls().size() >= 2, 15'000);
    QCOMPARE(record.calls().first(2), QByteArrayList({"releaseLock door", "acquireLock door"}));
    QCOMPARE(m_server.server().command({"ZCARD", "{door}:rg:lock:queue"}).integer, 1);
    holder->release();
    QTRY_VERIFY(stays->isHeld());
}

void tst_Reconnects::waitersKeepTheirTickets()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    std::vector<std::unique_ptr<RedGuard>> guards;
    QList<int> order;
    for (int i = 0; i < 3; ++i) {
        guards.push_back(std::make_unique<RedGuard>(m_server.url()));
        Lock *lock = guards.back()->lock(u"door"_s);
        QSignalSpy queued(lock, &Lock::queued);
        connect(lock, &Lock::acquired, this, [&order, lock, i] {
            order.append(i);
            lock->release();
        });
        lock->acquire();
        QTRY_COMPARE(queued.size(), 1);
    }
    const auto tickets = [this] {
        return m_server.server().command({"ZRANGE", "{door}:rg:lock:queue", "0", "-1", "WITHSCORES"});
    };
    const auto before = tickets();
    QCOMPARE(before.elements.size(), 6U);
    const Record record(proxy());
    proxy().reset();
    QTRY_COMPARE(record.calls().count("acquireLock door"), 3);
    QCOMPARE(tickets(), before);
    holder->release();
    QTRY_COMPARE(order, QList<int>({0, 1, 2}));
}

void tst_Reconnects::outcomeComesOnceWhateverHappens()
{
    RedGuard other(m_server.server().url());
    Lock *holder = other.lock(u"door"_s);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    RedGuard guard(m_server.url());
    Lock *waiter = guard.lock(u"door"_s);
    QSignalSpy acquired(waiter, &Lock::acquired);
    QSignalSpy failed(waiter, &Lock::errorOccurred);
    const Record record(proxy());
    waiter->acquire();
    for (int i = 1; i <= 4; ++i) {
        QTRY_COMPARE_WITH_TIMEOUT(record.calls().count("acquireLock door"), i, 15'000);
        proxy().reset();
    }
    holder->release(); // to somebody who cannot hear of it
    QTRY_VERIFY_WITH_TIMEOUT(waiter->isHeld(), 15'000);
    QCOMPARE(acquired.size(), 1);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(m_server.server().command({"EXISTS", "{door}:rg:lock:queue"}).integer, 0);
}

// Both replies are read at once. The first ends the connection; the second, which came from it, is not
// believed any more, and asked for anew under the same token.
void tst_Reconnects::nothingOfTheOldConnectionCounts()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    Lock *first = guard.lock(u"door-a"_s);
    Lock *second = guard.lock(u"door-b"_s);
    QSignalSpy acquired(second, &Lock::acquired);
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    const Record record(proxy());
    m_server.refuse(scripts::acquireLock(), "ERR Protocol error: invalid bulk length");
    // Until both have come, so that they are read at once.
    proxy().setBlackHole(chaos::Way::ToClient, true);
    first->acquire();
    second->acquire();
    QTRY_COMPARE(record.calls().size(), 1);
    proxy().setBlackHole(chaos::Way::ToClient, false);
    QTRY_VERIFY_WITH_TIMEOUT(first->isHeld() && second->isHeld(), 15'000);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.at(0).at(0).value<Error>().code(), ErrorCode::ProtocolError);
    QCOMPARE(acquired.size(), 1);
    QCOMPARE(record.calls().count("acquireLock door-b"), 2);
    QCOMPARE(m_server.server().command({"GET", "{door-b}:rg:lock:fence"}).bytes.toLongLong(),
             acquired.at(0).at(0).value<LeaseInfo>().fence());
}

void tst_Reconnects::askedOfflineIsSentInOrder()
{
    RedGuard guard(m_server.url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    goOffline(guard);
    QByteArrayList asked;
    int held = 0;
    for (int i = 0; i < 30; ++i) {
        Lock *lock = guard.lock(u"door-%1"_s.arg(i), {.renewal = Renewal::EventLoop});
        connect(lock, &Lock::acquired, this, [&held] { ++held; });
        i % 2 == 0 ? lock->acquire() : lock->tryAcquire();
        asked.append("acquireLock door-" + QByteArray::number(i));
    }
    const Record record(proxy());
    proxy().heal();
    QTRY_COMPARE_WITH_TIMEOUT(held, 30, 15'000);
    QCOMPARE(record.calls(), asked);
}

void tst_Reconnects::oneRequestTooMany()
{
    RedGuard guard(m_server.url(), {}, {.maxRequests = 3});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *held = guard.lock(u"door-a"_s, {.renewal = Renewal::EventLoop});
    held->acquire();
    QTRY_VERIFY(held->isHeld());
    goOffline(guard);
    Lock *offline = guard.lock(u"door-b"_s, {.renewal = Renewal::EventLoop});
    Lock *last = guard.lock(u"door-c"_s, {.renewal = Renewal::EventLoop});
    Lock *tooMany = guard.lock(u"door-d"_s, {.renewal = Renewal::EventLoop});
    QSignalSpy failed(tooMany, &Lock::errorOccurred);
    offline->acquire();
    last->acquire();
    tooMany->acquire();
    QCOMPARE(failed.size(), 0); // never from inside the call
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(1).value<Error>().code(), ErrorCode::TooManyRequests);
    const Record record(proxy());
    proxy().heal();
    QTRY_VERIFY_WITH_TIMEOUT(offline->isHeld() && last->isHeld() && held->isHeld(), 15'000);
    // Nor is one that is refused sent while connected.
    tooMany->tryAcquire();
    QTRY_COMPARE(failed.size(), 2);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    QVERIFY(record.calls("door-d").isEmpty());
    last->release();
    QTRY_COMPARE(m_server.server().command({"EXISTS", "door-c"}).integer, 0);
    QTRY_COMPARE(guard.statistics().inFlight, 0);
    tooMany->acquire();
    QTRY_VERIFY(tooMany->isHeld());
    QCOMPARE(failed.size(), 2);
}

QTEST_GUILESS_MAIN(tst_Reconnects)
#include "tst_reconnects.moc"
