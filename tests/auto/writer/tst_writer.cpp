// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/parser.h"
#include "protocol/writer.h"

#include <QtCore/qbytearraylist.h>
#include <QtTest/qtest.h>

#include <limits>

using namespace redguard::resp;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList parsedBack(const QByteArray &bytes)
{
    Parser parser;
    parser.append(bytes);
    Value command;
    if (parser.next(command) != Parser::Status::Ready || command.type != Type::Array)
        return {"not a command"};
    Value rest;
    if (parser.next(rest) != Parser::Status::NeedMore)
        return {"more than a command"};
    QByteArrayList arguments;
    for (const Value &argument : command.elements)
        arguments.append(argument.type == Type::BulkString ? argument.bytes : "not a bulk string");
    return arguments;
}

} // namespace

class tst_Writer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void header_data();
    void header();
    void bulk_data();
    void bulk();
    void number_data();
    void number();
    void command();
    void commandWithoutArguments();
    void noArgumentBreaksOut_data();
    void noArgumentBreaksOut();
    void buildsInPlace();
};

void tst_Writer::header_data()
{
    QTest::addColumn<qsizetype>("elements");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("0") << qsizetype(0) << "*0\r\n"_ba;
    QTest::newRow("9") << qsizetype(9) << "*9\r\n"_ba;
    QTest::newRow("10") << qsizetype(10) << "*10\r\n"_ba;
    QTest::newRow("a million") << qsizetype(1'000'000) << "*1000000\r\n"_ba;
}

void tst_Writer::header()
{
    QFETCH(qsizetype, elements);
    QFETCH(QByteArray, bytes);
    QByteArray buffer;
    appendArrayHeader(buffer, elements);
    QCOMPARE(buffer, bytes);
}

void tst_Writer::bulk_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("word") << "PING"_ba
                          << "$4\r\nPING\r\n"_ba;
    QTest::newRow("empty") << ""_ba
                           << "$0\r\n\r\n"_ba;
    QTest::newRow("null") << QByteArray() << "$0\r\n\r\n"_ba;
    QTest::newRow("nul and high bytes") << "a\0\xff"_ba
                                        << "$3\r\na\0\xff\r\n"_ba;
    QTest::newRow("line ends") << "\r\n"_ba
                               << "$2\r\n\r\n\r\n"_ba;
    QTest::newRow("large") << QByteArray(100'000, 'x') << "$100000\r\n" + QByteArray(100'000, 'x') + "\r\n";
}

void tst_Writer::bulk()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, bytes);
    QByteArray buffer;
    appendBulk(buffer, content);
    QCOMPARE(buffer, bytes);
}

void tst_Writer::number_data()
{
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("0") << qint64(0) << "$1\r\n0\r\n"_ba;
    QTest::newRow("-1") << qint64(-1) << "$2\r\n-1\r\n"_ba;
    QTest::newRow("30000") << qint64(30'000) << "$5\r\n30000\r\n"_ba;
    QTest::newRow("lowest") << std::numeric_limits<qint64>::min() << "$20\r\n-9223372036854775808\r\n"_ba;
    QTest::newRow("highest") << std::numeric_limits<qint64>::max() << "$19\r\n9223372036854775807\r\n"_ba;
}

void tst_Writer::number()
{
    QFETCH(qint64, number);
    QFETCH(QByteArray, bytes);
    QByteArray buffer;
    appendBulk(buffer, number);
    QCOMPARE(buffer, bytes);
    QCOMPARE(parsedBack("*1\r\n" + buffer), QByteArrayList {QByteArray::number(number)});
}

void tst_Writer::command()
{
    QByteArray buffer;
    appendCommand(buffer, {"SET", "key", "v w", "PX", "100"});
    QCOMPARE(buffer, "*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$3\r\nv w\r\n$2\r\nPX\r\n$3\r\n100\r\n"_ba);
    QCOMPARE(parsedBack(buffer), QByteArrayList({"SET", "key", "v w", "PX", "100"}));
}

void tst_Writer::commandWithoutArguments()
{
    QByteArray buffer;
    appendCommand(buffer, {});
    QCOMPARE(buffer, "*0\r\n"_ba);
}

void tst_Writer::noArgumentBreaksOut_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("command") << "x\r\nFLUSHALL\r\n"_ba;
    QTest::newRow("bulk") << "x\r\n$8\r\nFLUSHALL\r\n"_ba;
    QTest::newRow("array") << "*1\r\n$8\r\nFLUSHALL\r\n"_ba;
    QTest::newRow("nul") << "a\0b"_ba;
    QTest::newRow("empty") << ""_ba;
}

void tst_Writer::noArgumentBreaksOut()
{
    QFETCH(QByteArray, argument);
    QByteArray buffer;
    appendCommand(buffer, {"GET", argument, argument});
    QCOMPARE(parsedBack(buffer), QByteArrayList({"GET", argument, argument}));
}

void tst_Writer::buildsInPlace()
{
    QByteArray buffer;
    appendCommand(buffer, {"PING"});
    appendArrayHeader(buffer, 3);
    appendBulk(buffer, "PEXPIRE");
    appendBulk(buffer, QByteArrayView("k"));
    appendBulk(buffer, 0);
    QCOMPARE(buffer, "*1\r\n$4\r\nPING\r\n*3\r\n$7\r\nPEXPIRE\r\n$1\r\nk\r\n$1\r\n0\r\n"_ba);
}

QTEST_APPLESS_MAIN(tst_Writer)

#include "tst_writer.moc"
