// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "corpus.h"
#include "describe.h"

#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <ctime>
#include <limits>

#ifdef __SANITIZE_ADDRESS__
// Declared here: not every compiler package ships <sanitizer/allocator_interface.h>.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#elif defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace redguard::resp;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(redguard::resp::Limits)

namespace {

// Sent after every sample: it comes out whole only if the parser stands exactly behind the sample.
const QByteArray Sentinel = "+behind\r\n";

QByteArrayView viewOf(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

QByteArrayList expectedOf(const Sample &sample)
{
    return {viewOf(sample.value).toByteArray(), "+behind"};
}

QByteArrayList only(const QByteArray &value)
{
    return {value};
}

// -1 where the platform does not tell.
qint64 allocatedBytes()
{
#ifdef __SANITIZE_ADDRESS__
    return qint64(__sanitizer_get_current_allocated_bytes());
#elif defined(__GLIBC__)
    const auto info = mallinfo2();
    return qint64(info.uordblks + info.hblkhd);
#else
    return -1;
#endif
}

// The figure has to move with an allocation, or a test on it could not fail.
bool allocationsAreCounted()
{
    const qint64 before = allocatedBytes();
    const std::vector<char> block(1024 * 1024);
    return allocatedBytes() - before >= qint64(block.size());
}

} // namespace

class tst_Parser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whole_data();
    void whole();
    void cutInTwo();
    void byteByByte();
    void inPieces_data();
    void inPieces();
    void frameLimitOfEverySample();
    void limits_data();
    void limits();
    void malformed_data();
    void malformed();
    void valuesBeforeAnErrorAreDelivered();
    void failureIsFinal();
    void failureDropsWhatCame();
    void mutationsAreJudgedAlikeAtEveryCut();
    void attributesAreNotKept();
    void announcedSizesAllocateNothing_data();
    void announcedSizesAllocateNothing();
    void memoryStaysBounded_data();
    void memoryStaysBounded();
    void memoryOfALargeReplyIsGivenBack();
    void noByteIsLookedAtTwice_data();
    void noByteIsLookedAtTwice();
    void aBacklogIsNotMovedWithEachReply();
    void resultIsTouchedWhenReadyOnly();
    void reusedResultIsAsAFreshOne();
    void whatIsKeptOfAResultStays();
    void whatIsReadAtOnceIsReadAlikeInsideAnother();
    void limitsHoldForAnArrayReadAtOnce();
    void resetForgetsEverything();
    void notANumberIsNotANumber();
    void valueToInteger_data();
    void valueToInteger();
    void valueErrorPrefix_data();
    void valueErrorPrefix();
    void valueKinds();
};

void tst_Parser::whole_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t index = 0; index < std::size(Corpus); ++index)
        QTest::newRow(Corpus[index].name) << int(index);
}

void tst_Parser::whole()
{
    QFETCH(int, index);
    const Sample &sample = Corpus[index];
    Parser parser;
    parser.append(viewOf(sample.bytes).toByteArray() + Sentinel);
    QCOMPARE(drain(parser), expectedOf(sample));
}

void tst_Parser::cutInTwo()
{
    for (const Sample &sample : Corpus) {
        const QByteArray bytes = viewOf(sample.bytes).toByteArray() + Sentinel;
        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            Parser parser;
            parser.append(QByteArrayView(bytes).first(cut));
            QByteArrayList outcome = drain(parser);
            QCOMPARE(outcome.isEmpty(), cut < qsizetype(sample.bytes.size()));
            parser.append(QByteArrayView(bytes).sliced(cut));
            outcome += drain(parser);
            QVERIFY2(outcome == expectedOf(sample),
                     qPrintable(u"%1 at %2"_s.arg(QLatin1StringView(sample.name)).arg(cut)));
        }
    }
}

void tst_Parser::byteByByte()
{
    for (const Sample &sample : Corpus) {
        Parser parser;
        const QByteArray bytes = viewOf(sample.bytes).toByteArray() + Sentinel;
        QCOMPARE(drainInPieces(parser, bytes, 1), expectedOf(sample));
    }
}

void tst_Parser::inPieces_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size : {1, 2, 3, 5, 7, 16, 61, 256, 1000, 100'000})
        QTest::addRow("%d", int(size)) << size;
}

void tst_Parser::inPieces()
{
    QFETCH(qsizetype, size);
    QByteArray bytes;
    QByteArrayList expected;
    for (const Sample &sample : Corpus) {
        bytes += viewOf(sample.bytes);
        expected += viewOf(sample.value).toByteArray();
    }
    Parser parser;
    QCOMPARE(drainInPieces(parser, bytes, size), expected);
}

void tst_Parser::frameLimitOfEverySample()
{
    for (const Sample &sample : Corpus) {
        const QByteArrayView bytes = viewOf(sample.bytes);
        for (const qsizetype pieces : {qsizetype(1), bytes.size()}) {
            Parser exact(Limits {.frame = bytes.size()});
            // Twice: the count starts anew with every reply.
            const QByteArrayList expected(2, viewOf(sample.value).toByteArray());
            QCOMPARE(drainInPieces(exact, bytes, pieces) + drainInPieces(exact, bytes, pieces), expected);

            Parser tight(Limits {.frame = bytes.size() - 1});
            const QByteArray error =
                "error: a reply exceeds the limit of " + QByteArray::number(bytes.size() - 1) + " bytes";
            QCOMPARE(drainInPieces(tight, bytes, pieces), only(error));
        }
    }
}

void tst_Parser::limits_data()
{
    QTest::addColumn<Limits>("limits");
    QTest::addColumn<QByteArray>("within");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("beyond"); // its last byte is the one too many
    QTest::addColumn<QByteArray>("error");

    const QByteArray line = "a line exceeds the limit of 5 bytes";
    const Limits five {.line = 5};
    QTest::newRow("line") << five << "+abcde\r\n"_ba
                          << "+abcde"_ba
                          << "+abcdef"_ba << line;
    QTest::newRow("line of an error") << five << "-abcde\r\n"_ba
                                      << "-abcde"_ba
                                      << "-abcdef"_ba << line;
    QTest::newRow("line of a number") << five << ":12345\r\n"_ba
                                      << "12345"_ba
                                      << ":123456"_ba << line;
    QTest::newRow("line of a length") << five << "$00001\r\na\r\n"_ba
                                      << "\"a\""_ba
                                      << "$000001"_ba << line;
    QTest::newRow("line, default") << Limits() << '+' + QByteArray(65536, 'a') + "\r\n"
                                   << '+' + QByteArray(65536, 'a') << '+' + QByteArray(65537, 'a')
                                   << "a line exceeds the limit of 65536 bytes"_ba;

    const QByteArray string = "a string exceeds the limit of 4 bytes";
    const Limits four {.bulk = 4};
    QTest::newRow("bulk") << four << "$4\r\nabcd\r\n"_ba
                          << "\"abcd\""_ba
                          << "$5\r\n"_ba << string;
    QTest::newRow("blob error") << four << "!4\r\nabcd\r\n"_ba
                                << "!\"abcd\""_ba
                                << "!5\r\n"_ba << string;
    QTest::newRow("verbatim") << four << "=4\r\ntxt:\r\n"_ba
                              << "=\"\""_ba
                              << "=5\r\n"_ba << string;
    QTest::newRow("chunk") << four << "$?\r\n;4\r\nabcd\r\n;0\r\n"_ba
                           << "\"abcd\""_ba
                           << "$?\r\n;5\r\n"_ba << string;
    QTest::newRow("chunks") << four << "$?\r\n;3\r\nabc\r\n;1\r\nd\r\n;0\r\n"_ba
                            << "\"abcd\""_ba
                            << "$?\r\n;3\r\nabc\r\n;2\r\n"_ba << string;
    QTest::newRow("bulk, highest length") << four << "$4\r\nabcd\r\n"_ba
                                          << "\"abcd\""_ba
                                          << "$9223372036854775807\r\n"_ba << string;
    QTest::newRow("bulk, default") << Limits() << "$16777216\r\n" + QByteArray(16777216, 'a') + "\r\n"
                                   << '"' + QByteArray(16777216, 'a') + '"' << "$16777217\r\n"_ba
                                   << "a string exceeds the limit of 16777216 bytes"_ba;

    const QByteArray elements = "a reply exceeds the limit of 5 elements";
    const QByteArray ones = QByteArray(":1\r\n").repeated(5);
    const Limits many {.elements = 5};
    QTest::newRow("array") << many << "*5\r\n" + ones << "[1 1 1 1 1]"_ba
                           << "*6\r\n"_ba << elements;
    QTest::newRow("set") << many << "~5\r\n" + ones << "~[1 1 1 1 1]"_ba
                         << "~6\r\n"_ba << elements;
    QTest::newRow("push") << many << ">5\r\n" + ones << ">[1 1 1 1 1]"_ba
                          << ">6\r\n"_ba << elements;
    QTest::newRow("map") << many << "%2\r\n" + ones.first(16) << "{1 1 1 1}"_ba
                         << "%3\r\n"_ba << elements;
    QTest::newRow("attribute") << many << "|2\r\n" + ones << "1"_ba
                               << "|3\r\n"_ba << elements;
    QTest::newRow("arrays together") << many << "*3\r\n*2\r\n" + ones.first(16) << "[[1 1] 1 1]"_ba
                                     << "*3\r\n*3\r\n"_ba << elements;
    QTest::newRow("streamed arrays together") << many << "*?\r\n*3\r\n" + ones.first(12) + ":1\r\n.\r\n"
                                              << "[[1 1 1] 1]"_ba
                                              << "*?\r\n*3\r\n" + ones.first(12) + ":1\r\n:" << elements;
    QTest::newRow("array, highest length") << many << "*0\r\n"_ba
                                           << "[]"_ba
                                           << "*9223372036854775807\r\n"_ba << elements;
    QTest::newRow("map, twice its length overflows") << many << "%0\r\n"_ba
                                                     << "{}"_ba
                                                     << "%4611686018427387904\r\n"_ba << elements;
    QTest::newRow("map, twice its length wraps to 2") << many << "%0\r\n"_ba
                                                      << "{}"_ba
                                                      << "%9223372036854775807\r\n"_ba << elements;
    QTest::newRow("attribute, twice its length wraps") << many << "|0\r\n:1\r\n"_ba
                                                       << "1"_ba
                                                       << "|9223372036854775807\r\n"_ba << elements;
    QTest::newRow("streamed array") << many << "*?\r\n" + ones + ".\r\n"
                                    << "[1 1 1 1 1]"_ba
                                    << "*?\r\n" + ones + ":" << elements;
    QTest::newRow("streamed set") << many << "~?\r\n" + ones + ".\r\n"
                                  << "~[1 1 1 1 1]"_ba
                                  << "~?\r\n" + ones + "~" << elements;
    QTest::newRow("streamed map") << many << "%?\r\n" + ones.first(16) + ".\r\n"
                                  << "{1 1 1 1}"_ba
                                  << "%?\r\n" + ones + "$" << elements;
    QTest::newRow("streamed, attributes do not count") << many << "*?\r\n|0\r\n" + ones + ".\r\n"
                                                       << "[1 1 1 1 1]"_ba
                                                       << "*?\r\n" + ones + "|" << elements;
    QTest::newRow("elements, default") << Limits() << "*1\r\n:1\r\n"_ba
                                       << "[1]"_ba
                                       << "*1000001\r\n"_ba
                                       << "a reply exceeds the limit of 1000000 elements"_ba;
    QTest::newRow("pairs, default") << Limits() << "*1\r\n:1\r\n"_ba
                                    << "[1]"_ba
                                    << "%500001\r\n"_ba
                                    << "a reply exceeds the limit of 1000000 elements"_ba;

    const QByteArray depth = "aggregates are nested deeper than the limit of 3";
    const QByteArray three = "*1\r\n%?\r\n~1\r\n";
    const Limits shallow {.depth = 3};
    QTest::newRow("depth") << shallow << three + ":1\r\n+v\r\n.\r\n"
                           << "[{~[1] +v}]"_ba << three + "*1\r\n"
                           << depth;
    QTest::newRow("depth of an empty one") << shallow << "*1\r\n*1\r\n%0\r\n"_ba
                                           << "[[{}]]"_ba << three + "*0\r\n"
                                           << depth;
    QTest::newRow("depth of a streamed one") << shallow << "*1\r\n*1\r\n%?\r\n.\r\n"_ba
                                             << "[[{}]]"_ba << three + "*?\r\n"
                                             << depth;
    QTest::newRow("depth of an attribute") << shallow << "*1\r\n*1\r\n|0\r\n:1\r\n"_ba
                                           << "[[1]]"_ba << three + "|1\r\n"
                                           << depth;
    QTest::newRow("depth inside attributes") << shallow << "|1\r\n|1\r\n|0\r\n" + ones << "1"_ba
                                             << "|1\r\n|1\r\n*1\r\n*1\r\n"_ba << depth;
    QTest::newRow("depth, nulls have none") << shallow << "*1\r\n*1\r\n*1\r\n*-1\r\n"_ba
                                            << "[[[null]]]"_ba << three + "%1\r\n"
                                            << depth;
    QTest::newRow("depth, a streamed string has none") << shallow << "*1\r\n*1\r\n*1\r\n$?\r\n;0\r\n"_ba
                                                       << "[[[\"\"]]]"_ba << three + "~1\r\n"
                                                       << depth;
    QTest::newRow("depth, default") << Limits() << QByteArray("*1\r\n").repeated(32) + ":1\r\n"
                                    << QByteArray(32, '[') + '1' + QByteArray(32, ']')
                                    << QByteArray("*1\r\n").repeated(33)
                                    << "aggregates are nested deeper than the limit of 32"_ba;

    const QByteArray frame = "a reply exceeds the limit of 12 bytes";
    const Limits small {.frame = 12};
    QTest::newRow("frame, line") << small << "+abcdefghi\r\n"_ba
                                 << "+abcdefghi"_ba
                                 << "+abcdefghij"_ba << frame;
    QTest::newRow("frame, bulk") << small << "$6\r\nabcdef\r\n"_ba
                                 << "\"abcdef\""_ba
                                 << "$7\r\n"_ba << frame;
    QTest::newRow("frame, many") << small << "*2\r\n:1\r\n:1\r\n"_ba
                                 << "[1 1]"_ba
                                 << "*2\r\n:1\r\n:12"_ba << frame;
    QTest::newRow("frame, no room for a line end") << small << "*1\r\n:12345\r\n"_ba
                                                   << "[12345]"_ba
                                                   << "*2\r\n:1234\r\n_"_ba << frame;
    QTest::newRow("frame, attributes count") << small << "|0\r\n|0\r\n:1\r\n"_ba
                                             << "1"_ba
                                             << "|0\r\n|0\r\n|0\r\n:"_ba << frame;
    QTest::newRow("frame, highest length")
        << Limits {.bulk = std::numeric_limits<qsizetype>::max(), .frame = 40} << "$6\r\nabcdef\r\n"_ba
        << "\"abcdef\""_ba
        << "$9223372036854775807\r\n"_ba
        << "a reply exceeds the limit of 40 bytes"_ba;
    QTest::newRow("frame, default") << Limits() << ":1\r\n"_ba
                                    << "1"_ba
                                    << "*5\r\n"
            + ("$16777216\r\n" + QByteArray(16777216, 'a') + "\r\n").repeated(3) + "$16777216\r\n"
                                    << "a reply exceeds the limit of 67108864 bytes"_ba;
    const qsizetype max = std::numeric_limits<qsizetype>::max();
    QTest::newRow("no limit at all") << Limits {max, max, max, max, max} << "*2\r\n$1\r\na\r\n:1\r\n"_ba
                                     << "[\"a\" 1]"_ba
                                     << "$9223372036854775807\r\n"_ba
                                     << "a reply exceeds the limit of 9223372036854775807 bytes"_ba;
}

void tst_Parser::limits()
{
    QFETCH(Limits, limits);
    QFETCH(QByteArray, within);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, beyond);
    QFETCH(QByteArray, error);

    for (const qsizetype size : {qsizetype(1), std::max(within.size(), beyond.size())}) {
        if (size == 1 && std::max(within.size(), beyond.size()) > 100'000)
            continue;
        Parser good(limits);
        QCOMPARE(drainInPieces(good, within, size), only(value));

        Parser bad(limits);
        QCOMPARE(drainInPieces(bad, QByteArrayView(beyond).chopped(1), size), QByteArrayList());
        QCOMPARE(drainInPieces(bad, QByteArrayView(beyond).last(1), size), only("error: " + error));
    }
}

void tst_Parser::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes"); // its last byte is the first that can tell
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char *name, std::string_view bytes, const char *error) {
        QTest::newRow(name) << viewOf(bytes).toByteArray() << QByteArray(error);
    };

    row("unknown type", "x", R"(unknown type byte "x")");
    row("unknown type, inline command", "P", R"(unknown type byte "P")");
    row("unknown type, nul", "\0"sv, R"(unknown type byte "\x00")");
    row("unknown type, high byte", "\xfe", R"(unknown type byte "\xfe")");
    row("unknown type, delete", "\x7f", R"(unknown type byte "\x7f")");
    row("unknown type, quote", "\"", R"(unknown type byte "\"")");
    row("unknown type, backslash", "\\", R"(unknown type byte "\\")");
    row("unknown type, line end", "\r", R"(unknown type byte "\r")");
    row("unknown type in an array", "*2\r\n:1\r\nz", R"(unknown type byte "z")");
    row("unknown type after an attribute", "|0\r\nz", R"(unknown type byte "z")");

    row("integer empty", ":\r\n", R"("" is not a valid integer)");
    row("integer with a letter", ":12a\r\n", R"("12a" is not a valid integer)");
    row("integer, long", ":1234567890x\r\n", R"("123456"... is not a valid integer)");
    row("integer, six bytes", ":12345x\r\n", R"("12345x" is not a valid integer)");
    row("integer, sign only", ":+\r\n", R"("+" is not a valid integer)");
    row("integer, minus only", ":-\r\n", R"("-" is not a valid integer)");
    row("integer, two signs", ":+-5\r\n", R"("+-5" is not a valid integer)");
    row("integer, two pluses", ":++5\r\n", R"("++5" is not a valid integer)");
    row("integer, two minuses", ":--5\r\n", R"("--5" is not a valid integer)");
    row("integer, space in front", ": 1\r\n", R"(" 1" is not a valid integer)");
    row("integer, space behind", ":1 \r\n", R"("1 " is not a valid integer)");
    row("integer, nul", ":1\0\r\n"sv, R"("1\x00" is not a valid integer)");
    row("integer, hexadecimal", ":0x10\r\n", R"("0x10" is not a valid integer)");
    row("integer, fraction", ":1.0\r\n", R"("1.0" is not a valid integer)");
    row("integer, too high", ":9223372036854775808\r\n", R"("922337"... is not a valid integer)");
    row("integer, too low", ":-9223372036854775809\r\n", R"("-92233"... is not a valid integer)");
    row("integer in a map", "%1\r\n:1\r\n:x\r\n", R"("x" is not a valid integer)");

    row("double empty", ",\r\n", R"("" is not a valid double)");
    row("double with a letter", ",1.5x\r\n", R"("1.5x" is not a valid double)");
    row("double with a comma", ",1,5\r\n", R"("1,5" is not a valid double)");
    row("double, two signs", ",+-1\r\n", R"("+-1" is not a valid double)");
    row("double, two minuses", ",--1\r\n", R"("--1" is not a valid double)");
    row("double, hexadecimal", ",0x1p3\r\n", R"("0x1p3" is not a valid double)");
    row("double, too high", ",1e400\r\n", R"("1e400" is not a valid double)");
    row("double, space", ", 1\r\n", R"(" 1" is not a valid double)");
    row("double, no digits", ",.\r\n", R"("." is not a valid double)");
    row("double, half an inf", ",infi\r\n", R"("infi" is not a valid double)");
    row("double, nan and more", ",nanx\r\n", R"("nanx" is not a valid double)");
    row("double, nan open", ",nan(\r\n", R"("nan(" is not a valid double)");
    row("double, nan closed early", ",nan()x\r\n", R"("nan()x" is not a valid double)");
    row("double, nan closed twice", ",nan()a)\r\n", R"("nan()a"... is not a valid double)");
    row("double, na", ",na\r\n", R"("na" is not a valid double)");

    row("boolean empty", "#\r\n", R"("" is not a valid boolean)");
    row("boolean, other letter", "#x\r\n", R"("x" is not a valid boolean)");
    row("boolean, capital", "#T\r\n", R"("T" is not a valid boolean)");
    row("boolean, long", "#true\r\n", R"("true" is not a valid boolean)");
    row("null with content", "_x\r\n", R"("x" is not a valid null)");
    row("big number empty", "(\r\n", R"("" is not a valid big number)");
    row("big number, sign only", "(-\r\n", R"("-" is not a valid big number)");
    row("big number, two signs", "(+-1\r\n", R"("+-1" is not a valid big number)");
    row("big number, letter", "(12a4\r\n", R"("12a4" is not a valid big number)");

    row("string, no length", "$\r\n", R"("" is not a valid length of a string)");
    row("string, letter", "$a\r\n", R"("a" is not a valid length of a string)");
    row("string, -2", "$-2\r\n", R"("-2" is not a valid length of a string)");
    row("string, -0", "$-0\r\n", R"("-0" is not a valid length of a string)");
    row("string, -01", "$-01\r\n", R"("-01" is not a valid length of a string)");
    row("string, plus", "$+3\r\n", R"("+3" is not a valid length of a string)");
    row("string, overflow", "$9223372036854775808\r\n", R"("922337"... is not a valid length of a string)");
    row("string, two question marks", "$??\r\n", R"("??" is not a valid length of a string)");
    row("blob error, null", "!-1\r\n", R"("-1" is not a valid length of a string)");
    row("blob error, streamed", "!?\r\n", R"("?" is not a valid length of a string)");
    row("verbatim, null", "=-1\r\n", R"("-1" is not a valid length of a string)");
    row("verbatim, streamed", "=?\r\n", R"("?" is not a valid length of a string)");
    row("array, no length", "*\r\n", R"("" is not a valid length of an aggregate)");
    row("array, -2", "*-2\r\n", R"("-2" is not a valid length of an aggregate)");
    row("array, plus", "*+1\r\n", R"("+1" is not a valid length of an aggregate)");
    row("array, letter", "*1x\r\n", R"("1x" is not a valid length of an aggregate)");
    row("array, overflow", "*18446744073709551616\r\n",
        R"("184467"... is not a valid length of an aggregate)");
    row("map, null", "%-1\r\n", R"("-1" is not a valid length of an aggregate)");
    row("set, null", "~-1\r\n", R"("-1" is not a valid length of an aggregate)");
    row("push, null", ">-1\r\n", R"("-1" is not a valid length of an aggregate)");
    row("push, streamed", ">?\r\n", R"("?" is not a valid length of an aggregate)");
    row("attribute, null", "|-1\r\n", R"("-1" is not a valid length of an aggregate)");
    row("attribute, streamed", "|?\r\n", R"("?" is not a valid length of an aggregate)");

    row("bare line feed", "+OK\n", R"("\n" where "\r\n" belongs)");
    row("bare line feed, number", ":1\n", R"("\n" where "\r\n" belongs)");
    row("bare line feed, length", "$3\n", R"("\n" where "\r\n" belongs)");
    row("bare line feed at once", "+\n", R"("\n" where "\r\n" belongs)");
    row("bare return", "+O\rK", R"("\rK" where "\r\n" belongs)");
    row("bare return, number", ":1\r1", R"("\r1" where "\r\n" belongs)");
    row("two returns", "$3\r\r", R"("\r\r" where "\r\n" belongs)");
    row("string too long", "$3\r\nabcd", R"("d" where "\r\n" belongs)");
    row("string with a line feed", "$3\r\nabc\n", R"("\n" where "\r\n" belongs)");
    row("string with a return", "$3\r\nabc\rx", R"("\rx" where "\r\n" belongs)");
    row("empty string with content", "$0\r\nx", R"("x" where "\r\n" belongs)");
    row("string too short", "$4\r\nabc\r\n", R"("\n" where "\r\n" belongs)");
    row("chunk too long", "$?\r\n;1\r\nab", R"("b" where "\r\n" belongs)");

    row("verbatim empty", "=0\r\n\r\n", "a verbatim string without its format");
    row("verbatim too short", "=3\r\ntxt\r\n", "a verbatim string without its format");
    row("verbatim without colon", "=8\r\nhi there\r\n", "a verbatim string without its format");

    row("push in an array", "*1\r\n>", "a push inside another reply");
    row("push in a streamed set", "~?\r\n>", "a push inside another reply");
    row("push in an attribute", "|1\r\n>", "a push inside another reply");
    row("push in a push", ">1\r\n>", "a push inside another reply");
    row("chunk outside", ";", "a chunk outside a streamed string");
    row("chunk in an array", "*1\r\n;", "a chunk outside a streamed string");
    row("chunk after the last", "$?\r\n;0\r\n;", "a chunk outside a streamed string");
    row("chunk, letter", "$?\r\n;x\r\n", R"("x" is not a valid length of a chunk)");
    row("chunk, no length", "$?\r\n;\r\n", R"("" is not a valid length of a chunk)");
    row("chunk, null", "$?\r\n;-1\r\n", R"("-1" is not a valid length of a chunk)");
    row("number among chunks", "$?\r\n:", R"(":" between the chunks of a streamed string)");
    row("string among chunks", "$?\r\n;1\r\na\r\n$", R"("$" between the chunks of a streamed string)");
    row("attribute among chunks", "$?\r\n|", R"("|" between the chunks of a streamed string)");
    row("end among chunks", "*?\r\n$?\r\n.", R"("." between the chunks of a streamed string)");
    row("unknown type among chunks", "$?\r\nx", R"("x" between the chunks of a streamed string)");

    row("end outside", ".", "an end outside a streamed aggregate");
    row("end of a counted array", "*1\r\n.", "an end outside a streamed aggregate");
    row("end of a counted array in a streamed one", "*?\r\n*1\r\n.", "an end outside a streamed aggregate");
    row("end of an attribute", "*?\r\n|1\r\n.", "an end outside a streamed aggregate");
    row("end twice", "*?\r\n.\r\n.", "an end outside a streamed aggregate");
    row("end with content", "*?\r\n.x\r\n", R"("x" after the end of a streamed aggregate)");
    row("end after a key", "%?\r\n+a\r\n.", "a streamed map ends after a key");
    row("end after a second key", "%?\r\n:1\r\n:2\r\n:3\r\n.", "a streamed map ends after a key");
    row("end after an attribute", "*?\r\n|1\r\n:1\r\n:1\r\n.", "an attribute of nothing");
    row("end after an empty attribute", "*?\r\n:1\r\n|0\r\n.", "an attribute of nothing");
}

void tst_Parser::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    const QByteArrayList failed = only("error: " + error);
    const QByteArrayList complete = bytes == "*?\r\n.\r\n." ? only("[]")
        : bytes == "$?\r\n;0\r\n;"                          ? only("\"\"")
                                                            : QByteArrayList();

    Parser parser;
    parser.append(bytes);
    QCOMPARE(drain(parser), complete + failed);

    Parser slow;
    QCOMPARE(drainInPieces(slow, QByteArrayView(bytes).chopped(1), 1), complete);
    QCOMPARE(drainInPieces(slow, QByteArrayView(bytes).last(1), 1), failed);
}

void tst_Parser::valuesBeforeAnErrorAreDelivered()
{
    const QByteArrayList expected {"1", "[\"a\"]", R"(error: unknown type byte "x")"};
    Parser parser;
    parser.append(":1\r\n*1\r\n$1\r\na\r\nx+OK\r\n:2\r\n");
    QCOMPARE(drain(parser), expected);
}

void tst_Parser::failureIsFinal()
{
    Parser parser;
    parser.append("*3\r\n:1\r\n#x\r\n:2\r\n+OK\r\n");
    Value value;
    value.integer = 7;
    QCOMPARE(parser.next(value), Parser::Status::Failed);
    QVERIFY(value == Value());
    const QString error = parser.errorString();
    for (int attempt = 0; attempt < 3; ++attempt) {
        parser.append("+OK\r\n");
        QCOMPARE(parser.next(value), Parser::Status::Failed);
        QCOMPARE(parser.errorString(), error);
    }
    parser.reset();
    QCOMPARE(parser.errorString(), QString());
    QCOMPARE(parser.next(value), Parser::Status::NeedMore);
    parser.append(Sentinel);
    QCOMPARE(drain(parser), only("+behind"));
}

void tst_Parser::failureDropsWhatCame()
{
    if (!allocationsAreCounted())
        QSKIP("allocations are not counted here");
    const QByteArray backlog(1'000'000, '+');
    Parser parser;
    const qint64 before = allocatedBytes();
    parser.append("*2\r\n$9\r\n123456789\r\nx");
    parser.append(backlog);
    Value value;
    QCOMPARE(parser.next(value), Parser::Status::Failed);
    parser.append(backlog);
    QVERIFY(allocatedBytes() - before < 16 * 1024);
}

// Whatever comes, the cut must change neither the values nor the error. Limits are small, to be met.
void tst_Parser::mutationsAreJudgedAlikeAtEveryCut()
{
    const Limits limits {.line = 40, .bulk = 12, .elements = 6, .depth = 4, .frame = 60};
    const QByteArray alphabet = "+-:_,#($!=*%~|>.;?0123456789\r\n\r\nab";
    QRandomGenerator random(20260731);
    int failures = 0;
    for (int round = 0; round < 20'000; ++round) {
        QByteArray bytes;
        for (int part = 0; part < 3; ++part)
            bytes += viewOf(Corpus[random.bounded(quint32(std::size(Corpus)))].bytes);
        for (quint32 change = random.bounded(4U); change > 0; --change)
            bytes[random.bounded(bytes.size())] = alphabet[random.bounded(alphabet.size())];

        Parser atOnce(limits);
        const QByteArrayList expected = drainInPieces(atOnce, bytes, bytes.size());
        failures += expected.join().contains("error: ") ? 1 : 0;
        for (const qsizetype size : {qsizetype(1), qsizetype(2 + random.bounded(9))}) {
            Parser parser(limits);
            const QByteArrayList outcome = drainInPieces(parser, bytes, size);
            QVERIFY2(outcome == expected, qPrintable(QString::fromLatin1(bytes.toPercentEncoding())));
        }
    }
    QVERIFY(failures > 2000);
    QVERIFY(failures < 18'000);
}

void tst_Parser::attributesAreNotKept()
{
    if (!allocationsAreCounted())
        QSKIP("allocations are not counted here");
    const QByteArray attribute = "|1000\r\n" + ("$1000\r\n" + QByteArray(1000, 'a') + "\r\n").repeated(2000);
    Parser parser;
    const qint64 before = allocatedBytes();
    for (qsizetype at = 0; at < attribute.size(); at += 1000) {
        parser.append(QByteArrayView(attribute).sliced(at, std::min<qsizetype>(1000, attribute.size() - at)));
        QCOMPARE(drain(parser), QByteArrayList());
        QVERIFY(allocatedBytes() - before < 100'000);
    }
    parser.append(":1\r\n");
    QCOMPARE(drain(parser), only("1"));
}

void tst_Parser::announcedSizesAllocateNothing_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("array") << "*1000000\r\n"_ba;
    QTest::newRow("map") << "%500000\r\n"_ba;
    QTest::newRow("set") << "~1000000\r\n"_ba;
    QTest::newRow("push") << ">1000000\r\n"_ba;
    QTest::newRow("attribute") << "|500000\r\n"_ba;
    QTest::newRow("string") << "$16777216\r\n"_ba;
    QTest::newRow("blob error") << "!16777216\r\n"_ba;
    QTest::newRow("chunk") << "$?\r\n;16777216\r\n"_ba;
    QTest::newRow("arrays in arrays") << QByteArray("*31000\r\n").repeated(32);
}

void tst_Parser::announcedSizesAllocateNothing()
{
    QFETCH(QByteArray, header);
    if (!allocationsAreCounted())
        QSKIP("allocations are not counted here");
    const auto isKept = [](char byte) { return "*%~>"_ba.contains(byte); };
    const qint64 trusted = std::count_if(header.begin(), header.end(), isKept) * 1024 * qint64(sizeof(Value));
    Parser parser;
    const qint64 before = allocatedBytes();
    parser.append(header);
    Value value;
    const Parser::Status status = parser.next(value);
    const qint64 used = allocatedBytes() - before;
    QCOMPARE(status, Parser::Status::NeedMore);
    QVERIFY2(used <= trusted + 16 * 1024, qPrintable(QString::number(used)));
}

void tst_Parser::memoryStaysBounded_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("each");
    QTest::addColumn<bool>("drained");
    const QByteArray replies = QByteArray("*2\r\n$10\r\n0123456789\r\n:1\r\n").repeated(40);
    QTest::newRow("whole replies") << QByteArray() << replies << true;
    QTest::newRow("always in the middle of one") << "+"_ba
                                                 << "OK\r\n" + replies + '+' << true;
    QTest::newRow("always one behind") << ":1\r\n:2\r\n"_ba
                                       << "$10\r\n0123456789\r\n"_ba << false;
}

void tst_Parser::memoryStaysBounded()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, each);
    QFETCH(bool, drained);
    if (!allocationsAreCounted())
        QSKIP("allocations are not counted here");
    Parser parser;
    parser.append(first);
    Value value;
    const qint64 before = allocatedBytes();
    for (int round = 0; round < 3000; ++round) {
        parser.append(each);
        while (parser.next(value) == Parser::Status::Ready && drained) { }
    }
    QCOMPARE(parser.errorString(), QString());
    QVERIFY(allocatedBytes() - before < 32 * 1024);
}

void tst_Parser::memoryOfALargeReplyIsGivenBack()
{
    if (!allocationsAreCounted())
        QSKIP("allocations are not counted here");
    Parser parser;
    const qint64 before = allocatedBytes();
    {
        parser.append("$10000000\r\n" + QByteArray(10'000'000, 'a') + "\r\n:1");
        Value value;
        QCOMPARE(parser.next(value), Parser::Status::Ready);
        QVERIFY(allocatedBytes() - before > 10'000'000);
    }
    parser.append("2\r\n");
    QCOMPARE(drain(parser), only("12"));
    QVERIFY(allocatedBytes() - before < 200'000);
}

void tst_Parser::noByteIsLookedAtTwice_data()
{
    QTest::addColumn<QByteArray>("bytes");
    constexpr qsizetype Size = 256 * 1024;
    QTest::newRow("line") << '+' + QByteArray(Size, 'a') + "\r\n";
    QTest::newRow("string") << "$262144\r\n" + QByteArray(Size, 'a') + "\r\n";
    QTest::newRow("array") << "*65000\r\n" + QByteArray(":1\r\n").repeated(65'000);
    QTest::newRow("streamed string") << "$?\r\n" + QByteArray(";1\r\na\r\n").repeated(35'000) + ";0\r\n";
}

// Looking again at each byte that came makes this take a minute of processor time instead of 100 ms.
void tst_Parser::noByteIsLookedAtTwice()
{
    QFETCH(QByteArray, bytes);
    Parser parser(Limits {.line = bytes.size()});
    const std::clock_t deadline = std::clock() + 8 * CLOCKS_PER_SEC;
    Value value;
    for (qsizetype at = 0; at < bytes.size() - 1; ++at) {
        parser.append(QByteArrayView(bytes).sliced(at, 1));
        if (parser.next(value) != Parser::Status::NeedMore)
            QFAIL(qPrintable(parser.errorString()));
        if (at % 1024 == 0 && std::clock() > deadline)
            QFAIL(qPrintable(u"%1 bytes of %2 only"_s.arg(at).arg(bytes.size())));
    }
    parser.append(QByteArrayView(bytes).last(1));
    QCOMPARE(parser.next(value), Parser::Status::Ready);
}

void tst_Parser::aBacklogIsNotMovedWithEachReply()
{
    Parser parser;
    parser.append(QByteArray(":1\r\n").repeated(3'000'000));
    const std::clock_t deadline = std::clock() + 4 * CLOCKS_PER_SEC;
    Value value;
    for (int round = 0; round < 100'000; ++round) {
        parser.append(":1\r\n");
        if (parser.next(value) != Parser::Status::Ready)
            QFAIL(qPrintable(parser.errorString()));
        if (round % 1024 == 0 && std::clock() > deadline)
            QFAIL(qPrintable(u"%1 replies only"_s.arg(round)));
    }
}

void tst_Parser::resultIsTouchedWhenReadyOnly()
{
    Parser parser;
    Value value;
    parser.append(":5\r\n*2\r\n:1\r\n$2\r\na");
    QCOMPARE(parser.next(value), Parser::Status::Ready);
    QCOMPARE(parser.next(value), Parser::Status::NeedMore);
    QCOMPARE(describe(value), "5"_ba);
    parser.append("b\r\n_\r\n");
    QCOMPARE(parser.next(value), Parser::Status::Ready);
    QCOMPARE(describe(value), "[1 \"ab\"]"_ba);
    QCOMPARE(parser.next(value), Parser::Status::Ready);
    QVERIFY(value == Value());
}

void tst_Parser::reusedResultIsAsAFreshOne()
{
    Value reused;
    for (const Sample &before : Corpus) {
        for (const Sample &sample : Corpus) {
            Parser parser;
            parser.append(viewOf(before.bytes));
            parser.append(viewOf(sample.bytes));
            parser.append(viewOf(sample.bytes));
            Value fresh;
            QCOMPARE(parser.next(reused), Parser::Status::Ready);
            QCOMPARE(parser.next(reused), Parser::Status::Ready);
            QCOMPARE(parser.next(fresh), Parser::Status::Ready);
            QVERIFY2(reused == fresh || (std::isnan(fresh.real) && std::isnan(reused.real)), sample.name);
        }
    }
}

void tst_Parser::whatIsKeptOfAResultStays()
{
    Parser parser;
    parser.append("$5\r\nfirst\r\n+other\r\n$5\r\nthird\r\n:4\r\n+OK\r\n");
    Value value;
    QByteArrayList kept;
    while (parser.next(value) == Parser::Status::Ready)
        kept.append(value.bytes);
    QCOMPARE(kept, QByteArrayList({"first", "other", "third", "", "OK"}));
}

// Whole integers, statuses and strings take a way of their own, elements do not.
void tst_Parser::whatIsReadAtOnceIsReadAlikeInsideAnother()
{
    const QByteArrayList parts = {"-",  "0",  "1",    "7", "12", "999999999999999999",
                                  "\r", "\n", "\r\n", "a", "+",  ""};
    QRandomGenerator random(20261124);
    Value value;
    Value inArray;
    int whole = 0;
    for (int round = 0; round < 50'000; ++round) {
        QByteArray bytes(1, ":+$"[random.bounded(3)]);
        for (quint32 part = random.bounded(5U); part > 0; --part)
            bytes += parts[random.bounded(parts.size())];
        bytes += random.bounded(4) > 0 ? "\r\n" : "";
        // Short arrays of them as well.
        if (const int count = random.bounded(4); count > 0)
            bytes = '*' + QByteArray::number(count) + "\r\n" + bytes.repeated(count - random.bounded(2));
        Parser parser;
        parser.append(bytes);
        Parser array;
        array.append("*1\r\n" + bytes);
        const Parser::Status status = parser.next(value);
        QCOMPARE(array.next(inArray), status);
        QCOMPARE(parser.errorString(), array.errorString());
        if (status != Parser::Status::Ready)
            continue;
        ++whole;
        QVERIFY2(inArray.elements.at(0) == value, bytes.toPercentEncoding().constData());
    }
    QVERIFY(whole > 5'000);
}

void tst_Parser::limitsHoldForAnArrayReadAtOnce()
{
    const auto read = [](const Limits &limits, QByteArrayView bytes) {
        Parser parser(limits);
        parser.append(bytes);
        Value value;
        return parser.next(value);
    };
    const QByteArrayView integers = "*3\r\n:1\r\n:2\r\n:3\r\n";
    QCOMPARE(read({.elements = 3}, integers), Parser::Status::Ready);
    QCOMPARE(read({.elements = 2}, integers), Parser::Status::Failed);
    QCOMPARE(read({.depth = 1}, integers), Parser::Status::Ready);
    QCOMPARE(read({.depth = 0}, integers), Parser::Status::Failed);
    const QByteArrayView strings = "*2\r\n$20\r\n01234567890123456789\r\n$20\r\n01234567890123456789\r\n";
    QCOMPARE(read({.frame = strings.size()}, strings), Parser::Status::Ready);
    QCOMPARE(read({.frame = strings.size() - 1}, strings), Parser::Status::Failed);
}

void tst_Parser::resetForgetsEverything()
{
    for (const std::string_view begun : {"*2\r\n:1\r\n"sv, "$5\r\nab"sv, "$?\r\n;1\r\na\r\n"sv, "+lo"sv,
                                         "+lo\r"sv, "|1\r\n:1\r\n"sv, "%?\r\n+a\r\n"sv, "|0\r\n"sv}) {
        Parser parser(Limits {.frame = 13});
        parser.append(viewOf(begun));
        QCOMPARE(drain(parser), QByteArrayList());
        parser.reset();
        parser.append("*2\r\n$1\r\nx\r\n_\r");
        parser.append("\n");
        QCOMPARE(drain(parser), only("error: a reply exceeds the limit of 13 bytes"));
        parser.reset();
        parser.append("*1\r\n$1\r\nx\r\n*?\r\n.\r\n");
        QCOMPARE(drain(parser), QByteArrayList({"[\"x\"]", "[]"}));
    }
}

void tst_Parser::notANumberIsNotANumber()
{
    Parser parser;
    parser.append(",-nan\r\n,nan(7)\r\n");
    for (int count = 0; count < 2; ++count) {
        Value value;
        QCOMPARE(parser.next(value), Parser::Status::Ready);
        QCOMPARE(value.type, Type::Double);
        QVERIFY(std::isnan(value.real));
        QVERIFY(value != value);
    }
}

void tst_Parser::valueToInteger_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isInteger");
    QTest::addColumn<qint64>("integer");
    QTest::newRow("integer") << ":-12\r\n"_ba << true << qint64(-12);
    QTest::newRow("bulk") << "$16\r\n1790000000000001\r\n"_ba << true << qint64(1790000000000001);
    QTest::newRow("simple") << "+7\r\n"_ba << true << qint64(7);
    QTest::newRow("verbatim") << "=6\r\ntxt:-1\r\n"_ba << true << qint64(-1);
    QTest::newRow("bulk, not whole") << "$3\r\n12a\r\n"_ba << false << qint64(0);
    QTest::newRow("bulk, empty") << "$0\r\n\r\n"_ba << false << qint64(0);
    QTest::newRow("bulk, overflow") << "$19\r\n9223372036854775808\r\n"_ba << false << qint64(0);
    QTest::newRow("null") << "_\r\n"_ba << false << qint64(0);
    QTest::newRow("boolean") << "#t\r\n"_ba << false << qint64(0);
    QTest::newRow("double") << ",1\r\n"_ba << false << qint64(0);
    QTest::newRow("error") << "-1\r\n"_ba << false << qint64(0);
    QTest::newRow("array") << "*1\r\n:1\r\n"_ba << false << qint64(0);
}

void tst_Parser::valueToInteger()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isInteger);
    QFETCH(qint64, integer);
    Parser parser;
    parser.append(bytes);
    Value value;
    QCOMPARE(parser.next(value), Parser::Status::Ready);
    QCOMPARE(value.toInteger().has_value(), isInteger);
    QCOMPARE(value.toInteger().value_or(0), integer);
}

void tst_Parser::valueErrorPrefix_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("prefix");
    QTest::newRow("words") << "-NOSCRIPT No matching script\r\n"_ba
                           << "NOSCRIPT"_ba;
    QTest::newRow("one word") << "-OOM\r\n"_ba
                              << "OOM"_ba;
    QTest::newRow("empty") << "-\r\n"_ba << QByteArray();
    QTest::newRow("blob") << "!6\r\nBUSY a\r\n"_ba
                          << "BUSY"_ba;
    QTest::newRow("not an error") << "+ERR no\r\n"_ba << QByteArray();
    QTest::newRow("bulk") << "$6\r\nERR no\r\n"_ba << QByteArray();
}

void tst_Parser::valueErrorPrefix()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, prefix);
    Parser parser;
    parser.append(bytes);
    Value value;
    QCOMPARE(parser.next(value), Parser::Status::Ready);
    QCOMPARE(value.errorPrefix().toByteArray(), prefix);
}

void tst_Parser::valueKinds()
{
    const std::vector<Type> strings {Type::SimpleString, Type::BulkString, Type::VerbatimString};
    const std::vector<Type> errors {Type::Error, Type::BlobError};
    const std::vector<Type> aggregates {Type::Array, Type::Map, Type::Set, Type::Push};
    const auto isOneOf = [](const std::vector<Type> &types, Type type) {
        return std::find(types.begin(), types.end(), type) != types.end();
    };
    for (int index = int(Type::Null); index <= int(Type::Push); ++index) {
        Value value;
        value.type = Type(index);
        QCOMPARE(value.isNull(), value.type == Type::Null);
        QCOMPARE(value.isString(), isOneOf(strings, value.type));
        QCOMPARE(value.isError(), isOneOf(errors, value.type));
        QCOMPARE(value.isAggregate(), isOneOf(aggregates, value.type));
    }
}

QTEST_APPLESS_MAIN(tst_Parser)

#include "tst_parser.moc"
