// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "redguardcommand.h"
#include "testserver.h"

#include <QtCore/qtemporarydir.h>
#include <QtCore/qthread.h>

#include <csignal>
#include <deque>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Millisecond = 1'000'000; // in the nanoseconds of the events

qint64 timeOf(const QJsonObject &event)
{
    return number(event, u"t"_s);
}

} // namespace

// Many processes that wait for one lock, and what becomes of them when others die, stop or say nothing.
class tst_CliWaiting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.command({"FLUSHALL"}); }

    void twentyShellsAreServedInOrder();
    void aKilledHolderDelaysTheNextByItsTtl();
    void aStoppedHolderFirstHearsOfItsLoss();
    void aPlainDelWakesTheNextAtOnce();
    void aGrantReadLateCostsTheTicket();

private:
    TestServer m_server;
};

void tst_CliWaiting::initTestCase()
{
    QVERIFY(m_server.start());
    RedguardCommand::setVariable(u"REDGUARD_URL"_s, m_server.url());
}

void tst_CliWaiting::twentyShellsAreServedInOrder()
{
    constexpr std::size_t Count = 20;
    RedguardCommand holder(words(u"lock x --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    const QTemporaryDir folder;
    const QString alone = u"mkdir %1/held && sleep 0.02 && rmdir %1/held"_s.arg(folder.path());
    std::deque<RedguardCommand> shells;
    while (shells.size() < Count) {
        // Two at a time would make the folder twice.
        shells.emplace_back(withShell(u"lock x --events --"_s, alone)).start();
        const QJsonObject waiting = shells.back().nextEvent(u"waiting"_s);
        QCOMPARE(number(waiting, u"position"_s), qint64(shells.size()));
    }
    holder.closeInput();
    const QJsonObject first = holder.nextEvent(u"released"_s);
    QVERIFY(!first.isEmpty());
    qint64 lastAt = 0;
    qint64 fence = 0;
    for (RedguardCommand &shell : shells) {
        const QJsonObject acquired = shell.nextEvent(u"acquired"_s);
        const QJsonObject released = shell.nextEvent(u"released"_s);
        QVERIFY(!acquired.isEmpty() && !released.isEmpty());
        QVERIFY(timeOf(acquired) > lastAt);
        QVERIFY(number(acquired, u"fence"_s) > fence);
        QCOMPARE(released.value(u"how"_s).toString(), u"Clean"_s);
        fence = number(acquired, u"fence"_s);
        lastAt = timeOf(acquired);
        QCOMPARE(shell.exitCode(), 0);
    }
}

void tst_CliWaiting::aKilledHolderDelaysTheNextByItsTtl()
{
    RedguardCommand holder(words(u"lock x --ttl 1500ms --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    QVERIFY(!holder.nextEvent(u"renewed"_s).isEmpty());
    RedguardCommand waiter(words(u"lock x --ttl 30s --events"_s));
    QVERIFY(!waiter.start().nextEvent(u"waiting"_s).isEmpty());
    holder.send(SIGKILL);
    const qint64 left = m_server.timeToLive("x");
    const qint64 end = sinceBoot() + left * Millisecond;
    const qint64 acquired = timeOf(waiter.nextEvent(u"acquired"_s));
    QVERIFY2(acquired > end - 50 * Millisecond && acquired < end + 200 * Millisecond,
             QByteArray::number((acquired - end) / Millisecond).constData());
}

void tst_CliWaiting::aStoppedHolderFirstHearsOfItsLoss()
{
    RedguardCommand holder(words(u"lock x --ttl 1s --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    QVERIFY(!holder.nextEvent(u"renewed"_s).isEmpty());
    RedguardCommand waiter(words(u"lock x --events"_s));
    QVERIFY(!waiter.start().nextEvent(u"waiting"_s).isEmpty());
    holder.send(SIGSTOP);
    QTimer threeLeases;
    QSignalSpy over(&threeLeases, &QTimer::timeout);
    threeLeases.start(3100ms);
    const QJsonObject acquired = waiter.nextEvent(u"acquired"_s);
    QVERIFY(!acquired.isEmpty());
    QVERIFY(!over.isEmpty() || over.wait(10'000));
    const qint64 continued = sinceBoot();
    holder.send(SIGCONT);
    QJsonObject event = holder.nextEvent();
    while (!event.isEmpty() && timeOf(event) < continued)
        event = holder.nextEvent(); // written before it was stopped
    QCOMPARE(event.value(u"event"_s).toString(), u"lost"_s);
    QCOMPARE(holder.exitCode(), 76);
    QVERIFY(waiter.isRunning());
}

void tst_CliWaiting::aPlainDelWakesTheNextAtOnce()
{
    m_server.command({"SET", "x", "0123456789abcdef", "PX", "60000"});
    RedguardCommand waiter(words(u"lock x --ttl 60s --events"_s));
    QVERIFY(!waiter.start().nextEvent(u"waiting"_s).isEmpty());
    QTRY_VERIFY(m_server.calls("client|caching") > 0);
    m_server.command({"EVAL", "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end",
                      "1", "x", "0123456789abcdef"});
    const qint64 freed = sinceBoot();
    const qint64 acquired = timeOf(waiter.nextEvent(u"acquired"_s));
    QVERIFY2(acquired - freed < 500 * Millisecond, // a check interval is a minute
             QByteArray::number((acquired - freed) / Millisecond).constData());
}

// The holder gives it back while this thread sleeps for longer than the lease of a grant.
void tst_CliWaiting::aGrantReadLateCostsTheTicket()
{
    RedguardCommand holder(words(u"lock x --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    RedGuard guard(m_server.url());
    Lock *sleeper = guard.lock(u"x"_s);
    QSignalSpy sleeperAcquired(sleeper, &Lock::acquired);
    sleeper->acquire();
    QTRY_COMPARE(sleeper->queuePosition(), 1);
    RedguardCommand next(words(u"lock x --events"_s));
    QVERIFY(!next.start().nextEvent(u"waiting"_s).isEmpty());
    holder.send(SIGTERM);
    QThread::msleep(3000);
    QVERIFY(!sleeper->isHeld());
    QVERIFY(!next.nextEvent(u"acquired"_s).isEmpty());
    QTRY_COMPARE(m_server.command({"ZCARD", "{x}:rg:lock:queue"}).integer, 1);
    QCOMPARE(sleeperAcquired.size(), 0);
    next.closeInput();
    QTRY_COMPARE(sleeperAcquired.size(), 1);
    QVERIFY(sleeper->isHeld());
}

QTEST_GUILESS_MAIN(tst_CliWaiting)
#include "tst_cliwaiting.moc"
