// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "consoleexampletest.h"
#include "terminalpicture.h"
#include "testserver.h"

#include <QtCore/qtemporarydir.h>
#include <QtGui/qguiapplication.h>

#include <algorithm>
#include <csignal>
#include <map>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Runs render-pool as a user does, several times at once.
class tst_RenderPool : public ConsoleExampleTest
{
    Q_OBJECT

public:
    tst_RenderPool();

protected:
    [[nodiscard]] Run run() const override;
    void checkEnd(ExampleProcess &ended, const TerminalScreen &screen) const override;
    void checkPicture(const TerminalScreen &screen, bool color) const override;

private Q_SLOTS:
    void initTestCase();
    void init();

    void programsShareThePermits_data();
    void programsShareThePermits();
    void goesOnWhenAnotherDies();
    void rendersAgainWhatLostItsPermit();
    void endsInOrder();
    void saysWhatCannotBeWritten();
    void refusesWrongUsage_data();
    void looksAsInTheManual();

private:
    [[nodiscard]] QStringList arguments(const QString &output, const QStringList &more = {}) const;
    [[nodiscard]] QString pathOf(const QString &output) const { return m_folder.filePath(output); }
    [[nodiscard]] QByteArray picture(const QString &output) const;
    void renderAlone();

    TestServer m_server;
    QTemporaryDir m_folder;
    QByteArray m_alone; // the picture that one program makes by itself
};

namespace {

const QString Program = QStringLiteral(PROGRAM);
constexpr char Key[] = "examples:renderers";

struct Event
{
    qint64 time = 0;
    int change = 0;
};

QList<Event> eventsOf(ExampleProcess &program)
{
    QList<Event> events;
    for (const auto &line : program.lines("event"))
        events.append({line.value("t").toLongLong(), line.value("event") == "begin" ? 1 : -1});
    return events;
}

int mostAtOnce(QList<Event> events)
{
    std::sort(events.begin(), events.end(), [](const Event &a, const Event &b) {
        return std::pair(a.time, a.change) < std::pair(b.time, b.change);
    });
    int now = 0;
    int most = 0;
    for (const Event &event : events)
        most = std::max(most, now += event.change);
    return most;
}

// How often a renderer was the program's first of its number, and how often one came again.
std::pair<int, int> createdAndReused(ExampleProcess &program)
{
    std::map<QByteArray, int> uses;
    for (const auto &line : program.lines("event")) {
        if (line.value("event") == "begin")
            ++uses[line.value("renderer")];
    }
    int reused = 0;
    for (const auto &[renderer, count] : uses)
        reused += count - 1;
    return {int(uses.size()), reused};
}

} // namespace

tst_RenderPool::tst_RenderPool()
    : ConsoleExampleTest(Program)
{
}

void tst_RenderPool::initTestCase()
{
    QVERIFY(m_server.start());
    renderAlone();
}

void tst_RenderPool::init()
{
    m_server.command({"FLUSHALL"});
}

QStringList tst_RenderPool::arguments(const QString &output, const QStringList &more) const
{
    return QStringList {u"--url"_s,   m_server.url(), u"--plain"_s,   u"--size"_s, u"320x200"_s,
                        u"--tiles"_s, u"24"_s,        u"--samples"_s, u"4"_s,      u"--workers"_s,
                        u"2"_s,       u"--output"_s,  pathOf(output)}
    + more;
}

QByteArray tst_RenderPool::picture(const QString &output) const
{
    QFile file(pathOf(output));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_RenderPool::renderAlone()
{
    ExampleProcess program(Program, arguments(u"alone.png"_s));
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 0);
    m_alone = picture(u"alone.png"_s);
    QImage image;
    QVERIFY(image.loadFromData(m_alone));
    QCOMPARE(image.size(), QSize(320, 200));
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            colors.insert(image.pixel(x, y));
    QVERIFY(colors.size() > 1000); // there is something to see
}

void tst_RenderPool::programsShareThePermits_data()
{
    QTest::addColumn<QString>("otherName");
    QTest::addColumn<bool>("shares");

    QTest::newRow("the same name") << u"renderers"_s << true;
    // What the count would say if nothing were shared.
    QTest::newRow("another name") << u"others"_s << false;
}

void tst_RenderPool::programsShareThePermits()
{
    QFETCH(const QString, otherName);
    QFETCH(const bool, shares);
    const QStringList slow {u"--samples"_s, u"6"_s, u"--output"_s};
    ExampleProcess one(Program, arguments({}, slow + QStringList {pathOf(u"one.png"_s)}));
    ExampleProcess other(Program,
                         arguments({}, slow + QStringList {pathOf(u"other.png"_s), u"--name"_s, otherName}));
    one.start();
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(one.hasEnded() && other.hasEnded(), Patience);
    QCOMPARE(one.exitCode(), 0);
    QCOMPARE(other.exitCode(), 0);
    QVERIFY(!picture(u"one.png"_s).isEmpty());
    QCOMPARE(picture(u"other.png"_s), picture(u"one.png"_s));

    const QList<Event> ofOne = eventsOf(one);
    const QList<Event> ofOther = eventsOf(other);
    QCOMPARE(ofOne.size(), 2 * 24);
    QCOMPARE(ofOther.size(), 2 * 24);
    QVERIFY(ofOne.first().time < ofOther.last().time && ofOther.first().time < ofOne.last().time);
    if (shares)
        QCOMPARE(mostAtOnce(ofOne + ofOther), 2);
    else
        QVERIFY(mostAtOnce(ofOne + ofOther) > 2);
    for (ExampleProcess *program : {&one, &other}) {
        const auto [created, reused] = createdAndReused(*program);
        QVERIFY(created >= 1 && created <= 2);
        QCOMPARE(reused, 24 - created);
        const QByteArray counts = "renderers: %1 created, %2 reused, %1 disposed of; 0 permits lost";
        const QString expected = QString::fromLatin1(counts).arg(created).arg(reused);
        QVERIFY2(program->lastLine().endsWith(expected.toLatin1()), program->lastLine().constData());
    }
}

void tst_RenderPool::goesOnWhenAnotherDies()
{
    ExampleProcess victim(Program,
                          arguments(u"victim.png"_s, {u"--samples"_s, u"64"_s, u"--ttl"_s, u"3s"_s}));
    ExampleProcess survivor(Program, arguments(u"survivor.png"_s, {u"--ttl"_s, u"3s"_s}));
    victim.start();
    QTRY_COMPARE_WITH_TIMEOUT(mostAtOnce(eventsOf(victim)), 2, Patience); // it has both permits
    survivor.start();
    QTRY_VERIFY_WITH_TIMEOUT(m_server.keys().size() > 1, Patience); // and somebody waits for one
    victim.signal(SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(victim.hasEnded() && survivor.hasEnded(), Patience);
    QCOMPARE(victim.exitCode(), -1);
    QVERIFY(!QFile::exists(pathOf(u"victim.png"_s)));
    QCOMPARE(survivor.exitCode(), 0);
    QCOMPARE(picture(u"survivor.png"_s), m_alone);
}

// The loss is known with the next renewal, a third of the ttl later: the tile takes longer.
void tst_RenderPool::rendersAgainWhatLostItsPermit()
{
    const QStringList slow {u"--tiles"_s,   u"1"_s,  u"--size"_s, u"160x100"_s,
                            u"--samples"_s, u"30"_s, u"--ttl"_s,  u"3s"_s};
    ExampleProcess program(Program, arguments(u"lost.png"_s, slow));
    ExampleProcess untroubled(Program,
                              arguments(u"untroubled.png"_s, slow + QStringList {u"--name"_s, u"others"_s}));
    program.start();
    untroubled.start();
    QTRY_COMPARE_WITH_TIMEOUT(program.lines("event").size(), 1, Patience);
    QCOMPARE(m_server.command({"DEL", Key}).integer, 1);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded() && untroubled.hasEnded(), 2 * Patience);
    QCOMPARE(program.exitCode(), 0);
    QByteArrayList events;
    for (const auto &line : program.lines("event"))
        events << line.value("event") + line.value("tile") + " by " + line.value("renderer");
    QCOMPARE(events, (QByteArrayList {"begin0 by 1", "lost0 by 1", "begin0 by 2", "end0 by 2"}));
    QVERIFY2(program.lastLine().endsWith("2 created, 0 reused, 2 disposed of; 1 permits lost"),
             program.lastLine().constData());
    QVERIFY(!picture(u"lost.png"_s).isEmpty());
    QCOMPARE(picture(u"lost.png"_s), picture(u"untroubled.png"_s));
}

void tst_RenderPool::endsInOrder()
{
    ExampleProcess program(Program, arguments(u"interrupted.png"_s, {u"--samples"_s, u"64"_s}));
    program.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_server.command({"ZCARD", Key}).integer, 2, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(program.lines("event").size(), 2, Patience);
    program.signal(SIGINT);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 130);
    QCOMPARE(program.errors(), QByteArray());
    QVERIFY(program.lastLine().contains("0 of 24 tiles; renderers: 2 created, 0 reused, 2 disposed of"));
    QVERIFY(!QFile::exists(pathOf(u"interrupted.png"_s)));
    QCOMPARE(m_server.command({"ZCARD", Key}).integer, 0);
}

void tst_RenderPool::saysWhatCannotBeWritten()
{
    ExampleProcess program(Program, arguments(u"nowhere/picture.png"_s, {u"--samples"_s, u"1"_s}));
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), Patience);
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.errors().contains("nowhere/picture.png cannot be written"));
}

void tst_RenderPool::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("no workers") << QStringList {u"--workers"_s, u"0"_s};
    QTest::newRow("no number") << QStringList {u"--tiles"_s, u"few"_s};
    QTest::newRow("no time") << QStringList {u"--ttl"_s, u"5"_s};
    QTest::newRow("half a size") << QStringList {u"--size"_s, u"640"_s};
    QTest::newRow("no size") << QStringList {u"--size"_s, u"0x400"_s};
    QTest::newRow("three sides") << QStringList {u"--size"_s, u"640x400x3"_s};
    QTest::newRow("no picture") << QStringList {u"--output"_s, u"picture.doc"_s};
    QTest::newRow("no URL") << QStringList {u"--url"_s, u"nonsense://x"_s};
    QTest::newRow("unknown") << QStringList {u"--fast"_s};
    QTest::newRow("a word") << QStringList {u"go"_s};
}

ConsoleExampleTest::Run tst_RenderPool::run() const
{
    QStringList arguments = this->arguments(u"seen.png"_s);
    arguments.removeOne(u"--plain"_s);
    return {.arguments = arguments, .title = u"examples:renderers"_s, .height = 40, .narrowHeight = 30};
}

void tst_RenderPool::checkEnd(ExampleProcess &ended, const TerminalScreen &) const
{
    QCOMPARE(picture(u"seen.png"_s), m_alone);
    QVERIFY(ended.output().contains(": 24 of 24 tiles; "));
}

void tst_RenderPool::checkPicture(const TerminalScreen &screen, bool color) const
{
    QCOMPARE(screen.figure(u"tiles done"_s), 24);
    QCOMPARE(screen.text().count(u'·'), color ? 0 : 1); // the legend's: no tile waits any more
}

void tst_RenderPool::looksAsInTheManual()
{
    constexpr QSize size(64, 32);
    const QString samples = qEnvironmentVariableIsSet("REDGUARD_SCREENSHOTS") ? u"8"_s : u"4"_s;
    const auto order = [this, samples](const QString &output) {
        return QStringList {u"--url"_s,     m_server.url(), u"--tiles"_s,  u"40"_s,
                            u"--samples"_s, samples,        u"--output"_s, pathOf(output)};
    };
    ExampleProcess one(Program, order(u"left.png"_s), size);
    ExampleProcess other(Program, order(u"right.png"_s), size);
    one.start();
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(one.screen().figure(u"tiles done"_s) >= 22, Patience);
    const TerminalScreen first = one.screen();
    const TerminalScreen second = other.screen();
    QVERIFY(first.text().contains(u"permits held"_s));

    const TerminalPicture picture(
        {{u"render-pool --tiles 40"_s, first}, {u"render-pool --tiles 40"_s, second}});
    QVERIFY(picture.contains(0x303030)); // a tile that waits
    QVERIFY(picture.contains(0xffaf5f)); // one in work
    QVERIFY(picture.save(u"render-pool.png"_s));
}

QTEST_MAIN(tst_RenderPool)

#include "tst_renderpool.moc"
