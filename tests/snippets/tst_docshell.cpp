// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

using namespace redguard;

// The shell scripts and the Python of the pages, as they stand there: in a folder of the test's own.
class tst_DocShell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.command({"FLUSHALL"}); }

    void scripts_data();
    void scripts();
    void python();

private:
    [[nodiscard]] QProcessEnvironment environment();
    void writeProgram(const QString &name);

    TestServer m_server;
    QTemporaryDir m_folder;
};

void tst_DocShell::initTestCase()
{
    QVERIFY(m_server.start());
    for (const char *name : {"backup.sh", "job", "render", "call", "store"})
        writeProgram(name);
}

// It says its name, its arguments and nothing else.
void tst_DocShell::writeProgram(const QString &name)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho " + name.toLatin1() + " \"$@\"\n");
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
}

QProcessEnvironment tst_DocShell::environment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const QString folder = QFileInfo(REDGUARD_COMMAND).absolutePath();
    environment.insert("PATH", folder + ':' + environment.value("PATH"));
    environment.insert("REDGUARD_URL", m_server.url());
    environment.insert("XDG_RUNTIME_DIR", m_folder.path());
    return environment;
}

void tst_DocShell::scripts_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArrayList>("says");
    const QHash<QString, QByteArrayList> expected {
        {"start.sh", {"backup.sh", "job", "render", "call", "backup"}},
        {"local.sh", {"unix://", "job", "running"}},
        {"fence.sh", {"store --fence 1"}},
        {"trouble.sh", {"redguard.primitive", "\"kind\"", "\"event\":\"acquired\""}},
    };
    for (const QString &file : QDir(SNIPPETS "/shell").entryList(QDir::Files))
        QTest::newRow(qPrintable(file)) << file << expected.value(file);
}

void tst_DocShell::scripts()
{
    QFETCH(QString, file);
    QFETCH(QByteArrayList, says);
    QVERIFY2(!says.isEmpty(), "nobody knows what it should say");
    QProcess shell;
    shell.setProcessEnvironment(environment());
    shell.setWorkingDirectory(m_folder.path());
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.start("sh", {"-eu", QString(SNIPPETS "/shell/") + file});
    QVERIFY(shell.waitForFinished());
    const QByteArray output = shell.readAll();
    QVERIFY2(shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0, output.constData());
    for (const QByteArray &words : says)
        QVERIFY2(output.contains(words), output.constData());
}

void tst_DocShell::python()
{
    QProcess python;
    python.start(PYTHON, {SNIPPETS "/sharing.py", m_server.url()});
    QTRY_VERIFY2_WITH_TIMEOUT(python.canReadLine(), python.readAllStandardError().constData(), 15000);
    QCOMPARE(python.readLine(), "ours\n");
    RedGuard guard(m_server.url(), "lab");
    Lock *lock = guard.lock("oscilloscope-2");
    QSignalSpy queued(lock, &Lock::queued);
    lock->acquire();
    QTRY_COMPARE(queued.size(), 1);
    python.write("done\n");
    QTRY_VERIFY(lock->isHeld());
    QTRY_COMPARE(python.state(), QProcess::NotRunning);
    QCOMPARE(python.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_DocShell)
#include "tst_docshell.moc"
