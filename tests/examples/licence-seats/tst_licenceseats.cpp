// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actorverify.h"
#include "testserver.h"

#include <csignal>

using namespace Qt::StringLiterals;

// Several people, each with a program of their own, around the seats of one server.
class tst_LicenceSeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void everyoneSeesWhoHasTheSeats();
    void waitsForItsTurn();
    void cancelsWaiting();
    void closingFreesTheSeat();
    void seatOfAKilledProgramComesFree();
    void tellsThatTheSeatIsLost();
    void tellsWhyThereIsNone();
    void worksByKeyboardAlone();
    void fitsASmallWindow();
    void refusesNonsense();
    void hasItsPictureTaken();

private:
    struct Person : Actor
    {
        Person(TestServer &server, const QString &name, const QStringList &more = {})
            : Actor(QStringLiteral(PROGRAM), QStringList {u"--url"_s, server.url(), u"--user"_s, name} + more)
        {
        }
        [[nodiscard]] bool isSeated() { return has(u"You have a seat"_s); }
        [[nodiscard]] bool seesRow(const QString &seat, const QString &holder)
        {
            const auto cells = namesOf(u"Cell"_s);
            const auto at = cells.indexOf(seat);
            return at >= 0 && cells.value(at + 1) == holder;
        }
        bool take() { return press(u"Take a seat"_s); }
    };

    TestServer m_server;
};

void tst_LicenceSeats::everyoneSeesWhoHasTheSeats()
{
    Person ada(m_server, u"ada"_s);
    Person ben(m_server, u"ben"_s);
    QVERIFY(ada.start() && ben.start());
    ACTOR_TRY_VERIFY(ada, ada.shows(u"Connected to "_s + m_server.url()));
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 1"_s, u"Free"_s) && ada.seesRow(u"Seat 2"_s, u"Free"_s));
    ACTOR_VERIFY(ada, ada.has(u"You have no seat"_s));
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 1"_s, u"ada (you)"_s));
    ACTOR_TRY_VERIFY(ben, ben.seesRow(u"Seat 1"_s, u"ada"_s));
    QVERIFY(ben.take());
    ACTOR_TRY_VERIFY(ben, ben.isSeated());
    ACTOR_TRY_VERIFY(ben, ben.seesRow(u"Seat 2"_s, u"ben (you)"_s));
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 2"_s, u"ben"_s));
    ACTOR_VERIFY(ada, ada.namesOf(u"Cell"_s).filter(u" s left"_s).size() == 2);
    // Who sits keeps the row, whoever else goes.
    QVERIFY(ada.press(u"Give it back"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have no seat"_s));
    ACTOR_TRY_VERIFY(ben, ben.seesRow(u"Seat 1"_s, u"Free"_s) && ben.seesRow(u"Seat 2"_s, u"ben (you)"_s));
    QCOMPARE(ada.output() + ben.output(), QByteArray());
}

void tst_LicenceSeats::waitsForItsTurn()
{
    // So long a lease that no check of the waiter's own can be what serves it.
    const QStringList terms {u"--ttl"_s, u"60"_s};
    Person ada(m_server, u"ada"_s, terms);
    Person ben(m_server, u"ben"_s, terms);
    Person cleo(m_server, u"cleo"_s, terms);
    Person dan(m_server, u"dan"_s, terms);
    QVERIFY(ada.start() && ben.start() && cleo.start() && dan.start());
    QVERIFY(ada.take() && ben.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    ACTOR_TRY_VERIFY(ben, ben.isSeated());
    QVERIFY(cleo.take());
    ACTOR_TRY_VERIFY(cleo, cleo.has(u"You are next"_s));
    QVERIFY(dan.take());
    ACTOR_TRY_VERIFY(dan, dan.has(u"You are number 2 in the queue"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"In the queue: 2"_s));
    QVERIFY(ada.press(u"Give it back"_s));
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(cleo, cleo.isSeated(), 5000);
    ACTOR_TRY_VERIFY(dan, dan.has(u"You are next"_s));
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 1"_s, u"cleo"_s));
    QVERIFY(ben.press(u"Give it back"_s));
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(dan, dan.isSeated(), 5000);
    ACTOR_TRY_VERIFY(ada, ada.has(u"Nobody is waiting."_s));
}

void tst_LicenceSeats::cancelsWaiting()
{
    const QStringList terms {u"--seats"_s, u"1"_s};
    Person ada(m_server, u"ada"_s, terms);
    Person ben(m_server, u"ben"_s, terms);
    QVERIFY(ada.start() && ben.start());
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    QVERIFY(ben.take());
    ACTOR_TRY_VERIFY(ada, ada.has(u"In the queue: 1"_s));
    QVERIFY(ben.press(u"Cancel waiting"_s));
    ACTOR_TRY_VERIFY(ben, ben.has(u"You have no seat"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"Nobody is waiting."_s));
    ACTOR_VERIFY(ben, ben.isEnabled(u"Take a seat"_s));
}

void tst_LicenceSeats::closingFreesTheSeat()
{
    const QStringList terms {u"--seats"_s, u"1"_s, u"--ttl"_s, u"60"_s};
    Person ada(m_server, u"ada"_s, terms);
    Person ben(m_server, u"ben"_s, terms);
    QVERIFY(ada.start() && ben.start());
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    QVERIFY(ben.take());
    ACTOR_TRY_VERIFY(ben, ben.has(u"You are next"_s));
    QVERIFY(ada.close());
    QCOMPARE(ada.process().exitCode(), 0);
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(ben, ben.isSeated(), 5000);
    ACTOR_TRY_VERIFY(ben, ben.seesRow(u"Seat 1"_s, u"ben (you)"_s));
}

void tst_LicenceSeats::seatOfAKilledProgramComesFree()
{
    const QStringList terms {u"--seats"_s, u"1"_s, u"--ttl"_s, u"3"_s};
    Person ada(m_server, u"ada"_s, terms);
    Person ben(m_server, u"ben"_s, terms);
    QVERIFY(ada.start() && ben.start());
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    QVERIFY(ben.take());
    ACTOR_TRY_VERIFY(ben, ben.has(u"You are next"_s));
    ada.kill();
    ACTOR_VERIFY(ben, ben.has(u"You are next"_s));
    ACTOR_TRY_VERIFY_WITH_TIMEOUT(ben, ben.isSeated(), 8000);
}

void tst_LicenceSeats::tellsThatTheSeatIsLost()
{
    Person ada(m_server, u"ada"_s, {u"--ttl"_s, u"2"_s});
    QVERIFY(ada.start());
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    const auto server = pid_t(m_server.server().processId());
    ::kill(server, SIGSTOP);
    const auto thaw = qScopeGuard([server] { ::kill(server, SIGCONT); });
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have lost your seat"_s));
    ACTOR_VERIFY(ada, ada.shows(u"could not be renewed with the server in time"_s));
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 1"_s, u"Not known"_s));
    ::kill(server, SIGCONT);
    ACTOR_TRY_VERIFY(ada, ada.seesRow(u"Seat 1"_s, u"Free"_s));
    // It stays said until one does something about it.
    ACTOR_VERIFY(ada, ada.has(u"You have lost your seat"_s));
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    // A program that was frozen itself finds the same.
    ada.freeze();
    QTRY_COMPARE_WITH_TIMEOUT(m_server.command({"ZCARD", "licences:seats"}).integer, 1, 1000);
    QTRY_VERIFY_WITH_TIMEOUT(m_server.timeToLive("licences:seats") == -2, 8000);
    ada.thaw();
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have lost your seat"_s));
}

void tst_LicenceSeats::tellsWhyThereIsNone()
{
    m_server.command({"SET", "licences:seats", "something else"});
    Person ada(m_server, u"ada"_s);
    QVERIFY(ada.start());
    QVERIFY(ada.take());
    ACTOR_TRY_VERIFY(ada, ada.has(u"You cannot have a seat"_s));
    ACTOR_VERIFY(ada, ada.isEnabled(u"Take a seat"_s));

    Person ben(m_server, u"ben"_s, {u"--url"_s, u"redis://127.0.0.1:1"_s});
    QVERIFY(ben.start());
    ACTOR_TRY_VERIFY(ben,
                     ben.shows(u"Not connected to redis://127.0.0.1:1"_s)
                         || ben.shows(u"Connecting to redis://127.0.0.1:1"_s));
    QVERIFY(ben.take());
    ACTOR_TRY_VERIFY(ben, ben.has(u"Waiting for the server"_s));
    QVERIFY(ben.press(u"Cancel waiting"_s));
    ACTOR_TRY_VERIFY(ben, ben.has(u"You have no seat"_s));
}

void tst_LicenceSeats::worksByKeyboardAlone()
{
    Person ada(m_server, u"ada"_s);
    QVERIFY(ada.start());
    QCOMPARE(ada.focusName(), u"Take a seat"_s);
    QVERIFY(ada.key(u"Space"_s));
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    QCOMPARE(ada.focusName(), u"Give it back"_s);
    QCOMPARE(ada.tabOrder(), QStringList({u"Seats"_s, u"Give it back"_s}));
    QVERIFY(ada.focus(u"Give it back"_s) && ada.key(u"Return"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have no seat"_s));
    QVERIFY(ada.key(u"Alt+T"_s));
    ACTOR_TRY_VERIFY(ada, ada.isSeated());
    QVERIFY(ada.key(u"Alt+G"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have no seat"_s));

    Person ben(m_server, u"ben"_s);
    Person cleo(m_server, u"cleo"_s);
    QVERIFY(ben.start() && cleo.start());
    QVERIFY(ben.key(u"Alt+T"_s) && cleo.key(u"Alt+T"_s));
    ACTOR_TRY_VERIFY(ben, ben.isSeated() && cleo.isSeated());
    QVERIFY(ada.key(u"Alt+T"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"You are next"_s));
    QCOMPARE(ada.focusName(), u"Cancel waiting"_s);
    QVERIFY(ada.key(u"Alt+C"_s));
    ACTOR_TRY_VERIFY(ada, ada.has(u"You have no seat"_s));
    QVERIFY(ada.key(u"Ctrl+Q"_s));
    QVERIFY(ada.waitForEnd());
    QCOMPARE(ada.process().exitCode(), 0);
}

void tst_LicenceSeats::fitsASmallWindow()
{
    Person ada(m_server, u"ada"_s, {u"--seats"_s, u"20"_s});
    QVERIFY(ada.start());
    QCOMPARE(ada.unnamed(), QStringList());
    for (const QSize size : {QSize(480, 320), QSize(1280, 800)}) {
        ACTOR_VERIFY(ada, ada.resize(size));
        QTRY_COMPARE(ada.clipped(), QStringList());
    }
}

void tst_LicenceSeats::refusesNonsense()
{
    for (const QStringList &nonsense :
         {QStringList {u"--seats"_s, u"0"_s}, {u"--ttl"_s, u"soon"_s}, {u"--sets"_s, u"2"_s}, {u"me"_s}}) {
        Person ada(m_server, u"ada"_s, nonsense);
        QVERIFY(!ada.start());
        QCOMPARE(ada.process().exitCode(), 64);
        QVERIFY2(ada.output().contains("--help"), ada.output().constData());
    }
}

void tst_LicenceSeats::hasItsPictureTaken()
{
    // With the private server that the programs start themselves, as nobody says where one is.
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    redguard::LocalServer local;
    const auto stop = qScopeGuard([&local] {
        QSignalSpy stopped(&local, &redguard::LocalServer::stopped);
        local.stop();
        QVERIFY(stopped.wait());
    });
    const QStringList terms {u"--seats"_s, u"3"_s, u"--url"_s, u"local:"_s};
    Person ada(m_server, u"ada@paris"_s, terms);
    Person ben(m_server, u"ben@oslo"_s, terms);
    Person cleo(m_server, u"cleo@rome"_s, terms);
    Person dan(m_server, u"dan@lima"_s, terms);
    for (auto *person : {&ada, &ben, &cleo, &dan}) {
        person->setEnvironment(u"XDG_RUNTIME_DIR"_s, runtime.path());
        QVERIFY(person->start());
    }
    for (auto *person : {&ada, &ben, &cleo}) {
        QVERIFY(person->take());
        ACTOR_TRY_VERIFY(*person, person->isSeated());
    }
    QVERIFY(dan.take());
    ACTOR_TRY_VERIFY(ben, ben.has(u"In the queue: 1"_s) && ben.seesRow(u"Seat 3"_s, u"cleo@rome"_s));
    ACTOR_TRY_VERIFY(dan, dan.has(u"You are next"_s));
    ACTOR_VERIFY(ben, ben.resize({760, 440}));
    ACTOR_VERIFY(dan, dan.resize({760, 440}));
    ACTOR_VERIFY(ben, ben.grab(screenshotPath(u"licence-seats"_s)));
    ACTOR_VERIFY(dan, dan.setDark(true));
    ACTOR_VERIFY(dan, dan.grab(screenshotPath(u"licence-seats-dark"_s)));
    for (const auto &name : {u"licence-seats"_s, u"licence-seats-dark"_s})
        QVERIFY(QFileInfo(screenshotPath(name)).size() > 5000);
}

QTEST_GUILESS_MAIN(tst_LicenceSeats)

#include "tst_licenceseats.moc"
