// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "consoleexampletest.h"
#include "terminalpicture.h"
#include "testserver.h"

#include <QtGui/qguiapplication.h>

#include <algorithm>
#include <csignal>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Runs api-throttle as a user does, several times at once.
class tst_ApiThrottle : public ConsoleExampleTest
{
    Q_OBJECT

public:
    tst_ApiThrottle();

protected:
    [[nodiscard]] Run run() const override;
    void checkEnd(ExampleProcess &ended, const TerminalScreen &screen) const override;
    void checkPicture(const TerminalScreen &screen, bool color) const override;

private Q_SLOTS:
    void initTestCase();
    void init();

    void programsShareTheLimit_data();
    void programsShareTheLimit();
    void tellsWhatTheLimiterSays();
    void endsInOrder_data();
    void endsInOrder();
    void waitsForAServer();
    void refusesWrongUsage_data();
    void looksAsInTheManual();

private:
    [[nodiscard]] QStringList arguments(const QStringList &more) const;

    TestServer m_server;
};

namespace {

const QString Program = QStringLiteral(PROGRAM);
constexpr int Limit = 5;
constexpr std::chrono::milliseconds Window = 500ms;
// An admission may come this long after its slot, and a busy machine may take a while to tell the time.
constexpr std::chrono::milliseconds Late = 50ms + 20ms;

QList<qint64> timesOf(ExampleProcess &program)
{
    QList<qint64> times;
    for (const auto &call : program.lines("call"))
        times.append(call.value("t").toLongLong());
    return times;
}

// The most within any span of that length.
qsizetype mostWithin(const QList<qint64> &sorted, std::chrono::nanoseconds span)
{
    qsizetype most = 0;
    for (auto from = sorted.begin(); from != sorted.end(); ++from)
        most = std::max<qsizetype>(most, std::lower_bound(from, sorted.end(), *from + span.count()) - from);
    return most;
}

} // namespace

tst_ApiThrottle::tst_ApiThrottle()
    : ConsoleExampleTest(Program)
{
}

void tst_ApiThrottle::initTestCase()
{
    QVERIFY(m_server.start());
}

void tst_ApiThrottle::init()
{
    m_server.command({"FLUSHALL"});
}

QStringList tst_ApiThrottle::arguments(const QStringList &more) const
{
    return QStringList {u"--url"_s, m_server.url()} + more;
}

void tst_ApiThrottle::programsShareTheLimit_data()
{
    QTest::addColumn<QString>("otherName");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<bool>("shares");

    QTest::newRow("the same name") << u"api"_s << QStringList() << true;
    QTest::newRow("the same name, paced") << u"api"_s << QStringList {u"--paced"_s} << true;
    // What the count would say if nothing were shared.
    QTest::newRow("another name") << u"other"_s << QStringList() << false;
}

void tst_ApiThrottle::programsShareTheLimit()
{
    QFETCH(const QString, otherName);
    QFETCH(const QStringList, more);
    QFETCH(const bool, shares);
    const QStringList both =
        arguments({u"--plain"_s, u"--limit"_s, u"5"_s, u"--window"_s, u"500ms"_s}) + more;
    ExampleProcess one(Program, both);
    ExampleProcess other(Program, both + QStringList {u"--name"_s, otherName});
    one.start();
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(std::min(timesOf(one).size(), timesOf(other).size()) >= 12, Patience);
    one.signal(SIGINT);
    other.signal(SIGINT);
    QTRY_VERIFY_WITH_TIMEOUT(one.hasEnded() && other.hasEnded(), Patience);
    QCOMPARE(one.exitCode(), 0);
    QCOMPARE(other.exitCode(), 0);

    QList<qint64> times = timesOf(one) + timesOf(other);
    std::sort(times.begin(), times.end());
    // Paced admits a burst of the limit, and as many again as the window brings.
    const qsizetype most = more.isEmpty() ? Limit : 2 * Limit;
    if (shares)
        QVERIFY2(mostWithin(times, Window - Late) <= most,
                 qPrintable(QString::number(mostWithin(times, Window - Late))));
    else
        QVERIFY(mostWithin(times, Window - Late) > most);
    // Neither is kept away, nor is the limit left unused.
    const qint64 from = std::max(timesOf(one).first(), timesOf(other).first());
    const auto since = [from](ExampleProcess &program) {
        const QList<qint64> all = timesOf(program);
        return std::count_if(all.begin(), all.end(), [from](qint64 time) { return time >= from; });
    };
    QVERIFY(5 * std::min(since(one), since(other)) >= std::max(since(one), since(other)));
    QVERIFY(mostWithin(times, Window + Late) >= Limit);
}

void tst_ApiThrottle::tellsWhatTheLimiterSays()
{
    ExampleProcess program(Program,
                           arguments({u"--plain"_s, u"--limit"_s, u"10"_s, u"--window"_s, u"1m"_s,
                                      u"--cost"_s, u"2"_s, u"--calls"_s, u"5"_s}));
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 0);
    const auto calls = program.lines("call");
    QCOMPARE(calls.size(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(calls[i].value("call").toInt(), i + 1);
        QCOMPARE(calls[i].value("limit"), QByteArray("10"));
        QCOMPARE(calls[i].value("own").toInt(), 2 * (i + 1));
        QCOMPARE(calls[i].value("remaining").toInt(), 10 - 2 * (i + 1));
        QCOMPARE(calls[i].value("others"), QByteArray("0"));
    }
    QVERIFY2(program.lastLine().startsWith("5 calls in "), program.lastLine().constData());

    // The window is used up: what another uses shows in what the limiter says.
    ExampleProcess late(
        Program,
        arguments({u"--plain"_s, u"--limit"_s, u"14"_s, u"--window"_s, u"1m"_s, u"--calls"_s, u"1"_s}));
    late.start();
    QTRY_VERIFY_WITH_TIMEOUT(late.hasEnded(), Patience);
    QCOMPARE(late.lines("call").value(0).value("others"), QByteArray("10"));
}

void tst_ApiThrottle::endsInOrder_data()
{
    QTest::addColumn<int>("signal");

    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("asked to end") << SIGTERM;
}

void tst_ApiThrottle::endsInOrder()
{
    QFETCH(const int, signal);
    ExampleProcess program(Program, arguments({u"--plain"_s, u"--limit"_s, u"2"_s, u"--window"_s, u"1h"_s}));
    program.start();
    QTRY_COMPARE_WITH_TIMEOUT(program.lines("call").size(), 2, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_server.command({"ZCARD", "examples:api"}).integer, 3, Patience);
    program.signal(signal);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 0);
    QVERIFY2(program.lastLine().startsWith("2 calls in "), program.lastLine().constData());
    QVERIFY(program.lastLine().contains("longest wait "));
    QCOMPARE(program.errors(), QByteArray());
    // The slot that it waited for is free again.
    QCOMPARE(m_server.command({"ZCARD", "examples:api"}).integer, 2);
}

void tst_ApiThrottle::waitsForAServer()
{
    ExampleProcess program(Program, {u"--plain"_s, u"--url"_s, u"unix:///nowhere/redis.sock"_s});
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(program.errors().startsWith("api-throttle: "), Patience);
    QVERIFY(!program.hasEnded());
    program.signal(SIGINT);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(program.lastLine().startsWith("0 calls in "));
}

void tst_ApiThrottle::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("no limit") << QStringList {u"--limit"_s, u"0"_s};
    QTest::newRow("no number") << QStringList {u"--limit"_s, u"few"_s};
    QTest::newRow("a window without its unit") << QStringList {u"--window"_s, u"10"_s};
    QTest::newRow("no window") << QStringList {u"--window"_s, u"0s"_s};
    QTest::newRow("a cost above the limit") << QStringList {u"--limit"_s, u"2"_s, u"--cost"_s, u"3"_s};
    QTest::newRow("no name") << QStringList {u"--name"_s, u""_s};
    QTest::newRow("no URL") << QStringList {u"--url"_s, u"nonsense://x"_s};
    QTest::newRow("unknown") << QStringList {u"--fast"_s};
    QTest::newRow("a word") << QStringList {u"go"_s};
}

ConsoleExampleTest::Run tst_ApiThrottle::run() const
{
    return {.arguments = arguments({u"--limit"_s, u"50"_s, u"--calls"_s, u"60"_s}),
            .title = u"examples:api"_s};
}

void tst_ApiThrottle::checkEnd(ExampleProcess &, const TerminalScreen &screen) const
{
    QVERIFY(screen.text().contains(u"60 calls in "_s));
    if (screen.size().width() >= 80)
        QVERIFY(!screen.hasWrapped());
}

void tst_ApiThrottle::checkPicture(const TerminalScreen &screen, bool) const
{
    QCOMPARE(screen.figure(u"calls"_s), 60);
}

// The first has the limit to itself until the second comes. For the manual a whole minute is shown.
void tst_ApiThrottle::looksAsInTheManual()
{
    const bool forManual = qEnvironmentVariableIsSet("REDGUARD_SCREENSHOTS");
    constexpr QSize size(74, 24);
    ExampleProcess one(Program, arguments({u"--limit"_s, u"20"_s}), size);
    ExampleProcess other(Program, arguments({u"--limit"_s, u"20"_s}), size);
    one.start();
    QTRY_VERIFY_WITH_TIMEOUT(one.screen().figure(u"calls"_s) >= (forManual ? 300 : 40), Patience);
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(other.screen().figure(u"calls"_s) >= (forManual ? 150 : 20), 2 * Patience);
    const TerminalScreen first = one.screen();
    const TerminalScreen second = other.screen();
    QVERIFY(first.text().contains(u"connected"_s));
    QVERIFY(first.text().contains(u"this process "_s));

    const TerminalPicture picture(
        {{u"api-throttle --limit 20"_s, first}, {u"api-throttle --limit 20"_s, second}});
    QVERIFY(picture.contains(0x5fafff)); // own
    QVERIFY(picture.contains(0xffaf5f)); // the others'
    QVERIFY(picture.save(u"api-throttle.png"_s));
}

QTEST_MAIN(tst_ApiThrottle)

#include "tst_apithrottle.moc"
