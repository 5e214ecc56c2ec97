// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "clockfile.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace std::chrono_literals;
using chaos::ClockFile;

class tst_ClockShim : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesTheClocksOfARunningProgram();
};

void tst_ClockShim::movesTheClocksOfARunningProgram()
{
    const QTemporaryDir folder;
    ClockFile clocks(folder.filePath(QStringLiteral("clocks")));
    QVERIFY(clocks.isOpen());
    QProcess probe;
    probe.setProcessEnvironment(clocks.environment());
    probe.start(QStringLiteral(CLOCKPROBE), {});
    const auto ask = [&probe] {
        probe.write("\n");
        while (!probe.canReadLine() && probe.waitForReadyRead(30'000)) { }
        QList<qint64> numbers;
        for (const QByteArray &word : probe.readLine().trimmed().split(' '))
            numbers.append(word.toLongLong());
        return numbers;
    };
    const auto before = ask();
    QCOMPARE(before.size(), 6);
    clocks.stepWallClock(1h);
    clocks.sleptFor(5min);
    const auto after = ask();
    QCOMPARE(after.size(), 6);
    // What has passed in truth is told by the true clock; the rest is the step, but for the reading.
    const auto moved = [&](int clock) {
        return std::chrono::nanoseconds(after.at(clock) - before.at(clock))
            - (after.at(3) - before.at(3)) * 1ns;
    };
    const auto about = [](std::chrono::nanoseconds value, std::chrono::nanoseconds expected) {
        return value > expected - 20s && value < expected + 20s;
    };
    QVERIFY(about(moved(0), 1h));
    QVERIFY(about(moved(1), -5min));
    QVERIFY(about(moved(2), 0s));
    QVERIFY(about(moved(4), 1h));
    QVERIFY(about(std::chrono::seconds(after.at(5)) - std::chrono::nanoseconds(after.at(0)), 0s));
    probe.closeWriteChannel();
    QVERIFY(probe.waitForFinished());
}

QTEST_GUILESS_MAIN(tst_ClockShim)
#include "tst_clockshim.moc"
