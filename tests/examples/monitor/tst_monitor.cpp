// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actor.h"
#include "actorverify.h"
#include "testserver.h"

#include <RedGuard/RedGuard>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Who has it? Asked through the window of the real program, of what this process holds.
class tst_Monitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void showsWhoHasWhat();
    void tellsWhatHappens();
    void showsTheChosenClosely();
    void keepsTheChosenThoughItIsGone();
    void filters();
    void saysThatNothingIsHeld();
    void worksByKeyboardAlone();
    void everythingHasANameAndItsPlace();
    void writesNothing();
    void tellsThatTheServerIsGone();
    void refusesNonsense_data();
    void refusesNonsense();
    void hasItsPictureTaken();

private:
    struct Window : Actor
    {
        explicit Window(const QString &url, const QString &interval = u"50ms"_s)
            : Actor(QStringLiteral(PROGRAM),
                    {u"--url"_s, url, u"--namespace"_s, u"lab"_s, u"--interval"_s, interval})
        {
        }
        [[nodiscard]] bool saysOf(const QString &name, const QString &text)
        {
            return descriptionOf(name, u"ListItem"_s).contains(text);
        }
        [[nodiscard]] bool tells(const QString &event) { return has(event, u"ListItem"_s); }
        [[nodiscard]] bool isEmpty() { return shows(u"Nothing is held under “lab”"_s); }
    };
    struct Person
    {
        Person(const QString &url, const QString &name)
            : guard(url, u"lab"_s, {.clientName = name})
        {
        }
        Lock *lock(const QString &name, const LockOptions &options = {.ttl = 60s})
        {
            Lock *lock = guard.lock(name, options);
            lock->acquire();
            return lock;
        }
        RedGuard guard;
    };

    TestServer m_server;
};

void tst_Monitor::showsWhoHasWhat()
{
    Person anna(m_server.url(), u"anna@bench"_s);
    Person ben(m_server.url(), u"ben@hall"_s);
    Lock *scope = anna.lock(u"scope"_s);
    QTRY_VERIFY(scope->isHeld());
    Lock *waiter = ben.lock(u"scope"_s);
    Semaphore *seats = anna.guard.semaphore(u"seats"_s, {.capacity = 3, .permits = 2, .ttl = 60s});
    seats->acquire();
    RateLimiter *limiter = ben.guard.limiter(u"api"_s, {.limit = 5, .window = 60s});
    QSignalSpy admitted(limiter, &RateLimiter::acquired);
    limiter->acquire();
    QTRY_VERIFY(waiter->queuePosition() == 1 && seats->isHeld() && admitted.size() == 1);

    Window one(m_server.url());
    Window other(m_server.url());
    QVERIFY(one.start() && other.start());
    for (Window *window : {&one, &other}) {
        ACTOR_TRY_VERIFY(*window, window->saysOf(u"scope"_s, u"Lock, held by anna@bench, 1 waiting, 0:5"_s));
        ACTOR_TRY_VERIFY(*window,
                         window->saysOf(u"seats"_s, u"Semaphore, held by anna@bench, 2 permits, 0:5"_s));
        ACTOR_TRY_VERIFY(*window, window->saysOf(u"api"_s, u"Rate limiter, 1 in window"_s));
        QCOMPARE(window->namesOf(u"ListItem"_s).first(3), QStringList({u"api"_s, u"scope"_s, u"seats"_s}));
    }
    scope->release();
    for (Window *window : {&one, &other})
        ACTOR_TRY_VERIFY(*window, window->saysOf(u"scope"_s, u"Lock, held by ben@hall, 0:5"_s));
    QCOMPARE(one.output() + other.output(), QByteArray());
}

void tst_Monitor::tellsWhatHappens()
{
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.isEmpty());
    Person anna(m_server.url(), u"anna@bench"_s);
    Person ben(m_server.url(), u"ben@hall"_s);
    Lock *scope = anna.lock(u"scope"_s);
    ACTOR_TRY_VERIFY(window, window.tells(u"scope: granted to anna@bench"_s));
    Lock *waiter = ben.lock(u"scope"_s);
    ACTOR_TRY_VERIFY(window, window.tells(u"scope: queue grew to 1"_s));
    scope->release();
    ACTOR_TRY_VERIFY(window, window.tells(u"scope: released by anna@bench"_s));
    ACTOR_TRY_VERIFY(window, window.tells(u"scope: granted to ben@hall"_s));
    ACTOR_TRY_VERIFY(window, window.tells(u"scope: queue shrank to 0"_s));
    QVERIFY(waiter->isHeld());

    Lock *lapsing = ben.lock(u"door"_s, {.ttl = 1s, .renewal = Renewal::None});
    QSignalSpy lost(lapsing, &Lock::lost);
    ACTOR_TRY_VERIFY(window, window.tells(u"door: granted to ben@hall"_s));
    ACTOR_TRY_VERIFY(window, window.tells(u"door: lease of ben@hall expired"_s));
    QVERIFY(!window.tells(u"door: released by ben@hall"_s));
    QTRY_COMPARE(lost.size(), 1);

    RateLimiter *limiter = anna.guard.limiter(u"api"_s, {.limit = 5, .window = 60s});
    limiter->acquire();
    ACTOR_TRY_VERIFY(window, window.tells(u"api: 1 admitted"_s));

    anna.lock(u"gone"_s);
    ACTOR_TRY_VERIFY(window, window.tells(u"gone: granted to anna@bench"_s));
    m_server.command({"FLUSHALL"});
    ACTOR_TRY_VERIFY(window, window.tells(u"gone: deleted on the server"_s));
}

void tst_Monitor::showsTheChosenClosely()
{
    Person anna(m_server.url(), u"anna@bench"_s);
    Person ben(m_server.url(), u"ben@hall"_s);
    const SemaphoreOptions two {.capacity = 3, .permits = 2, .ttl = 60s};
    Semaphore *annas = anna.guard.semaphore(u"seats"_s, two);
    Semaphore *bens = ben.guard.semaphore(u"seats"_s, {.capacity = 3, .ttl = 60s});
    QSignalSpy granted(bens, &Semaphore::acquired);
    annas->acquire();
    QTRY_VERIFY(annas->isHeld());
    bens->acquire();
    QTRY_COMPARE(granted.size(), 1);
    const auto fence = granted.first().first().value<LeaseInfo>().fence();

    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.has(u"Choose a name to see who has it"_s));
    ACTOR_TRY_VERIFY(window, window.press(u"seats"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"Newest fence: %1"_s.arg(fence)));
    QVERIFY(window.has(u"Kind: Semaphore"_s));
    ACTOR_TRY_VERIFY(window, window.saysOf(u"anna@bench"_s, u", 2 permits, 0:5"_s));
    ACTOR_TRY_VERIFY(window, window.saysOf(u"ben@hall"_s, u", 0:5"_s));
    ACTOR_TRY_VERIFY(window,
                     window.descriptionOf(u"History"_s, u"Chart"_s)
                         == u"The last 2 minutes: held at 100 % of the looks; "
                            "0 waiting now, at most 0; permits held: 3 now, at most 3"_s);
    annas->release();
    ACTOR_TRY_VERIFY(window, !window.has(u"anna@bench"_s, u"ListItem"_s));
    QVERIFY(window.has(u"ben@hall"_s, u"ListItem"_s));
    ACTOR_TRY_VERIFY(
        window, window.descriptionOf(u"History"_s, u"Chart"_s).endsWith(u"permits held: 1 now, at most 3"_s));
}

void tst_Monitor::keepsTheChosenThoughItIsGone()
{
    m_server.command({"SET", "lab:other", QByteArray(16, 'o'), "PX", "60000"});
    m_server.command({"SET", "lab:python", QByteArray(16, 'p'), "PX", "60000"});
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.saysOf(u"python"_s, u"held by 70707070"_s));
    QVERIFY(window.press(u"python"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"Unknown program"_s));
    m_server.command({"DEL", "lab:python"});
    ACTOR_TRY_VERIFY(window, window.has(u"The server has no trace of this name now"_s));
    ACTOR_TRY_VERIFY(window, !window.has(u"python"_s, u"ListItem"_s));
    QVERIFY(window.has(u"python"_s, u"Heading"_s));
}

void tst_Monitor::filters()
{
    Person anna(m_server.url(), u"anna@bench"_s);
    Person ben(m_server.url(), u"ben@hall"_s);
    anna.lock(u"scope"_s);
    ben.lock(u"door"_s);
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.has(u"scope"_s, u"ListItem"_s) && window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(window.setText(u"Filter"_s, u"OOR"_s));
    ACTOR_TRY_VERIFY(window, !window.has(u"scope"_s, u"ListItem"_s));
    QVERIFY(window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(window.setText(u"Filter"_s, u"anna"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"scope"_s, u"ListItem"_s));
    QVERIFY(!window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(window.setText(u"Filter"_s, u"nobody"_s));
    ACTOR_TRY_VERIFY(window, window.shows(u"No name or holder contains “nobody”"_s));
}

void tst_Monitor::saysThatNothingIsHeld()
{
    Person elsewhere(m_server.url(), u"carl@street"_s);
    m_server.command({"SET", "other:door", QByteArray(16, 'o')});
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.isEmpty());
    ACTOR_TRY_VERIFY(window, window.shows(u"Nothing has happened since the first look"_s));
}

void tst_Monitor::worksByKeyboardAlone()
{
    Person anna(m_server.url(), u"anna@bench"_s);
    anna.lock(u"door"_s);
    anna.lock(u"scope"_s);
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"ListItem"_s) && window.has(u"scope"_s, u"ListItem"_s));
    const QStringList order = window.tabOrder();
    QCOMPARE(QSet<QString>(order.begin(), order.end()),
             QSet<QString>({u"Filter"_s, u"Look every"_s, u"Names under “lab”"_s, u"Events"_s}));
    QVERIFY(window.key(u"Ctrl+F"_s));
    ACTOR_TRY_VERIFY(window, window.focusName() == u"Filter"_s);
    QVERIFY(window.type(u"sco"_s));
    ACTOR_TRY_VERIFY(window, !window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(window.key(u"Esc"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(window.key(u"Tab"_s) && window.key(u"Tab"_s));
    ACTOR_TRY_VERIFY(window, window.focusName() == u"Names under “lab”"_s);
    QVERIFY(window.key(u"Down"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"Heading"_s));
    QVERIFY(window.key(u"End"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"scope"_s, u"Heading"_s));
    QVERIFY(window.key(u"Up"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"Heading"_s));

    QVERIFY(window.resize({480, 320}));
    ACTOR_TRY_VERIFY(window, !window.has(u"door"_s, u"Heading"_s));
    QVERIFY(window.key(u"Return"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"Heading"_s) && !window.has(u"scope"_s, u"ListItem"_s));
    QVERIFY(window.key(u"Esc"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"scope"_s, u"ListItem"_s));
    ACTOR_TRY_VERIFY(window, window.focusName() == u"Names under “lab”"_s);
}

void tst_Monitor::everythingHasANameAndItsPlace()
{
    Person anna(m_server.url(), u"anna@bench"_s);
    anna.lock(u"scope"_s);
    Window window(m_server.url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.press(u"scope"_s));
    ACTOR_TRY_VERIFY(window, window.has(u"anna@bench"_s, u"ListItem"_s));
    const auto isInOrder = [&window] { return window.unnamed().isEmpty() && window.clipped().isEmpty(); };
    ACTOR_TRY_VERIFY(window, isInOrder());
    QVERIFY(window.resize({480, 320}));
    ACTOR_TRY_VERIFY(window, isInOrder() && window.has(u"Events"_s, u"Button"_s));
    QVERIFY(window.press(u"scope"_s));
    ACTOR_TRY_VERIFY(window, isInOrder() && window.has(u"Back"_s, u"Button"_s));
    QVERIFY(window.press(u"Back"_s));
    ACTOR_TRY_VERIFY(window, isInOrder() && window.has(u"Events"_s, u"Button"_s));
    QVERIFY(window.press(u"Events"_s));
    ACTOR_TRY_VERIFY(window, isInOrder() && window.has(u"Names"_s, u"Button"_s));
}

void tst_Monitor::writesNothing()
{
    m_server.command({"SET", "lab:door", QByteArray(16, 'd'), "PX", "60000"});
    m_server.command({"ZADD", "lab:seats", "99999999999999999", QByteArray(16, 's')});
    const auto keys = m_server.keys();
    m_server.resetCounts();
    {
        Window one(m_server.url());
        Window other(m_server.url());
        QVERIFY(one.start() && other.start());
        QTRY_VERIFY_WITH_TIMEOUT(m_server.calls("scan") > 40, 10'000);
        QVERIFY(one.has(u"door"_s, u"ListItem"_s));
        QVERIFY(one.close() && other.close());
    }
    static const QSet<QByteArray> reading {"hello",
                                           "ping",
                                           "client|setname",
                                           "client|setinfo",
                                           "client|list",
                                           "client|id",
                                           "client|tracking",
                                           "info",
                                           "scan",
                                           "time",
                                           "script|load",
                                           "evalsha",
                                           "eval",
                                           "subscribe",
                                           "type",
                                           "pttl",
                                           "getrange",
                                           "get",
                                           "zcount",
                                           "zcard",
                                           "zrange",
                                           "select",
                                           "config|resetstat",
                                           "zrevrangebyscore"};
    const QByteArray stats = m_server.command({"INFO", "commandstats"}).bytes;
    QByteArrayList others;
    for (const QByteArray &line : stats.split('\n')) {
        const QByteArray command = line.mid(8, line.indexOf(':') - 8);
        if (line.startsWith("cmdstat_") && !reading.contains(command))
            others << command;
    }
    QCOMPARE(others, QByteArrayList());
    QCOMPARE(m_server.keys(), keys);
    // That the list above is what a writer would be caught by.
    m_server.command({"SET", "lab:more", "x"});
    QVERIFY(m_server.command({"INFO", "commandstats"}).bytes.contains("cmdstat_set:"));
}

void tst_Monitor::tellsThatTheServerIsGone()
{
    auto server = std::make_unique<TestServer>();
    QVERIFY(server->start());
    server->command({"SET", "lab:door", QByteArray(16, 'd'), "PX", "60000"});
    Window window(server->url());
    QVERIFY(window.start());
    ACTOR_TRY_VERIFY(window, window.has(u"door"_s, u"ListItem"_s));
    QVERIFY(!window.shows(u"Not seen at present"_s));
    server.reset();
    ACTOR_TRY_VERIFY(window, window.shows(u"Not seen at present"_s));
    // What was seen last stays.
    QVERIFY(window.has(u"door"_s, u"ListItem"_s));
}

void tst_Monitor::refusesNonsense_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a number without a unit") << QStringList {u"--interval"_s, u"5"_s};
    QTest::newRow("too often") << QStringList {u"--interval"_s, u"1ms"_s};
    QTest::newRow("too seldom") << QStringList {u"--interval"_s, u"999m"_s};
    QTest::newRow("a word") << QStringList {u"lab"_s};
}

void tst_Monitor::refusesNonsense()
{
    QFETCH(QStringList, arguments);
    Actor monitor(QStringLiteral(PROGRAM), arguments);
    QVERIFY(!monitor.start());
    QVERIFY(monitor.waitForEnd());
    QCOMPARE(monitor.process().exitCode(), 64);
    QVERIFY(monitor.output().startsWith("redguard-monitor: "));
}

void tst_Monitor::hasItsPictureTaken()
{
    // On the private server of a user, as nobody says where one is.
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    const QString url = u"local:"_s;
    LocalServer local;
    const auto stop = qScopeGuard([&local] {
        QSignalSpy stopped(&local, &LocalServer::stopped);
        local.stop();
        QVERIFY(stopped.wait());
    });
    Person anna(url, u"anna@bench"_s);
    Person ben(url, u"ben@hall"_s);
    Person dora(url, u"render-7@farm"_s);
    Person eva(url, u"eva@field"_s);
    // Those who share the microscope hand it on all the time.
    std::vector<Lock *> takers;
    QTimer turns;
    const auto handOn = [&takers] {
        for (Lock *taker : takers) {
            if (taker->isHeld()) {
                taker->release();
                taker->acquire();
                return;
            }
        }
    };
    connect(&turns, &QTimer::timeout, this, handOn);
    for (Person *person : {&anna, &ben, &eva})
        takers.push_back(person->lock(u"microscope"_s, {.ttl = 45s}));
    Semaphore *slots4 = dora.guard.semaphore(u"render-slots"_s, {.capacity = 4, .permits = 3, .ttl = 30s});
    Semaphore *slot = ben.guard.semaphore(u"render-slots"_s, {.capacity = 4, .ttl = 30s});
    slots4->acquire();
    slot->acquire();
    RateLimiter *limiter = anna.guard.limiter(u"weather-api"_s, {.limit = 100, .window = 60s});
    connect(&turns, &QTimer::timeout, limiter, &RateLimiter::acquire);
    Lock *printer = ben.lock(u"printer"_s);
    anna.lock(u"firmware-update"_s, {.ttl = 90s});
    eva.lock(u"gate"_s, {.ttl = 2s, .renewal = Renewal::None});
    QTRY_VERIFY(printer->isHeld() && slot->isHeld());

    Window window(url, u"200ms"_s);
    window.setEnvironment(u"XDG_RUNTIME_DIR"_s, runtime.path());
    QVERIFY(window.start() && window.setDark(false) && window.resize({1080, 640}));
    turns.start(500);
    ACTOR_TRY_VERIFY(window, window.press(u"microscope"_s));
    ACTOR_TRY_VERIFY(window, window.tells(u"gate: lease of eva@field expired"_s));
    printer->release();
    ACTOR_TRY_VERIFY(window, window.saysOf(u"weather-api"_s, u"12 in window"_s));
    QVERIFY(window.grab(screenshotPath(u"monitor"_s)));
    QVERIFY(window.setDark(true));
    ACTOR_TRY_VERIFY(window, window.saysOf(u"weather-api"_s, u"14 in window"_s));
    QVERIFY(window.grab(screenshotPath(u"monitor-dark"_s)));
    QVERIFY(window.setDark(false) && window.resize({480, 320}));
    // What is further down the list has no room there.
    ACTOR_TRY_VERIFY(window, window.has(u"Events"_s, u"Button"_s));
    ACTOR_TRY_VERIFY(window, window.saysOf(u"firmware-update"_s, u"held by anna@bench"_s));
    QVERIFY(window.grab(screenshotPath(u"monitor-small"_s)));
}

QTEST_GUILESS_MAIN(tst_Monitor)

#include "tst_monitor.moc"
