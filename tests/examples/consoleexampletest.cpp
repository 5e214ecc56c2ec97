// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "consoleexampletest.h"

#include <QtCore/qfileinfo.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

ConsoleExampleTest::ConsoleExampleTest(const QString &program)
    : m_program(program)
{
}

void ConsoleExampleTest::refusesWrongUsage()
{
    QFETCH(const QStringList, arguments);
    ExampleProcess process(m_program, arguments);
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(process.hasEnded(), Patience);
    QCOMPARE(process.exitCode(), 64);
    QCOMPARE(process.output(), QByteArray());
    QVERIFY(process.errors().startsWith(QFileInfo(m_program).fileName().toLocal8Bit() + ": "));
    QCOMPARE(process.errors().count('\n'), 1);
}

void ConsoleExampleTest::fitsTheTerminal_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("color");

    const Run run = this->run();
    QTest::newRow("usual") << QSize(80, run.height) << true;
    QTest::newRow("narrow") << QSize(40, run.narrowHeight) << true;
    QTest::newRow("low") << QSize(80, 6) << true;
    QTest::newRow("without colours") << QSize(80, run.height) << false;
}

void ConsoleExampleTest::fitsTheTerminal()
{
    QFETCH(const QSize, size);
    QFETCH(const bool, color);
    QProcessEnvironment environment;
    if (!color)
        environment.insert(u"NO_COLOR"_s, u"1"_s);
    const Run run = this->run();
    ExampleProcess process(m_program, run.arguments, size, environment);
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(process.hasEnded(), Patience);
    QCOMPARE(process.exitCode(), 0);
    TerminalScreen screen(size);
    screen.feed(process.output());
    QCOMPARE(screen.unknown(), QStringList());
    QVERIFY(screen.isCursorVisible());
    QCOMPARE(process.output().contains("\033[0;"), color);
    // One picture, in place, and the summary below it.
    QVERIFY(screen.text().count(run.title) <= 1);
    checkEnd(process, screen);
    if (size.height() < 20)
        return; // the summary has pushed the first line out
    QVERIFY(screen.text(0).contains(run.title));
    checkPicture(screen, color);
}
