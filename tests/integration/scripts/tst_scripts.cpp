// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "describe.h"
#include "differential.h"
#include "plainclient.h"
#include "scriptcalls.h"
#include "testserver.h"

using namespace redguard;
using namespace redguard::reference;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Code = AcquireReply::Code;

Q_DECLARE_METATYPE(redguard::reference::Kind)

namespace {

QByteArray token(int number)
{
    return "token-" + QByteArray::number(number).rightJustified(10, '.');
}

constexpr char Channel[] = "redguard:1";

} // namespace

class tst_Scripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void sameAsTheReference_data();
    void sameAsTheReference();
    void extensionShorterThanTheLeaseShortensNothing_data() { bothKinds(); }
    void extensionShorterThanTheLeaseShortensNothing();
    void taggedAndUntaggedNameDoNotMeet_data() { bothKinds(); }
    void taggedAndUntaggedNameDoNotMeet();
    void everyWaiterHasItsOwnCapacity();
    void headThatCancelsLetsTheNextIn();
    void channelsOfBothKindsAreAskedFor();
    void copyOfAnOlderAttemptChangesNothing_data() { bothKinds(); }
    void copyOfAnOlderAttemptChangesNothing();
    void lostQueueIsEnteredAgainWithTheOldTicket_data() { bothKinds(); }
    void lostQueueIsEnteredAgainWithTheOldTicket();
    void withdrawnAcquireDoesNothing_data() { bothKinds(); }
    void withdrawnAcquireDoesNothing();
    void lateAcquireDoesNothing_data() { bothKinds(); }
    void lateAcquireDoesNothing();
    void expiredLeaseGoesToTheWaiter_data() { bothKinds(); }
    void expiredLeaseGoesToTheWaiter();
    void releaseWorksWhenMemoryIsFull_data() { bothKinds(); }
    void releaseWorksWhenMemoryIsFull();
    void renewalWorksWhenMemoryIsFull_data() { bothKinds(); }
    void renewalWorksWhenMemoryIsFull();
    void releaseWorksWherePublishingIsForbidden_data();
    void releaseWorksWherePublishingIsForbidden();
    void keyWithoutExpiryHasNoKnownEnd();
    void keyOfAnotherTypeIsLeftAlone_data() { bothKinds(); }
    void keyOfAnotherTypeIsLeftAlone();
    void callsDoNotGrowWithTheQueue_data() { bothKinds(); }
    void callsDoNotGrowWithTheQueue();

private:
    void bothKinds();
    static void loadScripts(PlainClient &client);
    [[nodiscard]] bool subscribe(PlainClient &listener);

    Reply call(const ScriptCalls &scripts, const Operation &operation);
    AcquireReply acquire(const ScriptCalls &scripts, const AcquireArguments &arguments);
    ReleaseReply release(const ScriptCalls &scripts, int number, ServerTime notAfter = 0us);
    RenewReply renew(const ScriptCalls &scripts, int number, Milliseconds ttl);
    [[nodiscard]] bool holds(const ScriptCalls &scripts, int number);
    // What was published to the listener since the last call, as 'g' or 'h' and the token. Better
    // than a look at K: a hand-over lasts two seconds, which a busy machine may let pass.
    [[nodiscard]] QByteArrayList messages(PlainClient &listener);
    [[nodiscard]] State stateOf(const ScriptCalls &scripts);
    [[nodiscard]] ServerTime now();
    [[nodiscard]] qint64 callsOf(const ScriptCalls &scripts, const Operation &operation);

    TestServer m_server;
    PlainClient m_client;
};

void tst_Scripts::initTestCase()
{
    QVERIFY(m_server.start());
    QVERIFY(m_client.connectTo(m_server.server().socketPath()));
    loadScripts(m_client);
}

void tst_Scripts::init()
{
    m_client.command({"CONFIG", "SET", "maxmemory", "0"});
    m_client.command({"FLUSHALL"});
}

void tst_Scripts::bothKinds()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("lock") << Kind::Lock;
    QTest::newRow("semaphore") << Kind::Semaphore;
}

void tst_Scripts::loadScripts(PlainClient &client)
{
    for (const auto &text : ScriptCalls::texts())
        QCOMPARE(client.command({"SCRIPT", "LOAD", text}).bytes.size(), 40);
}

bool tst_Scripts::subscribe(PlainClient &listener)
{
    return listener.connectTo(m_server.server().socketPath())
        && !listener.command({"SUBSCRIBE", Channel}).isError();
}

Reply tst_Scripts::call(const ScriptCalls &scripts, const Operation &operation)
{
    const auto value = m_client.command(scripts.command(operation));
    const auto reply = ScriptCalls::decode(operation.call, value);
    if (!reply)
        qFatal("%s is answered %s", describe(operation).constData(), describe(value).constData());
    return reply->reply;
}

AcquireReply tst_Scripts::acquire(const ScriptCalls &scripts, const AcquireArguments &arguments)
{
    return std::get<AcquireReply>(call(scripts, {Call::Acquire, arguments}));
}

ReleaseReply tst_Scripts::release(const ScriptCalls &scripts, int number, ServerTime notAfter)
{
    return std::get<ReleaseReply>(
        call(scripts, {Call::Release, {.token = token(number), .notAfter = notAfter}}));
}

RenewReply tst_Scripts::renew(const ScriptCalls &scripts, int number, Milliseconds ttl)
{
    return std::get<RenewReply>(call(scripts, {Call::Renew, {.token = token(number), .ttl = ttl}}));
}

State tst_Scripts::stateOf(const ScriptCalls &scripts)
{
    const auto value = m_client.command(scripts.snapshotCommand());
    const auto snapshot = scripts.decodeSnapshot(value);
    if (!snapshot)
        qFatal("The keys hold %s", describe(value).constData());
    return snapshot->state;
}

QByteArrayList tst_Scripts::messages(PlainClient &listener)
{
    m_client.command({"PUBLISH", Channel, "end"});
    QByteArrayList messages;
    while (true) {
        const auto pushed = listener.read();
        if (pushed.elements.size() != 3 || pushed.elements[2].bytes == "end")
            return messages;
        messages.append(pushed.elements[2].bytes.left(1 + token(0).size()));
    }
}

bool tst_Scripts::holds(const ScriptCalls &scripts, int number)
{
    Server server(scripts.kind(), {});
    server.setState(stateOf(scripts));
    return server.holds(token(number), 0us);
}

ServerTime tst_Scripts::now()
{
    const auto time = m_client.command({"TIME"});
    return std::chrono::seconds(time.elements.at(0).bytes.toLongLong())
        + ServerTime(time.elements.at(1).bytes.toLongLong());
}

void tst_Scripts::sameAsTheReference_data()
{
    bothKinds();
}

// REDGUARD_SEED=n begins with the world of that seed.
void tst_Scripts::sameAsTheReference()
{
    constexpr quint32 Worlds = 100;
    constexpr int Steps = 100;
    QFETCH(const Kind, kind);
    const auto first = quint32(qEnvironmentVariableIntValue("REDGUARD_SEED"));
    std::map<QByteArray, int> seen;
    for (quint32 seed = first; seed < first + Worlds; ++seed) {
        PlainClient listener;
        QVERIFY(listener.connectTo(m_server.server().socketPath()));
        Differential world(m_client, listener, kind, seed);
        const auto difference = world.run(Steps);
        if (!difference.isEmpty())
            qInfo().noquote() << difference; // longer than a failure may be
        QVERIFY2(difference.isEmpty(), ("REDGUARD_SEED=" + QByteArray::number(seed)).constData());
        for (const auto &[what, count] : world.seen())
            seen[what] += count;
    }
    // What never happened has not been compared.
    for (const char *what : {"acquire of a wrong type", "entered", "extended", "gone", "grant", "head",
                             "held", "not held", "queued", "refused", "release of a wrong type", "released",
                             "renewal of a wrong type", "several messages", "too late"})
        QVERIFY2(seen[what] >= 10, what);
    if (kind == Kind::Lock)
        QVERIFY(seen["end not known"] >= 10 && seen["taken over"] >= 10);
}

void tst_Scripts::extensionShorterThanTheLeaseShortensNothing()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    const auto before = stateOf(scripts);
    QCOMPARE(renew(scripts, 1, 1s), RenewReply::Extended);
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1s}).code, Code::Held);
    auto after = stateOf(scripts);
    // A set lives for its newest member, rounded up again at every change.
    QVERIFY(after.members.expiry >= before.members.expiry);
    after.members.expiry = before.members.expiry;
    QCOMPARE(after, before);
}

void tst_Scripts::taggedAndUntaggedNameDoNotMeet()
{
    QFETCH(const Kind, kind);
    const ScriptCalls plain(kind, "foo");
    const ScriptCalls tagged(kind, "{foo}");
    for (const auto &key : plain.keys())
        QVERIFY2(!tagged.keys().contains(key), key.constData());
    QCOMPARE(acquire(plain, {.token = token(1), .ttl = 1h}).code, Code::Held);
    QCOMPARE(acquire(plain, {.token = token(2), .ttl = 1h}).code, Code::Queued);
    QCOMPARE(acquire(tagged, {.token = token(3), .ttl = 1h}).code, Code::Held);
    const auto before = stateOf(plain);
    QCOMPARE(release(tagged, 3), ReleaseReply::Held);
    QCOMPARE(stateOf(plain), before);
    QCOMPARE(release(plain, 1), ReleaseReply::Held);
    QVERIFY(holds(plain, 2));
}

void tst_Scripts::everyWaiterHasItsOwnCapacity()
{
    const ScriptCalls scripts(Kind::Semaphore, "name");
    for (int i = 1; i <= 2; ++i)
        QCOMPARE(acquire(scripts, {.token = token(i), .ttl = 1h, .capacity = 2}).code, Code::Held);
    const AcquireArguments third {.token = token(3), .ttl = 1h, .capacity = 2};
    QCOMPARE(acquire(scripts, third).position, 1);
    // Room for it by its own capacity, but the first in the queue has none.
    const AcquireArguments fourth {.token = token(4), .ttl = 1h, .capacity = 4};
    QCOMPARE(acquire(scripts, fourth).position, 2);
    QCOMPARE(release(scripts, 3), ReleaseReply::NotHeld);
    QVERIFY(holds(scripts, 4));
    QCOMPARE(release(scripts, 1), ReleaseReply::Held);
    QCOMPARE(acquire(scripts, {.token = token(5), .ttl = 1h, .capacity = 2, .wait = false}).code,
             Code::Queued);
    QCOMPARE(acquire(scripts, {.token = token(5), .ttl = 1h, .capacity = 3, .wait = false}).code, Code::Held);
}

void tst_Scripts::headThatCancelsLetsTheNextIn()
{
    PlainClient listener;
    QVERIFY(subscribe(listener));
    const ScriptCalls scripts(Kind::Semaphore, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h, .capacity = 3}).code, Code::Held);
    acquire(scripts, {.token = token(2), .ttl = 1h, .permits = 3, .capacity = 3, .channel = Channel});
    acquire(scripts, {.token = token(3), .ttl = 1h, .permits = 2, .capacity = 3, .channel = Channel});
    acquire(scripts, {.token = token(4), .ttl = 1h, .permits = 1, .capacity = 3, .channel = Channel});
    QCOMPARE(stateOf(scripts).queue.value.size(), 3);
    QCOMPARE(release(scripts, 2), ReleaseReply::NotHeld);
    QCOMPARE(messages(listener), QByteArrayList({'g' + token(3), 'h' + token(4)}));
    QCOMPARE(stateOf(scripts).queue.value.front().token, token(4));
}

// Those of the next holder and the next head are asked for at once, but by two commands where one of them
// is a name of the slot's.
void tst_Scripts::channelsOfBothKindsAreAskedFor()
{
    constexpr char OfSlot[] = "{name}:c:1";
    const ScriptCalls scripts(Kind::Lock, "name");
    PlainClient listener;
    PlainClient listenerOfSlot;
    QVERIFY(subscribe(listener));
    QVERIFY(listenerOfSlot.connectTo(m_server.server().socketPath()));
    QVERIFY(!listenerOfSlot.command({"SSUBSCRIBE", OfSlot}).isError());
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    acquire(scripts, {.token = token(2), .ttl = 1h, .channel = Channel});
    acquire(scripts, {.token = token(3), .ttl = 1h, .channel = OfSlot});
    acquire(scripts, {.token = token(4), .ttl = 1h, .channel = Channel});
    QCOMPARE(release(scripts, 1), ReleaseReply::Held);
    QCOMPARE(messages(listener), QByteArrayList({'g' + token(2)}));
    QVERIFY(listenerOfSlot.read().elements.at(2).bytes.startsWith('h' + token(3)));
    QCOMPARE(release(scripts, 2), ReleaseReply::Held);
    QVERIFY(listenerOfSlot.read().elements.at(2).bytes.startsWith('g' + token(3)));
    QCOMPARE(messages(listener), QByteArrayList({'h' + token(4)}));
}

// It was under way for long: the waiter has another channel since.
void tst_Scripts::copyOfAnOlderAttemptChangesNothing()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    const auto notAfter = now() + 1h;
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    acquire(scripts, {.token = token(2), .ttl = 1h, .channel = Channel, .notAfter = notAfter});
    const auto waiters = stateOf(scripts).waiters.value;
    AcquireArguments copy {
        .token = token(2), .ttl = 1s, .channel = "redguard:dead", .ticket = 1, .notAfter = notAfter - 1us};
    QVERIFY(!acquire(scripts, copy).entered);
    QCOMPARE(stateOf(scripts).waiters.value, waiters);
    QVERIFY(stateOf(scripts).queue.value.front().ticket > 1);
    copy.notAfter = notAfter;
    QVERIFY(!acquire(scripts, copy).entered);
    QCOMPARE(stateOf(scripts).waiters.value.front().channel, "redguard:dead");
    QCOMPARE(stateOf(scripts).queue.value.front().ticket, 1);
}

void tst_Scripts::lostQueueIsEnteredAgainWithTheOldTicket()
{
    QFETCH(const Kind, kind);
    PlainClient listener;
    QVERIFY(subscribe(listener));
    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    const auto queued = acquire(scripts, {.token = token(2), .ttl = 1h, .channel = Channel});
    QVERIFY(queued.entered && queued.ticket > 0);
    const AcquireArguments again {.token = token(2), .ttl = 1h, .channel = Channel, .ticket = queued.ticket};
    QVERIFY(!acquire(scripts, again).entered);

    m_client.command({"DEL", scripts.queue(), scripts.waiters()});
    QCOMPARE(acquire(scripts, {.token = token(3), .ttl = 1h, .channel = Channel}).position, 1);
    const auto entered = acquire(scripts, again);
    QVERIFY(entered.entered);
    QCOMPARE(entered.position, 1);
    QCOMPARE(entered.ticket, queued.ticket);
    QCOMPARE(stateOf(scripts).queue.value.back().token, token(3));
}

void tst_Scripts::withdrawnAcquireDoesNothing()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    const auto notAfter = now() + 1h;
    QCOMPARE(release(scripts, 1, notAfter), ReleaseReply::NotHeld);
    const auto before = stateOf(scripts);
    QVERIFY(std::chrono::microseconds(before.withdrawn.expiry) > notAfter);
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h, .notAfter = notAfter}).code, Code::TooLate);
    QCOMPARE(stateOf(scripts), before);
    QCOMPARE(acquire(scripts, {.token = token(2), .ttl = 1h, .notAfter = notAfter}).code, Code::Held);
}

void tst_Scripts::lateAcquireDoesNothing()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    const auto notAfter = now() - 1us;
    QCOMPARE(release(scripts, 1, notAfter), ReleaseReply::NotHeld);
    QCOMPARE(stateOf(scripts), State());
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h, .notAfter = notAfter}).code, Code::TooLate);
    QCOMPARE(stateOf(scripts), State());
}

void tst_Scripts::expiredLeaseGoesToTheWaiter()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    QCOMPARE(acquire(scripts, {.token = token(2), .ttl = 1h}).code, Code::Queued);
    m_client.command({"PEXPIRE", scripts.key(), "1"});
    QTRY_COMPARE(m_client.command({"EXISTS", scripts.key()}).integer, 0);
    // Whoever comes next finds out, and is behind those who wait.
    QCOMPARE(acquire(scripts, {.token = token(3), .ttl = 1h, .wait = false}).code, Code::Queued);
    QVERIFY(holds(scripts, 2));
    QCOMPARE(renew(scripts, 1, 1h), kind == Kind::Lock ? RenewReply::TakenOver : RenewReply::Gone);
}

void tst_Scripts::releaseWorksWhenMemoryIsFull()
{
    QFETCH(const Kind, kind);
    PlainClient listener;
    QVERIFY(subscribe(listener));
    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    for (int i = 2; i <= 4; ++i)
        QCOMPARE(acquire(scripts, {.token = token(i), .ttl = 1h, .channel = Channel}).code, Code::Queued);
    m_client.command({"CONFIG", "SET", "maxmemory", "1"});
    QVERIFY(m_client.command({"SET", "other", "x"}).isError());

    QCOMPARE(release(scripts, 2, now() + 1h), ReleaseReply::NotHeld);
    QCOMPARE(messages(listener), QByteArrayList({'h' + token(3)}));
    QCOMPARE(release(scripts, 1, now() + 1h), ReleaseReply::Held);
    QCOMPARE(messages(listener), QByteArrayList({'g' + token(3), 'h' + token(4)}));
    const auto state = stateOf(scripts);
    QCOMPARE(state.queue.value.size(), 1);
    QCOMPARE(state.withdrawn.value.size(), 2);
}

void tst_Scripts::renewalWorksWhenMemoryIsFull()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    m_client.command({"CONFIG", "SET", "maxmemory", "1"});
    const auto reply = m_client.command(scripts.command({Call::Renew, {.token = token(1), .ttl = 2h}}));
    QVERIFY2(!reply.isError(), reply.bytes.constData());
    QCOMPARE(reply.elements.at(0).integer, 1);
}

void tst_Scripts::releaseWorksWherePublishingIsForbidden_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArrayList>("rules");
    for (const auto kind : {Kind::Lock, Kind::Semaphore}) {
        const QByteArray name = kind == Kind::Lock ? "lock" : "semaphore";
        QTest::newRow((name + ", no PUBLISH").constData()) << kind << QByteArrayList {"&*", "-publish"};
        QTest::newRow((name + ", no PUBSUB").constData()) << kind << QByteArrayList {"&*", "-pubsub"};
        QTest::newRow((name + ", no channel").constData()) << kind << QByteArrayList {"resetchannels"};
    }
}

void tst_Scripts::releaseWorksWherePublishingIsForbidden()
{
    QFETCH(const Kind, kind);
    QFETCH(const QByteArrayList, rules);
    PlainClient listener;
    QVERIFY(subscribe(listener));
    const QByteArrayList user {"ACL", "SETUSER", "mute", "reset", "on", "nopass", "~*", "+@all"};
    QVERIFY(!m_client.command(user + rules).isError());
    PlainClient mute;
    QVERIFY(mute.connectTo(m_server.server().socketPath()));
    QVERIFY(!mute.command({"AUTH", "mute", "x"}).isError());

    const ScriptCalls scripts(kind, "name");
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::Held);
    QCOMPARE(acquire(scripts, {.token = token(2), .ttl = 1h, .channel = Channel}).code, Code::Queued);
    const Operation operation {Call::Release, {.token = token(1), .notAfter = 0us}};
    const auto reply = ScriptCalls::decode(Call::Release, mute.command(scripts.command(operation)));
    QVERIFY(reply && reply->reply == Reply(ReleaseReply::Held));
    // Who could not be told has lost the place, not the ticket; and nothing is held by nobody.
    QCOMPARE(m_client.command({"EXISTS", scripts.key(), scripts.queue(), scripts.waiters()}).integer, 0);
}

void tst_Scripts::keyWithoutExpiryHasNoKnownEnd()
{
    const ScriptCalls scripts(Kind::Lock, "name");
    m_client.command({"SET", "name", token(1)});
    const auto reply = acquire(scripts, {.token = token(2), .ttl = 1h, .channel = Channel});
    QCOMPARE(reply.code, Code::Queued);
    QCOMPARE(reply.leaseEnd, ServerTime(-1));
    QCOMPARE(stateOf(scripts).holder, Key<std::optional<QByteArray>>({token(1), NoExpiry}));
}

void tst_Scripts::keyOfAnotherTypeIsLeftAlone()
{
    QFETCH(const Kind, kind);
    const ScriptCalls scripts(kind, "name");
    m_client.command({"RPUSH", "name", "x"});
    QCOMPARE(acquire(scripts, {.token = token(1), .ttl = 1h}).code, Code::WrongType);
    QCOMPARE(renew(scripts, 1, 1h), RenewReply::WrongType);
    QCOMPARE(release(scripts, 1), ReleaseReply::WrongType);
    QCOMPARE(m_client.command({"LRANGE", "name", "0", "-1"}).elements.size(), 1u);
    QCOMPARE(m_client.command({"DBSIZE"}).integer, 1);
}

qint64 tst_Scripts::callsOf(const ScriptCalls &scripts, const Operation &operation)
{
    m_client.command({"CONFIG", "RESETSTAT"});
    m_client.command({"MULTI"});
    m_client.command(scripts.command(operation));
    m_client.command(scripts.postponeCommand(3'600'000));
    m_client.command({"EXEC"});
    qint64 calls = 0;
    for (const auto &line : m_client.command({"INFO", "commandstats"}).bytes.split('\n')) {
        const auto from = line.indexOf(":calls=") + 7;
        // How often an expiry is put off depends on where in its millisecond each call falls.
        if (line.startsWith("cmdstat_") && !line.startsWith("cmdstat_pexpire:"))
            calls += line.mid(from, line.indexOf(',') - from).toLongLong();
    }
    return calls;
}

// Each call is at most logarithmic in the length of the queue.
void tst_Scripts::callsDoNotGrowWithTheQueue()
{
    QFETCH(const Kind, kind);
    PlainClient listener;
    QVERIFY(subscribe(listener));
    const ScriptCalls scripts(kind, "name");
    QList<QList<qint64>> calls;
    for (const int waiters : {10, 10'000}) {
        m_client.command({"FLUSHALL"});
        for (int i = 0; i <= waiters; ++i)
            m_client.send(
                scripts.command({Call::Acquire, {.token = token(i), .ttl = 1h, .channel = Channel}}));
        for (int i = 0; i <= waiters; ++i)
            QVERIFY(!m_client.read().isError());
        QCOMPARE(m_client.command({"ZCARD", scripts.queue()}).integer, waiters);
        const auto leave = [](int number) {
            return Operation {Call::Release, {.token = token(number), .notAfter = 0us}};
        };
        calls.append({
            callsOf(scripts, leave(0)), // hands over
            callsOf(scripts, leave(2)), // the head cancels
            callsOf(scripts, leave(5)), // another cancels
            callsOf(scripts, {Call::Acquire, {.token = token(7), .ttl = 1h, .channel = Channel}}),
            callsOf(scripts, {Call::Acquire, {.token = token(-1), .ttl = 1h, .channel = Channel}}),
            callsOf(scripts, {Call::Renew, {.token = token(1), .ttl = 1h}}),
        });
    }
    QVERIFY(calls[0][0] > 10);
    QCOMPARE(calls[1], calls[0]);
    // Each is behind a release that somebody waits for. Eight are the transaction's, nine with a set.
    const QList<qint64> most =
        kind == Kind::Lock ? QList<qint64> {24, 19, 17, 21, 21, 11} : QList<qint64> {35, 27, 24, 28, 28, 15};
    for (qsizetype i = 0; i < most.size(); ++i)
        QVERIFY2(calls[0][i] <= most[i], qPrintable(u"%1: %2"_s.arg(i).arg(calls[0][i])));
}

QTEST_GUILESS_MAIN(tst_Scripts)
#include "tst_scripts.moc"
