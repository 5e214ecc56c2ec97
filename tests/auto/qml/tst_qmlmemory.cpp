// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>

using namespace Qt::StringLiterals;

// Ten thousand objects come and go, and nothing is left of them: neither here nor on the server.
class tst_QmlMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.command({"FLUSHALL"}); }
    // What the program still has at its end is what LeakSanitizer complains of.
    void cleanupTestCase() { m_engine.reset(); }

    void locksLeaveNothing_data();
    void locksLeaveNothing();

private:
    TestServer m_server;
    std::unique_ptr<QQmlEngine> m_engine = std::make_unique<QQmlEngine>();
};

void tst_QmlMemory::initTestCase()
{
    QVERIFY(m_server.start());
    m_engine->addImportPath(QStringLiteral(QML_IMPORT_PATH));
}

void tst_QmlMemory::locksLeaveNothing_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("ask");
    QTest::addColumn<QByteArray>("giveBack");
    QTest::newRow("never used") << "Lock"_ba
                                << ""_ba
                                << ""_ba;
    QTest::newRow("held to the end") << "Lock"_ba
                                     << "acquire"_ba
                                     << ""_ba;
    QTest::newRow("released") << "Lock"_ba
                              << "acquire"_ba
                              << "release"_ba;
    QTest::newRow("cancelled") << "Lock"_ba
                               << "acquire"_ba
                               << "cancel"_ba;
    QTest::newRow("semaphores") << "Semaphore"_ba
                                << "acquire"_ba
                                << ""_ba;
    QTest::newRow("scopes") << "LockScope"_ba
                            << "acquire"_ba
                            << ""_ba;
}

void tst_QmlMemory::locksLeaveNothing()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, ask);
    QFETCH(QByteArray, giveBack);
    constexpr int Count = 10'000;
    constexpr int AtOnce = 500;

    QQmlComponent guardComponent(m_engine.get());
    guardComponent.setData("import RedGuard\nRedGuard { }", QUrl());
    QQmlComponent component(m_engine.get());
    component.setData("import RedGuard\n" + type + " { }", QUrl());
    const std::unique_ptr<QObject> guard(
        guardComponent.createWithInitialProperties({{u"url"_s, m_server.url()}}));
    QVERIFY2(guard, qPrintable(guardComponent.errorString()));
    QTRY_VERIFY(guard->property("connected").toBool());

    for (int made = 0; made < Count;) {
        std::vector<std::unique_ptr<QObject>> objects;
        for (; objects.size() < AtOnce; ++made) {
            const QVariantMap properties {{u"guard"_s, QVariant::fromValue(guard.get())},
                                          {u"name"_s, u"name-%1"_s.arg(made)}};
            objects.emplace_back(component.createWithInitialProperties(properties));
            QVERIFY2(objects.back(), qPrintable(component.errorString()));
            if (!ask.isEmpty())
                QMetaObject::invokeMethod(objects.back().get(), ask.constData());
        }
        const auto isHeld = [](const auto &object) { return object->property("held").toBool(); };
        if (!ask.isEmpty() && giveBack != "cancel")
            QTRY_VERIFY(std::all_of(objects.begin(), objects.end(), isHeld));
        for (const auto &object : objects) {
            if (!giveBack.isEmpty())
                QMetaObject::invokeMethod(object.get(), giveBack.constData());
        }
    }
    // The helpers that only remember how far a name's fences got are to last a day.
    const auto left = [this] {
        QByteArrayList keys = m_server.keys();
        keys.removeIf([](const QByteArray &key) { return key.endsWith(":fence"); });
        return keys;
    };
    QTRY_COMPARE(left(), QByteArrayList());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(guard->findChildren<QObject *>().size(), 1); // the connection's object alone
    m_engine->collectGarbage();
}

QTEST_MAIN(tst_QmlMemory)
#include "tst_qmlmemory.moc"
