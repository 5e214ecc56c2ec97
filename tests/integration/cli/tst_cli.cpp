// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguardcommand.h"
#include "testserver.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <csignal>
#include <deque>

using namespace Qt::StringLiterals;

namespace {

// A program that says so when it runs, and what it does on a signal.
QString trapping(const QString &signal, const QString &action)
{
    return u"trap '%1' %2; echo ready; while :; do sleep 0.05; done"_s.arg(action, signal);
}

} // namespace

class tst_Cli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void fencesRise();
    void contendersNeverOverlap();
    void argumentsArriveUntouched();
    void environmentOfTheProgram();
    void brokenPipesEndThePrograms();
    void exitCodeOfTheProgram_data();
    void exitCodeOfTheProgram();
    void refused_data();
    void refused();
    void noServer();
    void lossEndsTheProgram();
    void lossEndsAStubbornProgram();
    void lossWithoutProgram();
    void withoutRenewalItIsLost();
    void signalsAreForwarded_data();
    void signalsAreForwarded();
    void signalKillsTheProgram();
    void signalEndsTheWait_data();
    void signalEndsTheWait();
    void signalEndsTheHold_data();
    void signalEndsTheHold();
    void ignoredSignalStaysIgnored();
    void endOfInputEndsTheHold();
    void noInputEndsTheHold_data();
    void noInputEndsTheHold();
    void frozenServerDelaysTheEndOnly();
    void eventsInOrder();
    void connectionErrorIsAnEvent();
    void semaphore();
    void limitAtOnce();
    void limitWaits();
    void limitIsNoHold();

private:
    QTemporaryDir m_folder;
    TestServer m_server;
};

void tst_Cli::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QVERIFY(m_server.start());
    RedguardCommand::setVariable(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    RedguardCommand::setVariable(u"REDGUARD_URL"_s, m_server.url());
}

void tst_Cli::init()
{
    m_server.command({"FLUSHALL"});
}

void tst_Cli::fencesRise()
{
    qint64 last = 0;
    for (int i = 0; i < 2; ++i) {
        RedguardCommand command(withShell(u"lock x --"_s, u"echo $REDGUARD_FENCE"_s));
        QCOMPARE(command.run(), 0);
        const qint64 fence = command.output().trimmed().toLongLong();
        QVERIFY2(fence > last, QByteArray::number(fence).constData());
        last = fence;
    }
}

void tst_Cli::contendersNeverOverlap()
{
    QFile counter(m_folder.filePath(u"counter"_s));
    QVERIFY(counter.open(QIODevice::WriteOnly));
    counter.write("0\n");
    counter.close();
    const QString body = u"cd %1; echo in $REDGUARD_FENCE >> log; read n < counter; sleep 0.02; "
                         u"echo $((n + 1)) > counter; echo out $REDGUARD_FENCE >> log"_s.arg(m_folder.path());
    std::deque<RedguardCommand> shells(4);
    for (RedguardCommand &shell : shells) {
        shell.addVariable(u"BODY"_s, body);
        shell.setShell(u"for i in 1 2 3 4 5; do \"$0\" lock x -- sh -c \"$BODY\" || exit 1; done"_s);
        shell.start();
    }
    for (RedguardCommand &shell : shells)
        QCOMPARE(shell.exitCode(), 0);

    QVERIFY(counter.open(QIODevice::ReadOnly));
    QCOMPARE(counter.readAll(), "20\n"_ba);
    QFile log(m_folder.filePath(u"log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = log.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 40);
    qint64 last = 0;
    for (qsizetype i = 0; i < lines.size(); i += 2) {
        const QByteArray fence = lines[i].mid(3);
        QCOMPARE(lines[i], "in " + fence);
        QCOMPARE(lines[i + 1], "out " + fence);
        QVERIFY(fence.toLongLong() > last);
        last = fence.toLongLong();
    }
}

void tst_Cli::argumentsArriveUntouched()
{
    RedguardCommand command;
    command.setShell(
        u"exec \"$0\" lock x -- printf '<%s>' --ttl -- -qmljsdebugger=1 '' 'a  b' \"$(printf '\\377')\""_s);
    QCOMPARE(command.run(), 0);
    QCOMPARE(command.output(), "<--ttl><--><-qmljsdebugger=1><><a  b><\xff>"_ba);
}

void tst_Cli::environmentOfTheProgram()
{
    RedguardCommand outer(
        withShell(u"--namespace ns lock a --"_s,
                  u"echo $REDGUARD_NAME $OWN; exec \"$OWN\" limit b --limit 1 --window 1s -- "
                  u"sh -c 'echo $REDGUARD_NAME ${REDGUARD_FENCE-none}'"_s));
    outer.addVariable(u"OWN"_s, RedguardCommand::path());
    QCOMPARE(outer.run(), 0);
    QCOMPARE(outer.output(), "a " + RedguardCommand::path().toUtf8() + "\nb none\n");
}

// Qt ignores SIGPIPE; the program must not inherit that.
void tst_Cli::brokenPipesEndThePrograms()
{
    RedguardCommand command(withShell(u"lock x --"_s, u"yes | head -n 1"_s));
    QCOMPARE(command.run(), 0);
    QCOMPARE(command.output(), "y\n"_ba);
    QCOMPARE(command.errors(), QByteArray());
}

void tst_Cli::exitCodeOfTheProgram_data()
{
    QTest::addColumn<QStringList>("program");
    QTest::addColumn<int>("expected");
    QTest::newRow("its own") << QStringList {u"sh"_s, u"-c"_s, u"exit 7"_s} << 7;
    QTest::newRow("success") << QStringList {u"true"_s} << 0;
    QTest::newRow("one that is also ours") << QStringList {u"sh"_s, u"-c"_s, u"exit 75"_s} << 75;
    QTest::newRow("killed") << QStringList {u"sh"_s, u"-c"_s, u"kill -KILL $$"_s} << 128 + SIGKILL;
    QTest::newRow("not found") << QStringList {u"redguard-no-such-program"_s} << 127;
    QTest::newRow("not found at a path") << QStringList {u"/no/such/program"_s} << 127;
    QTest::newRow("not executable") << QStringList {u"/etc/passwd"_s} << 126;
    QTest::newRow("a folder") << QStringList {u"/etc"_s} << 126;
}

void tst_Cli::exitCodeOfTheProgram()
{
    QFETCH(QStringList, program);
    QFETCH(int, expected);
    RedguardCommand command(words(u"lock x --"_s) + program);
    QCOMPARE(command.run(), expected);
    const QByteArray errors = command.errors();
    QCOMPARE(errors.startsWith("redguard: " + program.first().toUtf8() + ": "),
             expected == 126 || expected == 127);
    QCOMPARE(errors.count('\n'), expected == 126 || expected == 127 ? 1 : 0);
    QCOMPARE(m_server.command({"EXISTS", "x"}).integer, 0);
}

void tst_Cli::refused_data()
{
    QTest::addColumn<QString>("holder");
    QTest::addColumn<QString>("other");
    QTest::addColumn<int>("shortest");
    QTest::newRow("lock at once") << u"lock x"_s << u"lock x --no-wait"_s << 0;
    QTest::newRow("lock after a while") << u"lock x"_s << u"lock x --wait 200ms"_s << 200;
    QTest::newRow("semaphore at once")
        << u"semaphore x --capacity 2 --permits 2"_s << u"semaphore x --capacity 2 --no-wait"_s << 0;
    QTest::newRow("semaphore after a while")
        << u"semaphore x --capacity 1"_s << u"semaphore x --capacity 1 --wait 200ms"_s << 200;
}

void tst_Cli::refused()
{
    QFETCH(QString, holder);
    QFETCH(QString, other);
    QFETCH(int, shortest);
    RedguardCommand holds(words(holder + u" --events"_s));
    QVERIFY(!holds.start().nextEvent(u"acquired"_s).isEmpty());

    const qint64 before = sinceBoot();
    RedguardCommand refused(words(other + u" --events -- echo never"_s));
    QCOMPARE(refused.run(), 75);
    QVERIFY(sinceBoot() - before >= qint64(shortest) * 1'000'000);
    QStringList expected {u"timedOut"_s};
    if (shortest > 0)
        expected.prepend(u"waiting"_s);
    QCOMPARE(namesOf(eventsOf(refused.output())), expected);
    const QByteArray errors = refused.errors();
    QVERIFY2(errors.startsWith("redguard: ") && errors.contains("\"x\"") && errors.count('\n') == 1,
             errors.constData());
}

void tst_Cli::noServer()
{
    const QString url = u"--url unix://%1/dead.sock "_s.arg(m_folder.path());
    const QStringList lines {u"lock x -- true"_s,
                             u"lock x --no-wait"_s,
                             u"lock x --wait 200ms --events"_s,
                             u"semaphore x --capacity 1"_s,
                             u"limit x --limit 1 --window 1s"_s,
                             u"status x"_s};
    std::deque<RedguardCommand> commands;
    const qint64 before = sinceBoot();
    for (const QString &line : lines)
        commands.emplace_back(words(url + line)).start();
    for (RedguardCommand &command : commands) {
        QCOMPARE(command.exitCode(), 69);
        const QByteArray errors = command.errors();
        QVERIFY2(errors.startsWith("redguard: no server at unix://") && errors.count('\n') == 1,
                 errors.constData());
    }
    const qint64 tookMs = (sinceBoot() - before) / 1'000'000;
    QVERIFY2(tookMs > 4900 && tookMs < 15'000, QByteArray::number(tookMs).constData());
}

void tst_Cli::lossEndsTheProgram()
{
    RedguardCommand command(
        withShell(u"lock x --ttl 600ms --events --"_s, trapping(u"TERM"_s, u"echo ended; exit 3"_s)));
    command.start();
    const QJsonObject acquired = command.nextEvent(u"acquired"_s);
    QCOMPARE(command.nextLine(), "ready"_ba);
    m_server.command({"DEL", "x"});
    const QJsonObject lost = command.nextEvent(u"lost"_s);
    QCOMPARE(lost.value(u"reason"_s).toString(), u"ServerLostState"_s);
    QCOMPARE(lost.value(u"fence"_s), acquired.value(u"fence"_s));
    QCOMPARE(lost.value(u"name"_s).toString(), u"x"_s);
    QCOMPARE(command.exitCode(), 76);
    QCOMPARE(command.output(), "ended\n"_ba);
    QCOMPARE(command.errors(), "redguard: \"x\" was lost: ServerLostState\n"_ba);
}

void tst_Cli::lossEndsAStubbornProgram()
{
    RedguardCommand command(
        withShell(u"lock x --ttl 600ms --grace 200ms --events --"_s, trapping(u"TERM"_s, u"echo no"_s)));
    command.start();
    QVERIFY(!command.nextEvent(u"acquired"_s).isEmpty());
    QCOMPARE(command.nextLine(), "ready"_ba);
    m_server.command({"FLUSHALL"});
    const qint64 lostAt = number(command.nextEvent(u"lost"_s), u"t"_s);
    QCOMPARE(command.exitCode(), 76);
    const qint64 graceMs = (sinceBoot() - lostAt) / 1'000'000;
    QVERIFY2(graceMs >= 200, QByteArray::number(graceMs).constData());
    QCOMPARE(command.output(), "no\n"_ba);
}

void tst_Cli::lossWithoutProgram()
{
    RedguardCommand command(words(u"semaphore x --capacity 2 --ttl 600ms --events"_s));
    QVERIFY(!command.start().nextEvent(u"acquired"_s).isEmpty());
    m_server.command({"FLUSHALL"});
    QCOMPARE(command.nextEvent(u"lost"_s).value(u"reason"_s).toString(), u"ServerLostState"_s);
    QCOMPARE(command.exitCode(), 76);
    QCOMPARE(command.output(), QByteArray());
}

void tst_Cli::withoutRenewalItIsLost()
{
    RedguardCommand command(words(u"lock x --ttl 1s --no-renew --events -- sleep 20"_s));
    QCOMPARE(command.run(), 76);
    const QList<QJsonObject> events = eventsOf(command.output());
    QCOMPARE(namesOf(events), QStringList({u"acquired"_s, u"lost"_s}));
    QCOMPARE(events.last().value(u"reason"_s).toString(), u"Expired"_s);
    const qint64 heldMs = (number(events.last(), u"t"_s) - number(events.first(), u"t"_s)) / 1'000'000;
    QVERIFY2(heldMs > 500 && heldMs < 5000, QByteArray::number(heldMs).constData());
}

void tst_Cli::signalsAreForwarded_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("signal");
    QTest::newRow("TERM") << u"TERM"_s << SIGTERM;
    QTest::newRow("INT") << u"INT"_s << SIGINT;
    QTest::newRow("HUP") << u"HUP"_s << SIGHUP;
    QTest::newRow("QUIT") << u"QUIT"_s << SIGQUIT;
    QTest::newRow("USR1") << u"USR1"_s << SIGUSR1;
    QTest::newRow("USR2") << u"USR2"_s << SIGUSR2;
}

void tst_Cli::signalsAreForwarded()
{
    QFETCH(QString, name);
    QFETCH(int, signal);
    RedguardCommand command(withShell(u"lock x --"_s, trapping(name, u"echo got %1; exit 9"_s.arg(name))));
    QCOMPARE(command.start().nextLine(), "ready"_ba);
    command.send(signal);
    QCOMPARE(command.nextLine(), "got " + name.toUtf8());
    QCOMPARE(command.exitCode(), 9);
    QCOMPARE(m_server.command({"EXISTS", "x"}).integer, 0);
}

void tst_Cli::signalKillsTheProgram()
{
    RedguardCommand command(withShell(u"lock x --"_s, u"echo ready; exec sleep 60"_s));
    QCOMPARE(command.start().nextLine(), "ready"_ba);
    command.send(SIGTERM);
    QCOMPARE(command.exitCode(), 128 + SIGTERM);
}

void tst_Cli::signalEndsTheWait_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("TERM") << SIGTERM;
    QTest::newRow("INT") << SIGINT;
}

void tst_Cli::signalEndsTheWait()
{
    QFETCH(int, signal);
    RedguardCommand holder(words(u"lock x --events"_s));
    QVERIFY(!holder.start().nextEvent(u"acquired"_s).isEmpty());
    RedguardCommand waiter(words(u"lock x --events -- echo never"_s));
    QCOMPARE(number(waiter.start().nextEvent(u"waiting"_s), u"position"_s), 1);
    waiter.send(SIGUSR1); // has nobody to go to
    waiter.send(signal);
    QCOMPARE(waiter.exitCode(), 128 + signal);
    const QList<QJsonObject> events = eventsOf(waiter.output());
    QCOMPARE(namesOf(events), QStringList(u"error"_s));
    QCOMPARE(events.first().value(u"reason"_s).toString(), u"Cancelled"_s);

    RedguardCommand status(words(u"status x --json"_s));
    QCOMPARE(status.run(), 0);
    QCOMPARE(number(status.nextEvent(), u"waiters"_s), 0);
}

void tst_Cli::signalEndsTheHold_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("TERM") << SIGTERM;
    QTest::newRow("INT") << SIGINT;
    QTest::newRow("HUP") << SIGHUP;
    QTest::newRow("QUIT") << SIGQUIT;
}

void tst_Cli::signalEndsTheHold()
{
    QFETCH(int, signal);
    RedguardCommand command(words(u"lock x --events"_s));
    QVERIFY(!command.start().nextEvent(u"acquired"_s).isEmpty());
    command.send(signal);
    const QJsonObject released = command.nextEvent();
    QCOMPARE(released.value(u"event"_s).toString(), u"released"_s);
    QCOMPARE(released.value(u"how"_s).toString(), u"Clean"_s);
    QCOMPARE(command.exitCode(), 0);
    QCOMPARE(m_server.command({"EXISTS", "x"}).integer, 0);
}

void tst_Cli::ignoredSignalStaysIgnored()
{
    RedguardCommand command;
    command.setShell(u"trap '' HUP; exec \"$0\" lock x --ttl 600ms --events"_s);
    QVERIFY(!command.start().nextEvent(u"acquired"_s).isEmpty());
    command.send(SIGHUP);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(command.nextEvent().value(u"event"_s).toString(), u"renewed"_s);
    command.closeInput();
    QVERIFY(!command.nextEvent(u"released"_s).isEmpty());
    QCOMPARE(command.exitCode(), 0);
}

void tst_Cli::endOfInputEndsTheHold()
{
    RedguardCommand first(words(u"lock x --events"_s));
    const QJsonObject held = first.start().nextEvent(u"acquired"_s);
    RedguardCommand second(words(u"lock x --events"_s));
    QVERIFY(!second.start().nextEvent(u"waiting"_s).isEmpty());
    second.closeInput(); // counts from when it is held
    first.closeInput();
    QCOMPARE(first.nextEvent(u"released"_s).value(u"how"_s).toString(), u"Clean"_s);
    QCOMPARE(first.exitCode(), 0);
    const QJsonObject next = second.nextEvent();
    QCOMPARE(next.value(u"event"_s).toString(), u"acquired"_s);
    QVERIFY(number(next, u"fence"_s) > number(held, u"fence"_s));
    QCOMPARE(namesOf({second.nextEvent(u"released"_s)}), QStringList(u"released"_s));
    QCOMPARE(second.exitCode(), 0);
}

void tst_Cli::noInputEndsTheHold_data()
{
    QTest::addColumn<QString>("redirection");
    QTest::newRow("nothing") << u"< /dev/null"_s;
    QTest::newRow("closed") << u"<&-"_s;
    QTest::newRow("a file") << u"< /etc/passwd"_s;
}

void tst_Cli::noInputEndsTheHold()
{
    QFETCH(QString, redirection);
    RedguardCommand command;
    command.setShell(u"exec \"$0\" lock x --events "_s + redirection);
    QCOMPARE(command.run(), 0);
    QCOMPARE(namesOf(eventsOf(command.output())), QStringList({u"acquired"_s, u"released"_s}));
}

void tst_Cli::frozenServerDelaysTheEndOnly()
{
    RedguardCommand command(words(u"lock x --events"_s));
    QVERIFY(!command.start().nextEvent(u"acquired"_s).isEmpty());
    const pid_t server = pid_t(m_server.server().processId());
    QVERIFY(server > 0);
    ::kill(server, SIGSTOP);
    const auto thaw = qScopeGuard([server] { ::kill(server, SIGCONT); });
    const qint64 before = sinceBoot();
    command.closeInput();
    QCOMPARE(command.nextEvent().value(u"how"_s).toString(), u"Unknown"_s);
    QCOMPARE(command.exitCode(), 0);
    const qint64 tookMs = (sinceBoot() - before) / 1'000'000;
    QVERIFY2(tookMs < 4000, QByteArray::number(tookMs).constData());
}

void tst_Cli::eventsInOrder()
{
    const qint64 before = sinceBoot();
    RedguardCommand first(words(u"lock x --ttl 600ms --events"_s));
    const QJsonObject acquired = first.start().nextEvent();
    QCOMPARE(acquired.value(u"event"_s).toString(), u"acquired"_s);
    QCOMPARE(acquired.keys(), QStringList({u"event"_s, u"fence"_s, u"name"_s, u"t"_s, u"validForMs"_s}));
    QCOMPARE(acquired.value(u"name"_s).toString(), u"x"_s);
    QVERIFY(number(acquired, u"fence"_s) > 0);
    QVERIFY(number(acquired, u"validForMs"_s) > 0 && number(acquired, u"validForMs"_s) <= 600);
    QVERIFY(number(acquired, u"t"_s) > before && number(acquired, u"t"_s) < sinceBoot());

    RedguardCommand second(words(u"lock x --ttl 600ms --events"_s));
    const QJsonObject waiting = second.start().nextEvent();
    QCOMPARE(waiting.value(u"event"_s).toString(), u"waiting"_s);
    QCOMPARE(waiting.keys(), QStringList({u"event"_s, u"name"_s, u"position"_s, u"t"_s}));
    QCOMPARE(number(waiting, u"position"_s), 1);

    const QJsonObject renewed = first.nextEvent();
    QCOMPARE(renewed.value(u"event"_s).toString(), u"renewed"_s);
    QCOMPARE(renewed.keys(), acquired.keys());
    QCOMPARE(renewed.value(u"fence"_s), acquired.value(u"fence"_s));
    QVERIFY(number(renewed, u"t"_s) > number(acquired, u"t"_s));
    first.closeInput();
    const QJsonObject released = first.nextEvent(u"released"_s);
    QCOMPARE(released.keys(), QStringList({u"event"_s, u"fence"_s, u"how"_s, u"name"_s, u"t"_s}));
    QCOMPARE(released.value(u"fence"_s), acquired.value(u"fence"_s));
    QCOMPARE(first.exitCode(), 0);
    QCOMPARE(first.output(), QByteArray());

    // Nothing between: a place that does not change is not told again.
    const QJsonObject next = second.nextEvent();
    QCOMPARE(next.value(u"event"_s).toString(), u"acquired"_s);
    QVERIFY(number(next, u"fence"_s) > number(acquired, u"fence"_s));
    second.closeInput();
    QVERIFY(!second.nextEvent(u"released"_s).isEmpty());
    QCOMPARE(second.exitCode(), 0);
}

void tst_Cli::connectionErrorIsAnEvent()
{
    RedguardCommand command(words(u"lock x --events"_s));
    QVERIFY(!command.start().nextEvent(u"acquired"_s).isEmpty());
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    const QJsonObject error = command.nextEvent();
    QCOMPARE(error.value(u"event"_s).toString(), u"error"_s);
    QCOMPARE(error.keys(), QStringList({u"event"_s, u"message"_s, u"name"_s, u"reason"_s, u"t"_s}));
    QCOMPARE(error.value(u"reason"_s).toString(), u"NotConnected"_s);
    QVERIFY(!command.nextEvent(u"renewed"_s).isEmpty());
    command.closeInput();
    QCOMPARE(command.nextEvent(u"released"_s).value(u"how"_s).toString(), u"Clean"_s);
    QCOMPARE(command.exitCode(), 0);
}

void tst_Cli::semaphore()
{
    RedguardCommand first(words(u"semaphore x --capacity 3 --permits 2 --events"_s));
    QVERIFY(!first.start().nextEvent(u"acquired"_s).isEmpty());
    RedguardCommand tooMany(words(u"semaphore x --capacity 3 --permits 2 --no-wait -- true"_s));
    QCOMPARE(tooMany.run(), 75);
    RedguardCommand fits(words(u"semaphore x --capacity 3 --events"_s));
    const QJsonObject acquired = fits.start().nextEvent(u"acquired"_s);
    QVERIFY(number(acquired, u"fence"_s) > 0);
    RedguardCommand full(words(u"semaphore x --capacity 3 --no-wait -- true"_s));
    QCOMPARE(full.run(), 75);

    RedguardCommand waits(words(u"semaphore x --capacity 3 --permits 2 --events"_s));
    QVERIFY(!waits.start().nextEvent(u"waiting"_s).isEmpty());
    first.closeInput();
    QVERIFY(!first.nextEvent(u"released"_s).isEmpty());
    QVERIFY(!waits.nextEvent(u"acquired"_s).isEmpty());
}

void tst_Cli::limitAtOnce()
{
    std::deque<RedguardCommand> commands;
    for (int i = 0; i < 8; ++i)
        commands.emplace_back(words(u"limit x --limit 5 --window 1m --no-wait --events -- echo in"_s))
            .start();
    int admitted = 0;
    for (RedguardCommand &command : commands) {
        const int exitCode = command.exitCode();
        QVERIFY2(exitCode == 0 || exitCode == 75, QByteArray::number(exitCode).constData());
        const QByteArray output = command.output();
        QCOMPARE(output.endsWith("in\n"), exitCode == 0);
        admitted += exitCode == 0;
        if (exitCode == 75) {
            const QJsonObject refusal = eventsOf(output).first();
            QCOMPARE(refusal.value(u"event"_s).toString(), u"timedOut"_s);
            QVERIFY(number(refusal, u"retryAfterMs"_s) > 50'000
                    && number(refusal, u"retryAfterMs"_s) <= 60'000);
        }
    }
    QCOMPARE(admitted, 5);
}

void tst_Cli::limitWaits()
{
    std::deque<RedguardCommand> commands;
    for (int i = 0; i < 12; ++i)
        commands.emplace_back(words(u"limit x --limit 5 --window 500ms --events"_s)).start();
    QList<qint64> times;
    for (RedguardCommand &command : commands) {
        QCOMPARE(command.exitCode(), 0);
        times << number(command.nextEvent(u"acquired"_s), u"t"_s);
    }
    std::sort(times.begin(), times.end());
    // Each came up to 50 ms after its slot, and its line after that.
    for (qsizetype i = 0; i + 5 < times.size(); ++i)
        QVERIFY2(times[i + 5] - times[i] > 250'000'000,
                 QByteArray::number(times[i + 5] - times[i]).constData());
}

void tst_Cli::limitIsNoHold()
{
    RedguardCommand paced(
        words(u"limit x --limit 2 --window 1m --algorithm paced --burst 1 --events -- true"_s));
    QCOMPARE(paced.run(), 0);
    QCOMPARE(namesOf(eventsOf(paced.output())), QStringList(u"acquired"_s));
    RedguardCommand tooSoon(
        words(u"limit x --limit 2 --window 1m --algorithm paced --burst 1 --wait 1s -- true"_s));
    QCOMPARE(tooSoon.run(), 75);
}

QTEST_GUILESS_MAIN(tst_Cli)
#include "tst_cli.moc"
