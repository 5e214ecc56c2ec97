// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguardcommand.h"
#include "testserver.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

using namespace Qt::StringLiterals;

class tst_CliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void optionsStandBeforeOrBehind_data();
    void optionsStandBeforeOrBehind();
    void wrongUsage_data();
    void wrongUsage();
    void quietWithoutEvents();
    void statusAsJson();
    void statusAsText();
    void localServer();
    void passwordIsNeverPrinted_data();
    void passwordIsNeverPrinted();
    void help();
    void manualPage();

private:
    QTemporaryDir m_folder;
    TestServer m_server;
};

void tst_CliUsage::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QVERIFY(m_server.start());
    RedguardCommand::setVariable(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    RedguardCommand::setVariable(u"REDGUARD_URL"_s, m_server.url());
}

void tst_CliUsage::init()
{
    m_server.command({"FLUSHALL"});
}

void tst_CliUsage::optionsStandBeforeOrBehind_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("behind the name") << u"lock x --ttl 7s --no-wait --events -- true"_s;
    QTest::newRow("before the name") << u"lock --ttl 7s --no-wait --events x -- true"_s;
    QTest::newRow("around the name") << u"lock --ttl=7s x --no-wait --events -- true"_s;
    QTest::newRow("the url in front") << u"--url URL lock x --ttl 7s --events -- true"_s;
    QTest::newRow("the url behind") << u"lock x --ttl 7s --events --url=URL -- true"_s;
}

void tst_CliUsage::optionsStandBeforeOrBehind()
{
    QFETCH(QString, line);
    RedguardCommand command(words(line.replace(u"URL"_s, m_server.url())));
    if (line.contains(u"--url"_s))
        command.addVariable(u"REDGUARD_URL"_s, u"redis://not.there.invalid"_s);
    QCOMPARE(command.run(), 0);
    const qint64 validFor = number(command.nextEvent(u"acquired"_s), u"validForMs"_s);
    QVERIFY2(validFor > 5000 && validFor <= 7000, QByteArray::number(validFor).constData());
}

void tst_CliUsage::wrongUsage_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const QByteArray &line, const QByteArray &message) {
        QTest::newRow(line.isEmpty() ? "nothing" : line.constData()) << QString::fromUtf8(line) << message;
    };
    row("", "a command is missing, such as lock; see redguard --help");
    row("--url local:", "a command is missing, such as lock; see redguard --help");
    row("frob x", "there is no command \"frob\"; see redguard --help");
    row("--frob lock x", "there is no option \"--frob\"; see redguard --help");
    row("lock", "lock: a NAME is missing; see redguard lock --help");
    row("lock -- true", "lock: a NAME is missing; see redguard lock --help");
    row("lock x true",
        "lock: \"true\" is one argument too many; what is to run stands behind --; see redguard lock --help");
    row("lock x --", "lock: the program to run is missing behind --; see redguard lock --help");
    row("lock x --capacity 1", "lock: there is no option \"--capacity\"; see redguard lock --help");
    row("lock x -t", "lock: there is no option \"-t\"; see redguard lock --help");
    row("lock x --ttl", "lock: missing value after '--ttl'; see redguard lock --help");
    row("lock x --events=yes", "lock: unexpected value after '--events'; see redguard lock --help");
    for (const char *duration :
         {"5", "s", "0s", "-5s", "+5s", "5sec", "1.5s", "5S", "999999999h", "99999999999999999999s"}) {
        const QByteArray line = QByteArray("lock x --ttl ") + duration;
        const QByteArray message =
            QByteArray("lock: --ttl takes a duration above 0 and up to a year, such as 250ms, "
                       "10s, 2m or 1h, not \"")
            + duration + "\"; see redguard lock --help";
        row(line, message);
    }
    row("lock x --wait soon",
        "lock: --wait takes a duration of up to a year, such as 250ms, 10s, 2m or 1h, not \"soon\"; "
        "see redguard lock --help");
    row("lock x --grace 5",
        "lock: --grace takes a duration of up to a year, such as 250ms, 10s, 2m or 1h, not \"5\"; "
        "see redguard lock --help");
    row("lock x --wait 1s --no-wait",
        "lock: --wait and --no-wait contradict each other; see redguard lock --help");
    row("semaphore x", "semaphore: --capacity is missing; see redguard semaphore --help");
    row("semaphore x --capacity 0",
        "semaphore: --capacity takes a whole number from 1 on, not \"0\"; see redguard semaphore --help");
    row("semaphore x --capacity two",
        "semaphore: --capacity takes a whole number from 1 on, not \"two\"; see redguard semaphore --help");
    row("semaphore x --capacity 2 --permits 3",
        "semaphore: --permits is more than --capacity; see redguard semaphore --help");
    row("limit x --window 1s", "limit: --limit is missing; see redguard limit --help");
    row("limit x --limit 5", "limit: --window is missing; see redguard limit --help");
    row("limit x --limit 5 --window 1s --cost 6",
        "limit: --cost is more than --limit; see redguard limit --help");
    row("limit x --limit 5 --window 1s --burst 6",
        "limit: --burst goes with --algorithm paced only; see redguard limit --help");
    row("limit x --limit 5 --window 1s --algorithm best",
        "limit: --algorithm takes sliding or paced, not \"best\"; see redguard limit --help");
    row("limit x --limit 1000000 --window 1s",
        "The limit of \"x\" is not from 1 to 100000: 1000000; see redguard --help");
    row("status", "status: a NAME is missing; see redguard status --help");
    row("status x y", "status: \"y\" is one argument too many; see redguard status --help");
    row("status x -- true",
        "status: it runs no program, so that nothing may stand behind --; see redguard status --help");
    row("local", "local: start, status or stop is missing; see redguard local --help");
    row("local frob", "local: it takes start, status or stop; see redguard local --help");
    row("local status a b", "local: \"b\" is one argument too many; see redguard local --help");
    row("--url localhost lock x",
        "The URL has no scheme; redis://localhost is a whole one; see redguard --help");
    row("--url redis-cluster://localhost/1 lock x", "A cluster has no database but 0; see redguard --help");
    row("--url= lock x", "The URL has no scheme; redis://localhost is a whole one; see redguard --help");
    row("--url nonsense status x",
        "The URL has no scheme; redis://localhost is a whole one; see redguard --help");
}

void tst_CliUsage::wrongUsage()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, message);
    RedguardCommand command(words(line));
    QCOMPARE(command.run(), 64);
    QCOMPARE(command.errors(), "redguard: " + message + '\n');
    QCOMPARE(command.output(), QByteArray());
}

void tst_CliUsage::quietWithoutEvents()
{
    RedguardCommand held(words(u"lock x"_s));
    held.setInputFile(u"/dev/null"_s);
    QCOMPARE(held.run(), 0);
    QCOMPARE(held.output() + held.errors(), QByteArray());
    RedguardCommand admitted(words(u"limit y --limit 1 --window 1s"_s));
    QCOMPARE(admitted.run(), 0);
    QCOMPARE(admitted.output() + admitted.errors(), QByteArray());
}

void tst_CliUsage::statusAsJson()
{
    const auto status = [] {
        RedguardCommand command(words(u"status x --json"_s));
        return command.run() == 0 ? command.nextEvent() : QJsonObject();
    };
    const QJsonObject unused = status();
    QCOMPARE(unused.keys(),
             QStringList({u"fence"_s, u"holders"_s, u"kind"_s, u"name"_s, u"remainingMs"_s, u"used"_s,
                          u"waiters"_s}));
    QCOMPARE(unused.value(u"kind"_s).toString(), u"Unused"_s);

    RedguardCommand holder(words(u"lock x --events"_s));
    const qint64 fence = number(holder.start().nextEvent(u"acquired"_s), u"fence"_s);
    RedguardCommand waiter(words(u"lock x --events"_s));
    QVERIFY(!waiter.start().nextEvent(u"waiting"_s).isEmpty());
    const QJsonObject held = status();
    QCOMPARE(held.value(u"name"_s).toString(), u"x"_s);
    QCOMPARE(held.value(u"kind"_s).toString(), u"Lock"_s);
    QCOMPARE(held.value(u"holders"_s).toArray().size(), 1);
    const QJsonObject who = held.value(u"holders"_s).toArray().first().toObject();
    QCOMPARE(who.value(u"token"_s).toString().size(), 8);
    QCOMPARE(who.value(u"client"_s).toString(), u"redguard@"_s + QSysInfo::machineHostName());
    QCOMPARE(number(who, u"permits"_s), 1);
    QVERIFY(number(who, u"remainingMs"_s) > 0);
    QVERIFY(number(held, u"remainingMs"_s) > 0 && number(held, u"remainingMs"_s) <= 30'000);
    QCOMPARE(number(held, u"fence"_s), fence);
    QCOMPARE(number(held, u"waiters"_s), 1);
}

void tst_CliUsage::statusAsText()
{
    RedguardCommand holder(words(u"semaphore x --capacity 3 --permits 2 --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    RedguardCommand command(words(u"status x"_s));
    QCOMPARE(command.run(), 0);
    const QByteArray output = command.output();
    QVERIFY2(output.contains("kind       Semaphore\n") && output.contains("permits    2\n")
                 && output.contains("(redguard@"),
             output.constData());
    QVERIFY2(output.contains("waiters    0\n") && output.contains(" ms\n"), output.constData());
}

void tst_CliUsage::localServer()
{
    const auto local = [](const QString &line) {
        RedguardCommand command(words(u"local "_s + line));
        const int exitCode = command.run();
        return std::pair(exitCode, command.output());
    };
    const auto stop = qScopeGuard([&] { local(u"stop"_s); });
    QCOMPARE(local(u"status"_s), std::pair(69, "not running\n"_ba));
    const QByteArray url = "unix://" + m_folder.path().toUtf8() + "/redguard/default/redis.sock";
    QCOMPARE(local(u"start"_s), std::pair(0, url + '\n'));
    const auto [code, output] = local(u"status"_s);
    QCOMPARE(code, 0);
    QVERIFY2(output.startsWith("running\n") && output.contains(url) && output.contains("process  "),
             output.constData());
    QCOMPARE(local(u"status other"_s).first, 69);

    RedguardCommand command(withShell(u"lock x --"_s, u"echo $REDGUARD_FENCE"_s));
    command.addVariable(u"REDGUARD_URL"_s, QString());
    QCOMPARE(command.run(), 0);
    QVERIFY(command.output().trimmed().toLongLong() > 0);
    QCOMPARE(m_server.keys(), QByteArrayList());

    QCOMPARE(local(u"stop"_s), std::pair(0, QByteArray()));
    QCOMPARE(local(u"status"_s), std::pair(69, "not running\n"_ba));
    QCOMPARE(local(u"status .x"_s).first, 64);
}

void tst_CliUsage::passwordIsNeverPrinted_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("expected");
    QTest::newRow("right") << u"lock x --events -- true"_s << 0;
    QTest::newRow("wrong") << u"--url unix://:wrong-CANARY@SOCKET lock x --events -- true"_s << 69;
    QTest::newRow("wrong, with a status") << u"--url unix://:wrong-CANARY@SOCKET status x"_s << 69;
    QTest::newRow("no server") << u"--url unix://:CANARY@SOCKET.dead lock x --wait 100ms --events"_s << 69;
    QTest::newRow("a wrong port") << u"--url redis://user:CANARY@localhost:port lock x --events"_s << 64;
    QTest::newRow("a wrong query") << u"--url redis://user:pass?CANARY@localhost lock x --events"_s << 64;
    QTest::newRow("a slash in it") << u"--url redis://user:pass/CANARY@localhost lock x --events"_s << 64;
    QTest::newRow("a wrong scheme") << u"--url rdis://user:CANARY@localhost lock x --events"_s << 64;
    QTest::newRow("without --url") << u"redis://user:CANARY@localhost lock x"_s << 64;
    QTest::newRow("one too many") << u"lock x redis://user:CANARY@localhost"_s << 64;
    QTest::newRow("as an option") << u"lock x --redis://user:CANARY@localhost"_s << 64;
    QTest::newRow("as a value") << u"lock x --ttl redis://user:CANARY@localhost"_s << 64;
    QTest::newRow("as what local does") << u"local redis://user:CANARY@localhost"_s << 64;
}

void tst_CliUsage::passwordIsNeverPrinted()
{
    QFETCH(QString, line);
    QFETCH(int, expected);
    TestServer server({u"--requirepass"_s, u"CANARY"_s});
    server.server().start();
    QTRY_COMPARE(server.server().state(), redguard::LocalServer::State::Running);
    RedguardCommand command(words(line.replace(u"SOCKET"_s, server.server().socketPath())));
    command.addVariable(u"REDGUARD_URL"_s, u"unix://:CANARY@"_s + server.server().socketPath());
    command.addVariable(u"QT_LOGGING_RULES"_s, u"redguard.*=true"_s);
    QCOMPARE(command.run(), expected);
    const QByteArray all = command.output() + command.errors();
    QVERIFY2(!all.contains("CANARY"), all.constData());
    QVERIFY(!all.isEmpty());
}

void tst_CliUsage::help()
{
    RedguardCommand whole(words(u"--help"_s));
    QCOMPARE(whole.run(), 0);
    const QByteArray text = whole.output();
    for (const char *name :
         {"lock", "semaphore", "limit", "status", "local", "--url", "--namespace", "REDGUARD_FENCE"})
        QVERIFY2(text.contains(name), name);
    for (const QByteArray &line : text.split('\n'))
        QVERIFY2(line.size() <= 80 || line.startsWith("Usage: "), line.constData());

    const QHash<QString, QByteArray> options {{u"lock"_s, "--ttl DUR"},
                                              {u"semaphore"_s, "--capacity N"},
                                              {u"limit"_s, "--window DUR"},
                                              {u"status"_s, "--json"},
                                              {u"local"_s, "start|status|stop"}};
    for (auto option = options.begin(); option != options.end(); ++option) {
        RedguardCommand command({option.key(), u"--help"_s});
        QCOMPARE(command.run(), 0);
        const QByteArray output = command.output();
        QVERIFY2(output.startsWith("Usage: redguard " + option.key().toUtf8())
                     && output.contains(option.value()),
                 output.constData());
    }
    RedguardCommand version(words(u"--version"_s));
    QCOMPARE(version.run(), 0);
    QVERIFY(QRegularExpression(u"^redguard \\d+\\.\\d+\\.\\d+\\n$"_s)
                .match(QString::fromUtf8(version.output()))
                .hasMatch());
}

// Says what --help says.
void tst_CliUsage::manualPage()
{
    RedguardCommand command(words(u"--man"_s));
    QCOMPARE(command.run(), 0);
    QByteArray page = command.output();
    QVERIFY(page.startsWith(".TH REDGUARD 1 "));
    page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "");
    for (const QString &name : words(u"lock semaphore limit status local"_s)) {
        RedguardCommand help({name, u"--help"_s});
        QCOMPARE(help.run(), 0);
        QVERIFY(page.contains("\n.SS " + name.toUtf8() + '\n'));
        for (const QByteArray &line : help.output().split('\n')) {
            if (line.startsWith("  --"))
                QVERIFY2(page.contains(".TP\n" + line.mid(2).split(' ').first()), line.constData());
        }
    }
    for (const char *section : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "SIGNALS", "EVENTS",
                                "EXIT STATUS", "ENVIRONMENT", "EXAMPLES"})
        QVERIFY2(page.contains(QByteArray("\n.SH ") + section + '\n'), section);
}

QTEST_GUILESS_MAIN(tst_CliUsage)
#include "tst_cliusage.moc"
