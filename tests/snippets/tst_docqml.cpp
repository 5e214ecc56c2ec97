// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/LocalServer>

#include "testserver.h"

#include <QtCore/qtemporarydir.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQml/qqmllist.h>

// The QML of the pages, as it stands there: against local:, which here is a folder of the test's own.
class tst_DocQml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void cleanupTestCase();

    void eachOneIsRun();
    void booking();
    void licence();
    void scope();
    void limit();

private:
    [[nodiscard]] QObject *load(const QString &name)
    {
        m_engine = std::make_unique<QQmlApplicationEngine>();
        m_engine->addImportPath(QML_IMPORT_PATH);
        m_engine->load(QString(SNIPPETS "/qml/") + name);
        return m_engine->rootObjects().value(0);
    }
    [[nodiscard]] qint64 exists(const QByteArray &key)
    {
        const redguard::resp::Value value = command({"EXISTS", key});
        return value.integer;
    }
    redguard::resp::Value command(std::initializer_list<QByteArrayView> words);

    QTemporaryDir m_folder;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
};

void tst_DocQml::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
    qputenv("QT_QUICK_CONTROLS_STYLE", "Basic");
}

void tst_DocQml::cleanupTestCase()
{
    m_engine.reset();
    redguard::LocalServer server;
    QSignalSpy stopped(&server, &redguard::LocalServer::stopped);
    server.stop();
    QVERIFY(stopped.wait(15000));
}

redguard::resp::Value tst_DocQml::command(std::initializer_list<QByteArrayView> words)
{
    QLocalSocket socket;
    socket.connectToServer(redguard::LocalServer().socketPath());
    QByteArray bytes;
    redguard::resp::appendCommand(bytes, words);
    socket.write(bytes);
    redguard::resp::Parser parser;
    redguard::resp::Value value;
    while (parser.next(value) == redguard::resp::Parser::Status::NeedMore) {
        if (!socket.waitForReadyRead(5000))
            return {};
        parser.append(socket.readAll());
    }
    return value;
}

// Whoever adds a file adds a function.
void tst_DocQml::eachOneIsRun()
{
    const QStringList files = QDir(SNIPPETS "/qml").entryList(QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QString &file : files) {
        const QByteArray function = file.chopped(4).toLower().toLatin1() + "()";
        QVERIFY2(metaObject()->indexOfMethod(function.constData()) >= 0, qPrintable(file));
    }
}

void tst_DocQml::booking()
{
    QObject *window = load("Booking.qml");
    QVERIFY(window);
    auto *button = window->findChild<QObject *>("button");
    QCOMPARE(button->property("text"), "Book");
    QVERIFY(QMetaObject::invokeMethod(button, "clicked"));
    QTRY_COMPARE_WITH_TIMEOUT(button->property("text"), "Give back", 15000);
    QCOMPARE(exists("lab:oscilloscope-2"), 1);
    QVERIFY(QMetaObject::invokeMethod(button, "clicked"));
    QTRY_COMPARE(button->property("text"), "Book");
}

void tst_DocQml::licence()
{
    QVERIFY(load("Licence.qml"));
    QTRY_COMPARE_WITH_TIMEOUT(exists("office:licence"), 1, 15000);
}

void tst_DocQml::scope()
{
    QObject *root = load("Scope.qml");
    QVERIFY(root);
    auto *scope = root->findChild<QObject *>("scope");
    QTRY_VERIFY_WITH_TIMEOUT(scope->property("item").value<QObject *>(), 15000);
    QCOMPARE(scope->property("item").value<QObject *>()->property("text"), "Ours");
}

void tst_DocQml::limit()
{
    QTest::ignoreMessage(QtDebugMsg, "one call may be made now");
    QObject *guard = load("Limit.qml");
    QVERIFY(guard);
    QSignalSpy acquired(QQmlListReference(guard, "data").at(0), SIGNAL(acquired()));
    QVERIFY(acquired.wait(15000));
}

QTEST_MAIN(tst_DocQml)
#include "tst_docqml.moc"
