// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actor.h"

#include <RedGuard/LocalServer>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qurl.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

// The QML file of the README as it stands there, run by Qt's own runtime against an installed tree.
class tst_Readme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void tenLines();
    void twoWindowsContend();
    void editorsKnowTheTypes_data();
    void editorsKnowTheTypes();
    void editorsCompleteTheTypes();

private:
    [[nodiscard]] std::unique_ptr<Actor> open()
    {
        auto actor = std::make_unique<Actor>(
            QStringLiteral(QML_RUNTIME), QStringList {u"-I"_s, QStringLiteral(INSTALLED_MODULES), m_file});
        actor->setEnvironment(u"XDG_RUNTIME_DIR"_s, m_folder.path());
        actor->setEnvironment(u"QML2_IMPORT_PATH"_s, {}); // nothing but what is installed
        actor->setEnvironment(u"QML_IMPORT_PATH"_s, {});
        return actor;
    }
    // The window's one button, at the keyboard.
    static bool click(Actor &actor)
    {
        return (!actor.focusName().isEmpty() || actor.key(u"Tab"_s)) && actor.key(u"Space"_s);
    }
    // What qmllint says of a file, and whether it is content.
    [[nodiscard]] std::pair<QByteArray, bool> lint(const QString &file)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(QMLLINT), {u"-I"_s, QStringLiteral(INSTALLED_MODULES), file});
        process.waitForFinished();
        const bool content = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        return {process.readAll(), content};
    }
    void write(const QString &name, const QString &text)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
    }

    QTemporaryDir m_folder;
    QString m_file;
    QString m_source;
};

void tst_Readme::initTestCase()
{
    QFile readme(QStringLiteral(README));
    QVERIFY(readme.open(QIODevice::ReadOnly));
    static const QRegularExpression block(u"```qml\n(.*?)```"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    m_source = block.match(QString::fromUtf8(readme.readAll())).captured(1);
    m_file = m_folder.filePath(u"booking.qml"_s);
    write(m_file, m_source);
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
}

// The server that the windows started stays for the next who asks: here nobody will.
void tst_Readme::cleanupTestCase()
{
    redguard::LocalServer server;
    QSignalSpy stopped(&server, &redguard::LocalServer::stopped);
    server.stop();
    QVERIFY(stopped.size() == 1 || stopped.wait());
}

void tst_Readme::tenLines()
{
    QVERIFY2(m_source.count(u'\n') <= 11, qPrintable(m_source));
}

void tst_Readme::twoWindowsContend()
{
    const auto first = open();
    const auto second = open();
    QVERIFY2(first->start(), first->describe().constData());
    QVERIFY2(second->start(), second->describe().constData());
    QVERIFY2(click(*first), first->describe().constData());
    QVERIFY2(QTest::qWaitFor([&] { return first->has(u"Give back"_s); }, 15'000),
             first->describe().constData());
    QVERIFY2(click(*second), second->describe().constData());
    QVERIFY2(QTest::qWaitFor([&] { return second->has(u"Waiting, place 1"_s); }),
             second->describe().constData());
    QVERIFY2(click(*first), first->describe().constData());
    QVERIFY2(QTest::qWaitFor([&] { return second->has(u"Give back"_s); }), second->describe().constData());
    QVERIFY2(first->has(u"Book"_s), first->describe().constData());
    QVERIFY(second->close());
    QVERIFY2(!second->output().contains("booking.qml:"), second->output().constData());
}

void tst_Readme::editorsKnowTheTypes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("as it is") << QString() << QString() << QByteArray();
    QTest::newRow("type") << u"Lock {"_s << u"Lok {"_s << QByteArray("Lok");
    QTest::newRow("property") << u"ttl:"_s << u"tttl:"_s << QByteArray("tttl");
    QTest::newRow("member") << u"scope.held"_s << u"scope.hold"_s << QByteArray("hold");
    QTest::newRow("enumeration") << u"ttl: 10000"_s << u"renewal: RedGuard.Renewal.None"_s << QByteArray();
    QTest::newRow("enumerator") << u"ttl: 10000"_s << u"renewal: RedGuard.Renewal.Nobody"_s
                                << QByteArray("Nobody");
    QTest::newRow("inherited") << u"name:"_s << u"nname:"_s << QByteArray("nname");
}

// What completes code reads the same description of the module as qmllint does.
void tst_Readme::editorsKnowTheTypes()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QByteArray, complaint);
    QString source = m_source;
    if (!from.isEmpty())
        source.replace(from, to);
    const QString file = m_folder.filePath(u"linted.qml"_s);
    write(file, source);
    const auto [output, content] = lint(file);
    QCOMPARE(output.isEmpty(), complaint.isEmpty());
    QVERIFY2(output.contains(complaint), output.constData());
    // A warning makes qmllint of Qt 6.4 fail, and not that of Qt 6.8.
    QVERIFY2(content || !complaint.isEmpty(), output.constData());
}

// As an editor asks Qt's language server.
void tst_Readme::editorsCompleteTheTypes()
{
    QProcess server;
    server.start(QStringLiteral(QMLLS), {u"-b"_s, QStringLiteral(INSTALLED_MODULES)});
    const auto send = [&server](QJsonObject message) {
        message[u"jsonrpc"_s] = u"2.0"_s;
        const QByteArray json = QJsonDocument(message).toJson(QJsonDocument::Compact);
        server.write("Content-Length: " + QByteArray::number(json.size()) + "\r\n\r\n" + json);
    };
    const QJsonObject document {{u"uri"_s, QUrl::fromLocalFile(m_file).toString()},
                                {u"languageId"_s, u"qml"_s},
                                {u"version"_s, 1},
                                {u"text"_s, m_source}};
    const QStringList lines = m_source.split(u'\n');
    const qsizetype line = lines.indexOf(QRegularExpression(u".*scope\\.held.*"_s));
    const QJsonObject position {{u"line"_s, line}, {u"character"_s, lines[line].indexOf(u"held"_s)}};
    send({{u"id"_s, 1},
          {u"method"_s, u"initialize"_s},
          {u"params"_s, QJsonObject {{u"capabilities"_s, QJsonObject()}}}});
    send({{u"method"_s, u"initialized"_s}, {u"params"_s, QJsonObject()}});
    send({{u"method"_s, u"textDocument/didOpen"_s},
          {u"params"_s, QJsonObject {{u"textDocument"_s, document}}}});
    QByteArray output;
    const auto offered = [&](int id) {
        send({{u"id"_s, id},
              {u"method"_s, u"textDocument/completion"_s},
              {u"params"_s, QJsonObject {{u"textDocument"_s, document}, {u"position"_s, position}}}});
        const QByteArray answer = "\"id\":" + QByteArray::number(id) + ',';
        const auto isAnswered = [&] {
            output += server.readAllStandardOutput();
            return output.contains(answer) && output.endsWith('}');
        };
        return QTest::qWaitFor(isAnswered, 60'000);
    };
    // It answers from what it knows so far, which is little right after the file was opened.
    const auto complete = [&output] {
        // Of a method, Qt 6.4 adds the parentheses.
        for (const char *label : {"\"held\"", "\"queuePosition\"", "\"name\"", "\"acquireFor"}) {
            if (!output.contains(label))
                return false;
        }
        return true;
    };
    for (int id = 2; id < 20 && !complete(); ++id)
        QVERIFY2(offered(id), output.constData());
    server.kill();
    server.waitForFinished();
    QVERIFY2(complete(), output.constData());
}

QTEST_GUILESS_MAIN(tst_Readme)
#include "tst_readme.moc"
