// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

// What an acquire and a release cost the client, counted by callgrind.
class tst_Instructions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCycleTakesFewInstructions();
};

namespace {

// Of the whole process with so many cycles, all its threads included; nothing where it failed.
std::optional<qint64> instructions(const QString &url, int cycles)
{
    QProcess valgrind;
    valgrind.setProcessChannelMode(QProcess::MergedChannels);
    valgrind.start(u"valgrind"_s,
                   {u"--tool=callgrind"_s, u"--callgrind-out-file=/dev/null"_s, QStringLiteral(CYCLES), url,
                    QString::number(cycles)});
    const bool ended = valgrind.waitForFinished(60'000) && valgrind.exitStatus() == QProcess::NormalExit
        && valgrind.exitCode() == 0;
    const QString output = QString::fromLocal8Bit(valgrind.readAll());
    static const QRegularExpression collected(u"Collected : (\\d+)"_s);
    const QRegularExpressionMatch found = collected.match(output);
    if (ended && found.hasMatch())
        return found.captured(1).toLongLong();
    qWarning().noquote() << valgrind.errorString() << output;
    return std::nullopt;
}

} // namespace

// What the process takes to start and to end is in both counts, and drops out. As GCC 12 compiles it for the
// tests, with assertions and little optimization, a cycle takes 46,000; as it is released, 33,000.
void tst_Instructions::aCycleTakesFewInstructions()
{
    constexpr int Few = 100;
    constexpr int Many = 500;
    TestServer server;
    QVERIFY(server.start());
    const auto few = instructions(server.url(), Few);
    const auto many = instructions(server.url(), Many);
    QVERIFY(few && many);
    const qint64 ofOne = (*many - *few) / (Many - Few);
    qInfo() << ofOne << "instructions";
    QVERIFY2(ofOne > 5'000, "valgrind counted something else");
    QVERIFY2(ofOne < 60'000, QByteArray::number(ofOne).constData());
}

QTEST_GUILESS_MAIN(tst_Instructions)
#include "tst_instructions.moc"
