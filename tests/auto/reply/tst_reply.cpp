// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/reply.h"

#include <QtTest/qtest.h>

#include <random>

using namespace redguard;
using namespace redguard::scripts;
using namespace redguard::resp;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Verdict = sync::AcquireReply::Verdict;

namespace {

constexpr qint64 Now = 1'700'000'000'000'123;
const QByteArray Token = "0123456789abcdef"_ba;

Value integer(qint64 number)
{
    Value value;
    value.type = Type::Integer;
    value.integer = number;
    return value;
}

Value string(const QByteArray &bytes, Type type = Type::BulkString)
{
    Value value;
    value.type = type;
    value.bytes = bytes;
    return value;
}

Value array(std::vector<Value> elements)
{
    Value value;
    value.type = Type::Array;
    value.elements = std::move(elements);
    return value;
}

Value array(std::initializer_list<qint64> numbers)
{
    std::vector<Value> elements;
    for (const qint64 number : numbers)
        elements.push_back(integer(number));
    return array(std::move(elements));
}

// As status.lua replies.
Value status(const char *type, qint64 remaining, const QByteArrayList &names, qint64 ahead, qint64 members,
             std::initializer_list<qint64> lock, std::initializer_list<qint64> semaphore)
{
    std::vector<Value> holders;
    for (const QByteArray &name : names)
        holders.push_back(array({string(name), integer(Now + 2'500'000), integer(2)}));
    return array({string(type, Type::SimpleString), integer(remaining), array(std::move(holders)),
                  integer(ahead), integer(members), integer(0), integer(Now), array(lock), array(semaphore)});
}

} // namespace

class tst_Reply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acquireHeld();
    void acquireTooLate();
    void acquireQueued();
    void acquireQueuedBehindAnUnknownEnd();
    void release();
    void renew_data();
    void renew();
    void reserved();
    void refused();
    void numbersMayBeStrings();
    void notOfTheForm_data();
    void notOfTheForm();

    void statusOf_data();
    void statusOf();
    void statusNamesTheHolders();
    void statusNotOfTheForm();

    void grant();
    void head();
    void aKeyMayHoldAnything_data();
    void aKeyMayHoldAnything();
    void aTokenMayHoldAnything();
    void notAMessage_data();
    void notAMessage();

    void anyBytesAreRead();
    void anyReplyIsRead();
};

void tst_Reply::acquireHeld()
{
    const auto timed = decodeAcquire(array({1, 42, Now}));
    QVERIFY(timed);
    QCOMPARE(timed->reply.verdict, Verdict::Held);
    QCOMPARE(timed->reply.fence, 42);
    QVERIFY(!timed->reply.place.entered);
    QCOMPARE(timed->now, ServerTime(Now));
    QVERIFY(decodeAcquire(array({1, 42, Now, 1}))->reply.place.entered);
}

void tst_Reply::acquireTooLate()
{
    const auto timed = decodeAcquire(array({2, 0, Now}));
    QVERIFY(timed);
    QCOMPARE(timed->reply.verdict, Verdict::TooLate);
    QCOMPARE(timed->now, ServerTime(Now));
}

void tst_Reply::acquireQueued()
{
    const auto timed = decodeAcquire(array({0, 3, Now + 5'000'000, Now, 77, 1}));
    QVERIFY(timed);
    QCOMPARE(timed->reply.verdict, Verdict::Waits);
    QCOMPARE(timed->reply.place.position, 3);
    QVERIFY(timed->reply.place.entered);
    QCOMPARE(timed->reply.place.leaseEnd, ServerTime(Now + 5'000'000));
    QCOMPARE(timed->now, ServerTime(Now));
    QCOMPARE(timed->reply.place.ticket, 77);
}

void tst_Reply::acquireQueuedBehindAnUnknownEnd()
{
    QVERIFY(decodeAcquire(array({0, 1, -1, Now, 77, 0}))->reply.place.leaseEnd < 0us);
    QCOMPARE(decodeAcquire(array({0, 1, 0, Now, 77, 0}))->reply.place.leaseEnd, ServerTime(0));
}

void tst_Reply::release()
{
    QCOMPARE(decodeRelease(array({1, Now}))->reply, true);
    QCOMPARE(decodeRelease(array({0, Now}))->reply, false);
    QCOMPARE(decodeRelease(array({0, Now}))->now, ServerTime(Now));
}

void tst_Reply::renew_data()
{
    QTest::addColumn<qint64>("code");
    QTest::addColumn<int>("reply");
    QTest::newRow("extended") << qint64(1) << int(sync::RenewReply::Extended);
    QTest::newRow("gone") << qint64(0) << int(sync::RenewReply::Gone);
    QTest::newRow("taken over") << qint64(2) << int(sync::RenewReply::TakenOver);
}

void tst_Reply::renew()
{
    QFETCH(qint64, code);
    QFETCH(int, reply);
    const auto timed = decodeRenew(array({code, Now}));
    QVERIFY(timed);
    QCOMPARE(timed->reply, sync::RenewReply(reply));
    QCOMPARE(timed->now, ServerTime(Now));
}

void tst_Reply::reserved()
{
    const auto timed = decodeReserve(array({1, Now + 7, Now, 4, 900}), 5);
    QVERIFY(timed);
    QVERIFY(timed->reply.reserved);
    QCOMPARE(timed->reply.slot, ServerTime(Now + 7));
    QCOMPARE(timed->now, ServerTime(Now));
    QVERIFY(timed->reply.quota.granted);
    QCOMPARE(timed->reply.quota.limit, 5);
    QCOMPARE(timed->reply.quota.remaining, 4);
    QCOMPARE(timed->reply.quota.retryAfter, 0us);
    QCOMPARE(timed->reply.quota.resetAfter, 900us);
}

void tst_Reply::refused()
{
    const auto timed = decodeReserve(array({0, 300, Now, 0, 900}), 5);
    QVERIFY(timed);
    QVERIFY(!timed->reply.reserved);
    QVERIFY(!timed->reply.quota.granted);
    QCOMPARE(timed->reply.quota.retryAfter, 300us);
}

void tst_Reply::numbersMayBeStrings()
{
    const auto timed = decodeAcquire(array({string("1"), string("42"), string(QByteArray::number(Now))}));
    QVERIFY(timed);
    QCOMPARE(timed->reply.fence, 42);
}

void tst_Reply::notOfTheForm_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < 10; ++i)
        QTest::addRow("%d", i) << i;
}

void tst_Reply::notOfTheForm()
{
    QFETCH(int, index);
    const Value bad[] = {
        Value(),
        integer(1),
        string("1"),
        string("ERR no", Type::Error),
        array(std::vector<Value>()),
        array({1}),
        array({string("held"), integer(1), integer(Now), integer(0), integer(0)}),
        array({integer(0), Value(), integer(0), integer(Now), integer(0)}),
        array({array({1, 2}), integer(1), integer(Now), integer(0), integer(0)}),
        string("*2", Type::VerbatimString),
    };
    QVERIFY(!decodeAcquire(bad[index]));
    QVERIFY(!decodeRelease(bad[index]));
    QVERIFY(!decodeRenew(bad[index]));
    QVERIFY(!decodeReserve(bad[index], 5));
    QVERIFY(!decodeStatus(bad[index]));
    QVERIFY(!decodeAcquire(array({0, 1, 0, Now}))); // the ticket is missing
    QVERIFY(!decodeReserve(array({1, Now, Now, 1}), 5));
}

void tst_Reply::statusOf_data()
{
    using Kind = Status::Kind;
    QTest::addColumn<Value>("reply");
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("waiters");
    QTest::addColumn<qint64>("fence");
    QTest::addColumn<qint64>("used");
    QTest::newRow("unused") << status("none", -2, {}, 0, 0, {0, 0}, {0, 0}) << int(Kind::Unused) << qint64(0)
                            << qint64(0) << qint64(0);
    QTest::newRow("lock") << status("string", 500, {Token}, 1, 1, {2, 42}, {0, 0}) << int(Kind::Lock)
                          << qint64(2) << qint64(42) << qint64(1);
    QTest::newRow("free lock") << status("none", -2, {}, 0, 0, {1, 42}, {0, 7}) << int(Kind::Lock)
                               << qint64(1) << qint64(42) << qint64(0);
    QTest::newRow("semaphore") << status("zset", 500, {Token}, 2, 2, {0, 0}, {3, 43}) << int(Kind::Semaphore)
                               << qint64(3) << qint64(43) << qint64(2);
    QTest::newRow("free semaphore") << status("none", -2, {}, 0, 0, {0, 7}, {0, 43}) << int(Kind::Semaphore)
                                    << qint64(0) << qint64(43) << qint64(0);
    QTest::newRow("limiter") << status("zset", 500, {Token}, 1, 3, {0, 0}, {0, 0}) << int(Kind::RateLimiter)
                             << qint64(0) << qint64(0) << qint64(3);
    QTest::newRow("paced") << status("string", 500, {"1700000000000123"}, 1, 1, {0, 0}, {0, 0})
                           << int(Kind::PacedLimiter) << qint64(0) << qint64(0) << qint64(1);
    QTest::newRow("foreign") << status("hash", -1, {}, 0, 0, {0, 0}, {0, 0}) << int(Kind::Foreign)
                             << qint64(0) << qint64(0) << qint64(0);
}

void tst_Reply::statusOf()
{
    QFETCH(Value, reply);
    QFETCH(int, kind);
    QFETCH(qint64, waiters);
    QFETCH(qint64, fence);
    QFETCH(qint64, used);
    const auto status = decodeStatus(reply);
    QVERIFY(status);
    QCOMPARE(int(status->status.kind), kind);
    QCOMPARE(status->status.waiters, waiters);
    QCOMPARE(status->status.fence, fence);
    QCOMPARE(status->status.used, used);
    QVERIFY(status->status.remaining >= 0ms);
}

void tst_Reply::statusNamesTheHolders()
{
    const auto semaphore =
        decodeStatus(status("zset", 500, {"\x01\x02\xfe\xff", "abcd"}, 2, 2, {0, 0}, {0, 43}));
    QCOMPARE(semaphore->tokens, QByteArrayList({"\x01\x02\xfe\xff", "abcd"}));
    const auto &holders = semaphore->status.holders;
    QCOMPARE(holders.size(), 2);
    QCOMPARE(holders[0].token, u"0102feff"_s);
    QCOMPARE(holders[1].token, u"61626364"_s);
    QCOMPARE(holders[1].remaining, 2500ms);
    QCOMPARE(holders[1].permits, 2);
    // Who was admitted is no holder.
    QVERIFY(decodeStatus(status("zset", 500, {"abcd"}, 0, 1, {0, 0}, {0, 0}))->status.holders.isEmpty());
}

void tst_Reply::statusNotOfTheForm()
{
    QVERIFY(!decodeStatus(array({1, 2, 3, 4, 5, 6, 7, 8})));
    const auto odd = decodeStatus(array({1, 2, 3, 4, 5, 6, 7, 8, 9}));
    QVERIFY(!odd || odd->status.kind == Status::Kind::Foreign);
}

void tst_Reply::grant()
{
    const auto message = decodeMessage("g" + Token + "42 1700000000000123 2000 3 s my-lock");
    QVERIFY(message);
    QCOMPARE(message->kind, Kind::Semaphore);
    QCOMPARE(message->permits, 3);
    QVERIFY(message->isGrant);
    QCOMPARE(message->token, Token);
    QCOMPARE(message->grant.fence, 42);
    QCOMPARE(message->grant.at, ServerTime(Now));
    QCOMPARE(message->grant.lease, Duration(2s));
    QCOMPARE(message->key, "my-lock"_ba);
}

void tst_Reply::head()
{
    const auto message = decodeMessage("h" + Token + "1700000005000123 1700000000000123 my-lock");
    QVERIFY(message);
    QVERIFY(!message->isGrant);
    QCOMPARE(message->token, Token);
    QCOMPARE(message->leaseEnd, ServerTime(Now + 5'000'000));
    QCOMPARE(message->key, "my-lock"_ba);
    QVERIFY(decodeMessage("h" + Token + "-1 1700000000000123 my-lock")->leaseEnd < 0us);
    const auto later = decodeMessage("h" + Token + "+5000 1700000000000123 my-lock");
    QVERIFY(later);
    QCOMPARE(later->leaseEnd, ServerTime(Now + 5'000'000));
    QCOMPARE(later->key, "my-lock"_ba);
}

void tst_Reply::aKeyMayHoldAnything_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("spaces") << "two  words and 3 numbers 42 "_ba;
    QTest::newRow("leading space") << " x"_ba;
    QTest::newRow("number") << "42"_ba;
    QTest::newRow("nul") << "a\0b"_ba;
    QTest::newRow("UTF-8") << "Schl\xc3\xbcssel"_ba;
}

void tst_Reply::aKeyMayHoldAnything()
{
    QFETCH(QByteArray, key);
    const auto grant = decodeMessage("g" + Token + "42 1700000000000123 2000 1 l " + key);
    QVERIFY(grant);
    QCOMPARE(grant->key, key);
    const auto head = decodeMessage("h" + Token + "0 1700000000000123 " + key);
    QVERIFY(head);
    QCOMPARE(head->key, key);
}

void tst_Reply::aTokenMayHoldAnything()
{
    for (const QByteArray &token :
         {QByteArray(16, ' '), QByteArray(16, '\0'), "gh 42 \r\n\xff\xfe 1 2  "_ba.first(16)}) {
        const auto message = decodeMessage("g" + token + "42 1700000000000123 2000 1 l k");
        QVERIFY(message);
        QCOMPARE(message->token, token);
        QCOMPARE(message->grant.fence, 42);
    }
}

void tst_Reply::notAMessage_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("letter") << "g"_ba;
    QTest::newRow("other letter") << "x" + Token + "42 1 2000 k";
    QTest::newRow("short token") << "g" + Token.first(15);
    QTest::newRow("token only") << "g" + Token;
    QTest::newRow("no numbers") << "g" + Token + "my-lock";
    QTest::newRow("too few numbers") << "g" + Token + "42 1 my-lock";
    QTest::newRow("no key") << "g" + Token + "42 1 2000 1 l";
    QTest::newRow("empty number") << "g" + Token + "42  2000 1 l k";
    QTest::newRow("not a number") << "g" + Token + "42 1x 2000 1 l k";
    QTest::newRow("real number") << "g" + Token + "4.2 1 2000 1 l k";
    QTest::newRow("too large a number") << "g" + Token + "42 99999999999999999999 2000 1 l k";
    QTest::newRow("no kind") << "g" + Token + "42 1 2000 1 k";
    QTest::newRow("another kind") << "g" + Token + "42 1 2000 1 r k";
    QTest::newRow("no lease") << "g" + Token + "42 1 0 1 l k";
    QTest::newRow("no permits") << "g" + Token + "42 1 2000 0 l k";
    QTest::newRow("too many permits") << "g" + Token + "42 1 2000 10001 s k";
    QTest::newRow("head without a key") << "h" + Token + "42 1";
    QTest::newRow("an end that is no number") << "h" + Token + "+ 1 k";
    QTest::newRow("an end beyond any lease") << "h" + Token + "+99999999999 1 k";
    QTest::newRow("an end from no time") << "h" + Token + "+1 9223372036854775807 k";
}

void tst_Reply::notAMessage()
{
    QFETCH(QByteArray, payload);
    QVERIFY(!decodeMessage(payload));
}

void tst_Reply::anyBytesAreRead()
{
    std::mt19937 engine(1);
    std::uniform_int_distribution<int> lengths(0, 80);
    std::uniform_int_distribution<int> bytes(0, 255);
    const QByteArray likely = "gh 0123456789-+";
    std::uniform_int_distribution<qsizetype> picks(0, likely.size() - 1);
    for (int i = 0; i < 50'000; ++i) {
        QByteArray payload(lengths(engine), '\0');
        for (char &byte : payload)
            byte = i % 2 == 0 ? char(bytes(engine)) : likely[picks(engine)];
        const auto message = decodeMessage(payload);
        if (message)
            QCOMPARE(message->token.size(), 16);
    }
}

void tst_Reply::anyReplyIsRead()
{
    std::mt19937 engine(2);
    const auto upTo = [&engine](int most) { return std::uniform_int_distribution<int>(0, most)(engine); };
    const auto make = [&](const auto &self, int depth) -> Value {
        Value value;
        value.type = Type(upTo(int(Type::Push)));
        const int choice = upTo(3);
        value.integer = choice == 0 ? upTo(2)
            : choice == 1           ? Now + upTo(1'000'000)
                                    : qint64(engine()) << upTo(32);
        value.bytes = QByteArray::number(upTo(1) == 0 ? upTo(1'000) : -1).append(upTo(1) == 0 ? "" : "x");
        for (int i = depth > 0 ? upTo(10) : 0; i > 0; --i)
            value.elements.push_back(self(self, depth - 1));
        return value;
    };
    int read = 0;
    int statuses = 0;
    for (int i = 0; i < 50'000; ++i) {
        Value value = make(make, 2);
        value.type = upTo(3) == 0 ? value.type : Type::Array;
        for (Value &element : value.elements)
            element.type = upTo(8) == 0 ? element.type : Type::Integer;
        if (value.elements.size() == 9 && upTo(1) == 0) {
            for (Value &holder : value.elements[2].elements)
                holder.elements.resize(3);
        }
        read += decodeAcquire(value) ? 1 : 0;
        read += decodeRelease(value) ? 1 : 0;
        read += decodeRenew(value) ? 1 : 0;
        read += decodeReserve(value, 5) ? 1 : 0;
        statuses += decodeStatus(value) ? 1 : 0;
    }
    QVERIFY2(read > 800, qPrintable(QString::number(read)));
    QVERIFY2(statuses > 100, qPrintable(QString::number(statuses)));
}

QTEST_APPLESS_MAIN(tst_Reply)

#include "tst_reply.moc"
