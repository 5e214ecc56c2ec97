// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include <QtTest/qtest.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace redguard;
using net::Command;
using net::Exchange;
using Purpose = net::Command::Purpose;

namespace {

constexpr Instant Then = 1s;
constexpr Instant Now = 5s;

// What arrives, in a line: "7=:1" is the answer 1 to the command with the tag 7, "push" and "unasked"
// have no command.
QByteArray describe(const Exchange::Delivery &delivery)
{
    const resp::Value &value = delivery.value;
    QByteArray text = value.isError() ? '-' + value.bytes : value.bytes;
    if (value.type == resp::Type::Integer)
        text = ':' + QByteArray::number(value.integer);
    for (const resp::Value &element : value.elements)
        text += element.bytes + ' ';
    if (delivery.command)
        return QByteArray::number(delivery.command->tag) + '=' + text.trimmed();
    return (value.type == resp::Type::Push ? "push " : "unasked ") + text.trimmed();
}

QByteArrayList told(Exchange &exchange)
{
    QByteArrayList all;
    while (const auto delivery = exchange.next(Now))
        all.append(describe(*delivery));
    return all;
}

QByteArrayList tags(const std::vector<Command> &commands)
{
    QByteArrayList all;
    for (const Command &command : commands)
        all.append(QByteArray::number(command.tag));
    return all;
}

quint64 ask(Exchange &exchange, int tag, QByteArrayView word = "PING")
{
    Command command;
    command.tag = tag;
    return exchange.send(std::move(command), {word});
}

Command scriptCall(int tag)
{
    net::Arguments arguments({"key"});
    arguments << "token";
    Command command;
    command.tag = tag;
    command.script = &scripts::renewLock();
    command.arguments = arguments.encoded();
    command.argumentCount = arguments.count();
    command.sentAt = Then;
    return command;
}

QByteArray bulk(const QByteArray &text)
{
    return '$' + QByteArray::number(text.size()) + "\r\n" + text + "\r\n";
}

QByteArray sentWhole()
{
    const QByteArray text = bulk(scripts::renewLock().text);
    return "*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n" + text + "*5\r\n$4\r\nEVAL\r\n" + text
        + "$1\r\n1\r\n$3\r\nkey\r\n$5\r\ntoken\r\n";
}

} // namespace

class tst_Exchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatIsSent();
    void answersInOrder();
    void answersInPieces();
    void abandonedBeforeTheAnswer();
    void abandonedBehindTheAnswer();
    void forgottenScriptIsSentWholeOnce();
    void wholeScriptIsNotSentAgain();
    void abandonedScriptIsNotSentAgain();
    void abandonedByTheIdOfTheFirstSending();
    void pushBetweenAnswers();
    void unaskedReply();
    void askingGoesInFront();
    void subscriptionIsAnsweredByAPush();
    void subscriptionIsRefused();
    void brokenProtocolKeepsWhatCameBefore();
    void resetReturnsWhatIsUnanswered();
    void nothingOldIsLeftAfterReset();
};

void tst_Exchange::writesWhatIsSent()
{
    Exchange exchange;
    ask(exchange, 1);
    exchange.sendScript(scriptCall(2));
    QCOMPARE(exchange.takeOutput(),
             "*1\r\n$4\r\nPING\r\n*5\r\n$7\r\nEVALSHA\r\n" + bulk(scripts::renewLock().digest)
                 + "$1\r\n1\r\n$3\r\nkey\r\n$5\r\ntoken\r\n");
    QVERIFY(exchange.takeOutput().isEmpty());
    QCOMPARE(exchange.inFlight(), 2U);
    QCOMPARE(exchange.oldest()->tag, 1);
}

void tst_Exchange::answersInOrder()
{
    Exchange exchange;
    for (int tag = 1; tag <= 3; ++tag)
        ask(exchange, tag);
    QVERIFY(exchange.feed("+a\r\n:7\r\n-ERR c\r\n"));
    QCOMPARE(exchange.inFlight(), 0U); // all are taken apart before the first is told
    QCOMPARE(told(exchange), QByteArrayList({"1=a", "2=:7", "3=-ERR c"}));
}

void tst_Exchange::answersInPieces()
{
    Exchange exchange;
    ask(exchange, 1);
    ask(exchange, 2);
    QByteArrayList all;
    for (const char byte : "$3\r\nabc\r\n:12\r\n"_ba) {
        QVERIFY(exchange.feed(QByteArrayView(&byte, 1)));
        all += told(exchange);
    }
    QCOMPARE(all, QByteArrayList({"1=abc", "2=:12"}));
}

void tst_Exchange::abandonedBeforeTheAnswer()
{
    Exchange exchange;
    ask(exchange, 1);
    const quint64 id = ask(exchange, 2);
    ask(exchange, 3);
    exchange.abandon(id);
    QCOMPARE(exchange.inFlight(), 3U); // its answer is still to come
    QVERIFY(exchange.feed("+a\r\n+b\r\n+c\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"1=a", "3=c"}));
}

void tst_Exchange::abandonedBehindTheAnswer()
{
    Exchange exchange;
    ask(exchange, 1);
    const quint64 id = ask(exchange, 2);
    QVERIFY(exchange.feed("+a\r\n+b\r\n"));
    exchange.abandon(id); // as whoever is told of the first may do
    exchange.abandon(id + 100);
    QCOMPARE(told(exchange), QByteArrayList({"1=a"}));
}

void tst_Exchange::forgottenScriptIsSentWholeOnce()
{
    Exchange exchange;
    exchange.sendScript(scriptCall(1));
    ask(exchange, 2);
    (void)exchange.takeOutput();
    QVERIFY(exchange.feed("-NOSCRIPT No matching script.\r\n+b\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"2=b"}));
    QCOMPARE(exchange.takeOutput(), sentWhole());
    QCOMPARE(exchange.oldest()->sentAt, Now); // its deadline begins anew
    QVERIFY(exchange.feed("+digest\r\n:1\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"0=digest", "1=:1"}));
    QCOMPARE(exchange.inFlight(), 0U);
}

void tst_Exchange::wholeScriptIsNotSentAgain()
{
    Exchange exchange;
    exchange.sendScript(scriptCall(1));
    QVERIFY(exchange.feed("-NOSCRIPT No\r\n"));
    QVERIFY(told(exchange).isEmpty());
    (void)exchange.takeOutput();
    QVERIFY(exchange.feed("+digest\r\n-NOSCRIPT never\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"0=digest", "1=-NOSCRIPT never"}));
    QVERIFY(exchange.takeOutput().isEmpty());
}

void tst_Exchange::abandonedScriptIsNotSentAgain()
{
    Exchange exchange;
    const quint64 id = exchange.sendScript(scriptCall(1));
    (void)exchange.takeOutput();
    exchange.abandon(id);
    QVERIFY(exchange.feed("-NOSCRIPT No\r\n"));
    QVERIFY(told(exchange).isEmpty());
    QVERIFY(exchange.takeOutput().isEmpty());
    QCOMPARE(exchange.inFlight(), 0U);
}

void tst_Exchange::abandonedByTheIdOfTheFirstSending()
{
    Exchange exchange;
    const quint64 id = exchange.sendScript(scriptCall(1));
    QVERIFY(exchange.feed("-NOSCRIPT No\r\n"));
    QVERIFY(told(exchange).isEmpty());
    ask(exchange, 2);
    exchange.abandon(id);
    QVERIFY(exchange.feed("+digest\r\n:1\r\n+b\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"0=digest", "2=b"}));
}

void tst_Exchange::pushBetweenAnswers()
{
    Exchange exchange;
    ask(exchange, 1);
    ask(exchange, 2);
    QVERIFY(exchange.feed("+a\r\n>2\r\n$7\r\nmessage\r\n$2\r\nhi\r\n+b\r\n>1\r\n$3\r\nend\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"1=a", "push message hi", "2=b", "push end"}));
}

void tst_Exchange::unaskedReply()
{
    Exchange exchange;
    ask(exchange, 1);
    QVERIFY(exchange.feed("+a\r\n-ERR max number of clients reached\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"1=a", "unasked -ERR max number of clients reached"}));
}

void tst_Exchange::askingGoesInFront()
{
    Exchange exchange;
    Command command;
    command.tag = 1;
    command.asking = true;
    exchange.send(command, {"PING"});
    QCOMPARE(exchange.takeOutput(), "*1\r\n$6\r\nASKING\r\n*1\r\n$4\r\nPING\r\n");
    Command script = scriptCall(2);
    script.asking = true;
    exchange.sendScript(script);
    QVERIFY(exchange.takeOutput().startsWith("*1\r\n$6\r\nASKING\r\n*5\r\n$7\r\nEVALSHA\r\n"));
    QVERIFY(exchange.feed("+OK\r\n+a\r\n+OK\r\n-NOSCRIPT No\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"0=OK", "1=a", "0=OK"}));
    // ASKING holds for one command only: for the script, not for its loading.
    const QByteArray output = exchange.takeOutput();
    QVERIFY(output.indexOf("LOAD") >= 0 && output.indexOf("LOAD") < output.indexOf("ASKING"));
    QVERIFY(output.indexOf("ASKING") < output.indexOf("EVAL\r\n"));
}

void tst_Exchange::subscriptionIsAnsweredByAPush()
{
    Exchange exchange;
    ask(exchange, 1);
    exchange.send({.purpose = Purpose::Subscribe, .tag = 2, .confirmation = "subscribe"}, {"SUBSCRIBE", "c"});
    ask(exchange, 3);
    const QByteArray confirmation = ">3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n"_ba;
    QVERIFY(exchange.feed("+a\r\n>1\r\n$10\r\ninvalidate\r\n" + confirmation + "+b\r\n" + confirmation));
    QCOMPARE(told(exchange),
             QByteArrayList({"1=a", "push invalidate", "2=subscribe c", "3=b", "push subscribe c"}));
}

void tst_Exchange::subscriptionIsRefused()
{
    Exchange exchange;
    exchange.send({.purpose = Purpose::Subscribe, .tag = 1, .confirmation = "subscribe"}, {"SUBSCRIBE", "c"});
    ask(exchange, 2);
    QVERIFY(exchange.feed("-NOPERM no channels\r\n+b\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"1=-NOPERM no channels", "2=b"}));
}

void tst_Exchange::brokenProtocolKeepsWhatCameBefore()
{
    Exchange exchange;
    ask(exchange, 1);
    ask(exchange, 2);
    QVERIFY(!exchange.feed("+a\r\n?what\r\n+b\r\n"));
    QVERIFY(!exchange.errorString().isEmpty());
    QCOMPARE(told(exchange), QByteArrayList({"1=a"}));
    QCOMPARE(tags(exchange.reset()), QByteArrayList({"2"}));
}

void tst_Exchange::resetReturnsWhatIsUnanswered()
{
    Exchange exchange;
    ask(exchange, 1);
    ask(exchange, 2);
    const quint64 id = ask(exchange, 3);
    ask(exchange, 4);
    exchange.abandon(id);
    QVERIFY(exchange.feed("+a\r\n+b\r\n"));
    QVERIFY(exchange.next(Now)); // the second has come, and nobody was told
    QCOMPARE(tags(exchange.reset()), QByteArrayList({"2", "4"}));
    QCOMPARE(exchange.inFlight(), 0U);
    QVERIFY(!exchange.oldest());
    QVERIFY(exchange.takeOutput().isEmpty());
}

void tst_Exchange::nothingOldIsLeftAfterReset()
{
    Exchange exchange;
    const quint64 old = ask(exchange, 1);
    QVERIFY(exchange.feed("$5\r\nhal"));
    exchange.reset();
    QVERIFY(ask(exchange, 2) > old); // so that an id of before means nobody
    exchange.abandon(old);
    QVERIFY(exchange.feed("+new\r\n"));
    QCOMPARE(told(exchange), QByteArrayList({"2=new"}));
}

QTEST_APPLESS_MAIN(tst_Exchange)
#include "tst_exchange.moc"
