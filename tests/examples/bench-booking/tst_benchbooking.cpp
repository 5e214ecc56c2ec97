// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actorverify.h"
#include "film.h"
#include "testserver.h"

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString First = u"Oscilloscope 1"_s;
const QString Second = u"Oscilloscope 2"_s;

} // namespace

// Two people, each at a bench with a program of its own, and one server.
class tst_BenchBooking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void handsOverFromOneToTheOther();
    void countsDownAndExtends();
    void leavesTheQueue();
    void tellsThatTheTimeIsOver();
    void tellsThatTheServerIsFrozen();
    void tellsThatThereIsNoConnection();
    void tellsWhyItCannotBeBooked();
    void closingGivesBack();
    void keepsABookingOutOfSight();
    void worksByKeyboardAlone();
    void movesByArrowsInTwoColumns();
    void namesEverything();
    void followsTheSystemsColours();
    void refusesNonsense();
    void hasItsPictureTaken();
    void isFilmed();

private:
    struct Person : Actor
    {
        Person(TestServer &server, const QString &name, const QStringList &more = {})
            : Actor(QStringLiteral(PROGRAM), QStringList {u"--url"_s, server.url(), u"--user"_s, name} + more)
        {
        }
        // What the card of an instrument says.
        [[nodiscard]] QString reads(const QString &instrument)
        {
            return descriptionOf(instrument, u"Grouping"_s);
        }
        [[nodiscard]] bool sees(const QString &instrument, const QString &text)
        {
            return reads(instrument).contains(text);
        }
        [[nodiscard]] bool has(const QString &instrument) { return sees(instrument, u"Yours, "_s); }
        [[nodiscard]] bool shows(const QString &button, const QString &instrument)
        {
            return Actor::has(button + u": "_s + instrument, u"Button"_s);
        }
        bool click(const QString &button, const QString &instrument)
        {
            return press(button + u": "_s + instrument, u"Button"_s);
        }
        // Seconds, as shown; -1 where none are.
        [[nodiscard]] int left(const QString &instrument)
        {
            static const QRegularExpression clock(u"(\\d+):(\\d\\d) left"_s);
            const auto match = clock.match(reads(instrument));
            return match.hasMatch() ? 60 * match.captured(1).toInt() + match.captured(2).toInt() : -1;
        }
        [[nodiscard]] bool isTold(const QString &news) { return Actor::has(news, u"AlertMessage"_s); }
    };

    TestServer m_server;
};

void tst_BenchBooking::handsOverFromOneToTheOther()
{
    Person anna(m_server, u"anna@bench-1"_s);
    Person ben(m_server, u"ben@bench-2"_s);
    QVERIFY(anna.start() && ben.start());
    ACTOR_TRY_VERIFY(ben, ben.reads(First) == u"Free"_s);
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    ACTOR_TRY_VERIFY(anna, anna.isTold(u"Oscilloscope 1 is yours"_s));
    ACTOR_TRY_VERIFY(ben, ben.sees(First, u"Booked by anna@bench-1, "_s) && ben.left(First) > 50);
    QCOMPARE(ben.reads(Second), u"Free"_s);
    QVERIFY(ben.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(ben, ben.sees(First, u"You are number 1 in the queue"_s));
    ACTOR_VERIFY(ben, ben.sees(First, u"Booked by anna@bench-1, "_s));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"1 waiting"_s));
    QVERIFY(anna.click(u"Give back"_s, First));
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(ben, ben.has(First), 5000);
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"Booked by ben@bench-2, "_s));
    ACTOR_VERIFY(anna, anna.isTold(u"You gave back Oscilloscope 1"_s));
    ACTOR_VERIFY(anna, anna.shows(u"Book"_s, First));
    QCOMPARE(anna.output() + ben.output(), QByteArray());
}

void tst_BenchBooking::countsDownAndExtends()
{
    Person anna(m_server, u"anna"_s, {u"--seconds"_s, u"20"_s});
    Person ben(m_server, u"ben"_s, {u"--seconds"_s, u"20"_s});
    QVERIFY(anna.start() && ben.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.left(First) >= 18);
    ACTOR_TRY_VERIFY(anna, anna.left(First) == 16);
    ACTOR_TRY_VERIFY(anna, anna.left(First) == 15);
    ACTOR_TRY_VERIFY(ben, ben.left(First) <= 15 && ben.left(First) > 0);
    QVERIFY(anna.click(u"Extend"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.left(First) >= 18);
    ACTOR_TRY_VERIFY(ben, ben.left(First) >= 17);
    ACTOR_VERIFY(anna, anna.has(First));
}

void tst_BenchBooking::leavesTheQueue()
{
    Person anna(m_server, u"anna"_s);
    Person ben(m_server, u"ben"_s);
    QVERIFY(anna.start() && ben.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    QVERIFY(ben.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"1 waiting"_s));
    QVERIFY(ben.click(u"Leave the queue"_s, First));
    ACTOR_TRY_VERIFY(ben, ben.shows(u"Book"_s, First) && !ben.sees(First, u"in the queue"_s));
    ACTOR_TRY_VERIFY(anna, !anna.sees(First, u"waiting"_s));
    QVERIFY(anna.click(u"Give back"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.reads(First) == u"Free"_s);
    ACTOR_TRY_VERIFY(ben, ben.reads(First) == u"Free"_s);
}

void tst_BenchBooking::tellsThatTheTimeIsOver()
{
    Person anna(m_server, u"anna"_s, {u"--seconds"_s, u"6"_s});
    Person ben(m_server, u"ben"_s);
    QVERIFY(anna.start() && ben.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    ACTOR_VERIFY(anna, !anna.sees(First, u"Ends soon"_s));
    QVERIFY(ben.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First) && anna.sees(First, u"Ends soon"_s));
    ACTOR_VERIFY(anna, anna.isTold(u"Your booking of Oscilloscope 1 ends soon"_s));
    ACTOR_TRY_VERIFY(anna, anna.reads(First) == u"Your booking ended. Its time is over"_s);
    ACTOR_VERIFY(anna, anna.isTold(u"Your booking of Oscilloscope 1 ended"_s));
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(ben, ben.has(First), 5000);
    // It stays said until it is acknowledged.
    ACTOR_VERIFY(anna, anna.shows(u"Book again"_s, First));
    QVERIFY(anna.click(u"OK"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"Booked by ben, "_s) && anna.shows(u"Book"_s, First));
}

void tst_BenchBooking::tellsThatTheServerIsFrozen()
{
    Person anna(m_server, u"anna"_s, {u"--seconds"_s, u"3"_s});
    QVERIFY(anna.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    const auto server = pid_t(m_server.server().processId());
    ::kill(server, SIGSTOP);
    const auto thaw = qScopeGuard([server] { ::kill(server, SIGCONT); });
    QVERIFY(anna.click(u"Extend"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"Your booking ended"_s));
    ACTOR_TRY_VERIFY(anna, anna.reads(Second) == u"Not known at the moment"_s);
    ::kill(server, SIGCONT);
    ACTOR_TRY_VERIFY(anna, anna.reads(Second) == u"Free"_s);
    // What came too late brings nothing back.
    ACTOR_VERIFY(anna, anna.sees(First, u"Your booking ended"_s));
    QVERIFY(anna.click(u"Book again"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
}

void tst_BenchBooking::tellsThatThereIsNoConnection()
{
    Person anna(m_server, u"anna"_s, {u"--url"_s, u"redis://127.0.0.1:1"_s});
    QVERIFY(anna.start());
    ACTOR_TRY_VERIFY(anna, anna.Actor::shows(u"Not connected: "_s));
    QCOMPARE(anna.reads(First), u"Not known at the moment"_s);
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"Asking for it"_s));
    QVERIFY(anna.click(u"Leave the queue"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.shows(u"Book"_s, First));
}

void tst_BenchBooking::tellsWhyItCannotBeBooked()
{
    m_server.command({"RPUSH", "lab:oscilloscope-1", "something else"});
    Person anna(m_server, u"anna"_s);
    QVERIFY(anna.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"It could not be booked. "_s));
    QVERIFY(anna.click(u"OK"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.shows(u"Book"_s, First) && !anna.sees(First, u"could not"_s));
}

void tst_BenchBooking::closingGivesBack()
{
    Person anna(m_server, u"anna"_s);
    Person ben(m_server, u"ben"_s);
    QVERIFY(anna.start() && ben.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    QVERIFY(ben.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(ben, ben.sees(First, u"number 1"_s));
    QVERIFY(anna.close());
    QCOMPARE(anna.process().exitCode(), 0);
    QCOMPARE(anna.output(), QByteArray());
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(ben, ben.has(First), 5000);
}

void tst_BenchBooking::keepsABookingOutOfSight()
{
    const QStringList many {
        u"--instruments"_s,
        u"oscilloscope-1,oscilloscope-2,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"_s};
    Person anna(m_server, u"anna"_s, many);
    QVERIFY(anna.start());
    ACTOR_VERIFY(anna, anna.resize({480, 320}));
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    for (int i = 0; i < 27; ++i)
        QVERIFY(anna.key(u"Down"_s));
    QCOMPARE(anna.focusName(), u"Book: Z"_s);
    QVERIFY(anna.key(u"Space"_s));
    ACTOR_TRY_VERIFY(anna, anna.has(u"Z"_s));
    ACTOR_VERIFY(anna, anna.has(First));
    QVERIFY(m_server.timeToLive("lab:oscilloscope-1") > 0);
}

void tst_BenchBooking::worksByKeyboardAlone()
{
    Person anna(m_server, u"anna"_s, {u"--instruments"_s, u"oscilloscope-1,oscilloscope-2,laser"_s});
    QVERIFY(anna.start());
    ACTOR_VERIFY(anna, anna.resize({480, 320}));
    QCOMPARE(anna.focusName(), u"Book: Oscilloscope 1"_s);
    QVERIFY(anna.key(u"Space"_s));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    QCOMPARE(anna.focusName(), u"Extend: Oscilloscope 1"_s);
    QVERIFY(anna.key(u"Tab"_s));
    QCOMPARE(anna.focusName(), u"Give back: Oscilloscope 1"_s);
    QVERIFY(anna.key(u"Down"_s));
    QCOMPARE(anna.focusName(), u"Book: Oscilloscope 2"_s);
    QVERIFY(anna.key(u"Return"_s));
    ACTOR_TRY_VERIFY(anna, anna.has(Second));
    QCOMPARE(anna.focusName(), u"Extend: Oscilloscope 2"_s);
    QCOMPARE(anna.tabOrder(),
             QStringList({u"Give back: Oscilloscope 2"_s, u"Book: Laser"_s, u"Extend: Oscilloscope 1"_s,
                          u"Give back: Oscilloscope 1"_s, u"Extend: Oscilloscope 2"_s}));
    QVERIFY(anna.key(u"Up"_s));
    QVERIFY(anna.key(u"Tab"_s));
    QCOMPARE(anna.focusName(), u"Give back: Oscilloscope 1"_s);
    QVERIFY(anna.key(u"Return"_s));
    ACTOR_TRY_VERIFY(anna, anna.reads(First) == u"Free"_s);
    QCOMPARE(anna.focusName(), u"Book: Oscilloscope 1"_s);
}

void tst_BenchBooking::movesByArrowsInTwoColumns()
{
    Person anna(m_server, u"anna"_s);
    QVERIFY(anna.start());
    ACTOR_VERIFY(anna, anna.resize({900, 600}));
    const QList<std::pair<QString, QString>> steps {
        {u"Right"_s, Second},
        {u"Down"_s, u"Network analyser"_s},
        {u"Left"_s, u"Spectrum analyser"_s},
        {u"Up"_s, First},
        {u"Up"_s, First},
    };
    for (const auto &[key, instrument] : steps) {
        QVERIFY(anna.key(key));
        QTRY_COMPARE(anna.focusName(), u"Book: "_s + instrument);
    }
}

void tst_BenchBooking::namesEverything()
{
    Person anna(m_server, u"anna"_s, {u"--instruments"_s, u"oscilloscope-1,oscilloscope-2, laser"_s});
    QVERIFY(anna.start());
    QVERIFY(anna.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    QCOMPARE(anna.unnamed(), QStringList());
    ACTOR_TRY_VERIFY(anna, anna.Actor::has(u"Connected"_s) && anna.Actor::has(u"You book as anna"_s));
    QCOMPARE(anna.namesOf(u"Grouping"_s), QStringList({First, Second, u"Laser"_s}));
    for (const QSize size : {QSize(480, 320), QSize(900, 600)}) {
        ACTOR_VERIFY(anna, anna.resize(size));
        QTRY_COMPARE(anna.clipped(), QStringList());
    }
}

void tst_BenchBooking::followsTheSystemsColours()
{
    Person anna(m_server, u"anna"_s);
    QVERIFY(anna.start());
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"window.png"_s);
    for (const bool dark : {true, false, true}) {
        ACTOR_VERIFY(anna, anna.setDark(dark));
        const auto isSo = [&] {
            const QImage picture = anna.grab(path) ? QImage(path) : QImage();
            return !picture.isNull() && (qGray(picture.pixel(3, picture.height() / 2)) < 128) == dark;
        };
        QTRY_VERIFY(isSo());
    }
}

void tst_BenchBooking::refusesNonsense()
{
    const QList<QStringList> nonsense {{u"--seconds"_s, u"0"_s},
                                       {u"--minutes"_s, u"soon"_s},
                                       {u"--minutes"_s, u"1441"_s},
                                       {u"--instruments"_s, u" ,"_s},
                                       {u"me"_s}};
    for (const QStringList &arguments : nonsense) {
        Person anna(m_server, u"anna"_s, arguments);
        QVERIFY2(!anna.start(), qPrintable(arguments.join(u' ')));
        QCOMPARE(anna.process().exitCode(), 64);
        QVERIFY2(anna.output().contains("--help"), anna.output().constData());
    }
}

void tst_BenchBooking::hasItsPictureTaken()
{
    Person anna(m_server, u"anna@bench-1"_s);
    Person ben(m_server, u"ben@bench-2"_s);
    Person cleo(m_server, u"cleo@bench-3"_s, {u"--seconds"_s, u"5"_s});
    QVERIFY(anna.start() && ben.start() && cleo.start());
    QVERIFY(anna.click(u"Book"_s, First));
    QVERIFY(ben.click(u"Book"_s, Second));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    ACTOR_TRY_VERIFY(ben, ben.has(Second));
    QVERIFY(ben.click(u"Book"_s, u"3D printer"_s));
    QVERIFY(cleo.click(u"Book"_s, u"Thermal chamber"_s));
    ACTOR_TRY_VERIFY(cleo, cleo.sees(u"Thermal chamber"_s, u"ended"_s));
    QVERIFY(anna.click(u"Book"_s, Second));
    ACTOR_TRY_VERIFY(anna, anna.sees(Second, u"number 1"_s));
    QVERIFY(cleo.click(u"Book"_s, First));
    ACTOR_TRY_VERIFY(cleo, cleo.sees(First, u"number 1"_s));
    QVERIFY(cleo.click(u"Book"_s, Second));
    ACTOR_TRY_VERIFY(anna, anna.sees(First, u"1 waiting"_s));
    ACTOR_TRY_VERIFY(ben, ben.sees(Second, u"2 waiting"_s));

    ACTOR_VERIFY(anna, anna.resize({900, 600}));
    ACTOR_VERIFY(anna, anna.grab(screenshotPath(u"bench-booking"_s)));
    ACTOR_VERIFY(ben, ben.resize({900, 600}) && ben.setDark(true));
    ACTOR_VERIFY(ben, ben.grab(screenshotPath(u"bench-booking-dark"_s)));
    ACTOR_VERIFY(cleo, cleo.resize({480, 320}));
    ACTOR_VERIFY(cleo, cleo.grab(screenshotPath(u"bench-booking-small"_s)));
    for (const auto &name : {u"bench-booking"_s, u"bench-booking-dark"_s, u"bench-booking-small"_s})
        QVERIFY(QFileInfo(screenshotPath(name)).size() > 5000);
}

// For the README: a story of two windows.
void tst_BenchBooking::isFilmed()
{
    const QStringList scene {u"--seconds"_s, u"6"_s, u"--instruments"_s,
                             u"oscilloscope-1,spectrum-analyser,thermal-chamber"_s};
    Person anna(m_server, u"anna@bench-1"_s, scene);
    Person ben(m_server, u"ben@bench-2"_s, scene);
    QVERIFY(anna.start() && ben.start());
    for (auto *person : {&anna, &ben})
        ACTOR_VERIFY(*person, person->resize({440, 320}));
    ACTOR_TRY_VERIFY(anna, anna.reads(First) == u"Free"_s);
    ACTOR_TRY_VERIFY(ben, ben.reads(First) == u"Free"_s);

    Film film(anna, ben, QFileInfo(screenshotPath(u"contention"_s)).path() + u"/contention"_s);
    QVERIFY(film.roll(800ms));
    QVERIFY(anna.click(u"Book"_s, First));
    QVERIFY(film.roll(1200ms));
    QVERIFY(ben.click(u"Book"_s, First));
    QVERIFY(film.roll(1800ms));
    QVERIFY(anna.click(u"Extend"_s, First));
    QVERIFY(film.roll(1600ms));
    QVERIFY(anna.click(u"Give back"_s, First));
    QVERIFY(film.roll(1400ms));
    ACTOR_TRY_VERIFY(ben, ben.has(First));
    QVERIFY(anna.click(u"Book"_s, First));
    QVERIFY(film.roll(5200ms));
    ACTOR_TRY_VERIFY(anna, anna.has(First));
    ACTOR_TRY_VERIFY(ben, ben.sees(First, u"Your booking ended"_s));
    QVERIFY(film.roll(600ms));
    QVERIFY(film.frames() > 20);
}

QTEST_GUILESS_MAIN(tst_BenchBooking)

#include "tst_benchbooking.moc"
