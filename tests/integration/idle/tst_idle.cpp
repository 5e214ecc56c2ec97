// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <csignal>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// What a holder costs while nothing happens, counted by strace.
class tst_Idle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holderMakesFewSystemCalls();
};

void tst_Idle::holderMakesFewSystemCalls()
{
    TestServer server;
    QVERIFY(server.start());
    QProcess holder;
    holder.start(QStringLiteral(REDGUARD),
                 {u"--url"_s, server.url(), u"lock"_s, u"door"_s, u"--ttl"_s, u"5m"_s, u"--no-renew"_s,
                  u"--events"_s});
    QByteArray events;
    connect(&holder, &QProcess::readyReadStandardOutput, this,
            [&] { events += holder.readAllStandardOutput(); });
    QTRY_VERIFY_WITH_TIMEOUT(events.contains("\"acquired\""), 10'000);

    const QTemporaryDir folder;
    const QString trace = folder.filePath(u"trace"_s);
    QProcess strace;
    strace.start(u"strace"_s,
                 {u"-f"_s, u"-qq"_s, u"-o"_s, trace, u"-p"_s, QString::number(holder.processId())});
    QVERIFY(strace.waitForStarted());
    // The first call that it sees is the one that the holder waits in.
    QTimer minute;
    QSignalSpy over(&minute, &QTimer::timeout);
    minute.start(60s);
    QVERIFY(over.wait(90'000));
    ::kill(pid_t(strace.processId()), SIGINT);
    QVERIFY(strace.waitForFinished());
    QCOMPARE(holder.state(), QProcess::Running);
    holder.closeWriteChannel();
    QVERIFY(holder.waitForFinished());

    QFile file(trace);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray calls = file.readAll();
    const auto count = calls.count('\n');
    QVERIFY2(count > 2, strace.readAllStandardError().constData());
    QVERIFY2(count < 60, calls.constData());
}

QTEST_GUILESS_MAIN(tst_Idle)
#include "tst_idle.moc"
