// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <QtCore/qdir.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>
#include <QtCore/qset.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <csignal>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Runs the built demo as a stranger would.
class tst_Demo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryPromise();
    void showsProgressAndATable();
    void flagsWhatIsBroken_data();
    void flagsWhatIsBroken();
    void endsInOrderWhenInterrupted_data();
    void endsInOrderWhenInterrupted();
    void failsWhenAWorkerDies();
    void workersEndWithTheSupervisor();
    void failsWithoutAServer_data();
    void failsWithoutAServer();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void drawsAPicture();
};

namespace {

constexpr int Patience = 25'000; // it says that it ends within 20 s

struct Run
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

Run finish(QProcess &demo)
{
    if (!demo.waitForFinished(Patience))
        return {};
    const int code = demo.exitStatus() == QProcess::NormalExit ? demo.exitCode() : -1;
    return {code, demo.readAllStandardOutput(), demo.readAllStandardError()};
}

Run run(const QStringList &arguments)
{
    QProcess demo;
    demo.start(QStringLiteral(DEMO), arguments);
    return finish(demo);
}

// Null unless the output is one object and nothing else.
QJsonObject reportOf(const Run &run)
{
    return QJsonDocument::fromJson(run.output).object();
}

int number(const QJsonObject &report, const char16_t *section, const char16_t *field)
{
    return report.value(QStringView(section)).toObject().value(QStringView(field)).toInt(-1);
}

// What the checks that failed are of.
QSet<QString> brokenIn(const QJsonObject &report)
{
    QSet<QString> broken;
    const QJsonArray checks = report.value("checks"_L1).toArray();
    for (const QJsonValue &check : checks) {
        if (!check["ok"_L1].toBool())
            broken.insert(check["of"_L1].toString());
    }
    return broken;
}

QList<qint64> childrenOf(qint64 parent, const QByteArray &argument)
{
    QList<qint64> children;
    const QStringList processes = QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs);
    for (const QString &process : processes) {
        QFile status(u"/proc/%1/stat"_s.arg(process));
        QFile command(u"/proc/%1/cmdline"_s.arg(process));
        if (!status.open(QIODevice::ReadOnly) || !command.open(QIODevice::ReadOnly))
            continue;
        const QByteArray afterName = status.readAll().split(')').last();
        if (afterName.split(' ').value(2).toLongLong() == parent && command.readAll().contains(argument))
            children.append(process.toLongLong());
    }
    return children;
}

bool isAlive(qint64 process)
{
    return QFile::exists(u"/proc/%1"_s.arg(process));
}

} // namespace

void tst_Demo::keepsEveryPromise()
{
    const Run demo = run({u"--json"_s, u"--seconds"_s, u"3"_s});
    QCOMPARE(demo.errors, QByteArray());
    const QJsonObject report = reportOf(demo);
    QVERIFY(!report.isEmpty());
    QCOMPARE(brokenIn(report), QSet<QString>());
    QVERIFY(report.value("ok"_L1).toBool());
    QCOMPARE(demo.exitCode, 0);

    QCOMPARE(number(report, u"workers", u"finished"), 4);
    QVERIFY(number(report, u"lock", u"updates") > 10);
    QCOMPARE(number(report, u"lock", u"counter"), number(report, u"lock", u"updates"));
    QCOMPARE(number(report, u"lock", u"lostUpdates"), 0);
    QCOMPARE(number(report, u"lock", u"fencesOutOfOrder"), 0);
    QCOMPARE(number(report, u"lock", u"mostHolders"), 1);
    // All of it is used: what is never asked of cannot be too much.
    QCOMPARE(number(report, u"semaphore", u"mostPermits"), 3);
    QCOMPARE(number(report, u"limiter", u"mostAdmissions"), 5);
    QCOMPARE(number(report, u"pool", u"mostInUse"), 2);
    QVERIFY(number(report, u"limiter", u"acquired") >= 10);
    QVERIFY(number(report, u"pool", u"reused") > 0);
}

void tst_Demo::showsProgressAndATable()
{
    const Run demo = run({u"--seconds"_s, u"2"_s});
    QCOMPARE(demo.errors, QByteArray());
    QCOMPARE(demo.exitCode, 0);
    const QByteArrayList lines = demo.output.split('\n');
    QVERIFY(lines.size() < 40);
    QCOMPARE(
        std::count_if(lines.begin(), lines.end(), [](const QByteArray &line) { return line.endsWith("ok"); }),
        8);
    QVERIFY(!demo.output.contains('\033'));
    QVERIFY(!demo.output.contains("BROKEN"));
    QVERIFY(demo.output.contains("Every promise was kept"));
}

void tst_Demo::flagsWhatIsBroken_data()
{
    QTest::addColumn<QString>("subject");

    QTest::newRow("lock") << u"lock"_s;
    QTest::newRow("semaphore") << u"semaphore"_s;
    QTest::newRow("limiter") << u"rate limiter"_s;
    QTest::newRow("pool") << u"pool"_s;
}

void tst_Demo::flagsWhatIsBroken()
{
    QFETCH(const QString, subject);
    const QString what = QString::fromLatin1(QTest::currentDataTag());
    const Run demo = run({u"--json"_s, u"--seconds"_s, u"2"_s, u"--break"_s, what});
    const QJsonObject report = reportOf(demo);
    QCOMPARE(brokenIn(report), QSet<QString> {subject});
    QVERIFY(!report.value("ok"_L1).toBool(true));
    QCOMPARE(demo.exitCode, 1);
    if (subject == "lock"_L1)
        QVERIFY(number(report, u"lock", u"lostUpdates") > 0);
}

void tst_Demo::endsInOrderWhenInterrupted_data()
{
    QTest::addColumn<bool>("byTerminal");

    QTest::newRow("the supervisor alone") << false;
    QTest::newRow("all that the terminal runs") << true;
}

void tst_Demo::endsInOrderWhenInterrupted()
{
    QFETCH(const bool, byTerminal);
    QProcess demo;
    demo.setChildProcessModifier([] { setpgid(0, 0); });
    demo.start(QStringLiteral(DEMO), {u"--seconds"_s, u"14"_s});
    QByteArray output;
    while (!output.contains(" 2 s: ") && demo.waitForReadyRead(Patience))
        output += demo.readAll();
    const auto process = pid_t(demo.processId());
    QCOMPARE(::kill(byTerminal ? -process : process, SIGINT), 0);
    const Run end = finish(demo);
    QCOMPARE(end.exitCode, 130);
    QVERIFY(!end.output.contains("BROKEN"));
    QVERIFY(end.output.contains("Interrupted"));
}

void tst_Demo::failsWhenAWorkerDies()
{
    QProcess demo;
    demo.start(QStringLiteral(DEMO), {u"--json"_s});
    QVERIFY(demo.waitForStarted());
    QTRY_COMPARE(childrenOf(demo.processId(), "--worker").size(), 4);
    QCOMPARE(::kill(pid_t(childrenOf(demo.processId(), "--worker").first()), SIGKILL), 0);
    const Run end = finish(demo);
    QVERIFY(brokenIn(reportOf(end)).contains(u"all"_s));
    QCOMPARE(number(reportOf(end), u"workers", u"finished"), 3);
    QCOMPARE(end.exitCode, 1);
}

void tst_Demo::workersEndWithTheSupervisor()
{
    const QTemporaryDir folder; // for what a killed process leaves lying about
    QProcess demo;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TMPDIR"_s, folder.path());
    demo.setProcessEnvironment(environment);
    demo.start(QStringLiteral(DEMO), {u"--json"_s});
    QVERIFY(demo.waitForStarted());
    QTRY_COMPARE(childrenOf(demo.processId(), "--worker").size(), 4);
    const QList<qint64> workers = childrenOf(demo.processId(), "--worker");
    demo.kill();
    QVERIFY(demo.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(std::none_of(workers.begin(), workers.end(), isAlive), 10'000);
}

void tst_Demo::failsWithoutAServer_data()
{
    QTest::addColumn<QString>("url");

    QTest::newRow("nobody there") << u"unix:///nowhere/redis.sock"_s;
    QTest::newRow("no URL") << u"nonsense://x"_s;
}

void tst_Demo::failsWithoutAServer()
{
    QFETCH(const QString, url);
    QElapsedTimer timer;
    timer.start();
    const Run demo = run({u"--json"_s, u"--url"_s, url});
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(demo.exitCode, 1);
    QVERIFY(!reportOf(demo).value("ok"_L1).toBool(true));
    QVERIFY(!reportOf(demo).value("failures"_L1).toArray().isEmpty());
}

void tst_Demo::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("too long") << QStringList {u"--seconds"_s, u"15"_s};
    QTest::newRow("no time") << QStringList {u"--seconds"_s, u"0"_s};
    QTest::newRow("too many") << QStringList {u"--workers"_s, u"10"_s};
    QTest::newRow("no number") << QStringList {u"--workers"_s, u"few"_s};
    QTest::newRow("break what") << QStringList {u"--break"_s, u"everything"_s};
    QTest::newRow("unknown") << QStringList {u"--fast"_s};
    QTest::newRow("word") << QStringList {u"go"_s};
}

void tst_Demo::refusesWrongUsage()
{
    QFETCH(const QStringList, arguments);
    const Run demo = run(arguments);
    QCOMPARE(demo.exitCode, 64);
    QCOMPARE(demo.output, QByteArray());
    QVERIFY(demo.errors.startsWith("redguard-demo: "));
}

void tst_Demo::drawsAPicture()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"demo.svg"_s);
    QCOMPARE(run({u"--seconds"_s, u"1"_s, u"--svg"_s, path}).exitCode, 0);
    QFile picture(path);
    QVERIFY(picture.open(QIODevice::ReadOnly));
    const QByteArray content = picture.readAll();
    QVERIFY(content.startsWith("<svg "));
    QVERIFY(content.contains(">SEMAPHORE<"));
    QVERIFY(content.endsWith("</svg>\n"));
}

QTEST_GUILESS_MAIN(tst_Demo)

#include "tst_demo.moc"
