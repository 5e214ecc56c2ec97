// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>

using namespace Qt::StringLiterals;

// The sketch of the README, run by a QML engine.
class tst_Qml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }

    void bookAndRelease();
    void lockWithoutAGuardSaysSo();

private:
    [[nodiscard]] std::unique_ptr<QObject> create(QQmlComponent &component,
                                                  const QVariantMap &properties = {})
    {
        std::unique_ptr<QObject> object(component.createWithInitialProperties(properties));
        if (!object)
            qWarning() << component.errors();
        return object;
    }

    TestServer m_server;
    QQmlEngine m_engine;
};

void tst_Qml::bookAndRelease()
{
    m_engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
    QQmlComponent component(&m_engine, QUrl::fromLocalFile(QStringLiteral(SOURCE_DIR "/Booking.qml")));
    const auto first = create(component, {{u"url"_s, m_server.url()}});
    const auto second = create(component, {{u"url"_s, m_server.url()}});
    QVERIFY(first && second);
    QObject *button = first->findChild<QObject *>(u"button"_s);
    QObject *other = second->findChild<QObject *>(u"button"_s);
    QCOMPARE(button->property("text").toString(), u"Book"_s);

    QMetaObject::invokeMethod(button, "clicked");
    QVERIFY(!button->property("enabled").toBool());
    QTRY_COMPARE(button->property("text").toString(), u"Release"_s);
    QVERIFY(button->property("enabled").toBool());
    QVERIFY(!m_server.command({"GET", "lab:oscilloscope-2"}).isNull());

    QMetaObject::invokeMethod(other, "clicked");
    QTRY_COMPARE(m_server.command({"ZCARD", "{lab:oscilloscope-2}:rg:lock:queue"}).integer, 1);
    QVERIFY(!other->property("enabled").toBool());
    QMetaObject::invokeMethod(button, "clicked");
    QTRY_COMPARE(other->property("text").toString(), u"Release"_s);
    QCOMPARE(button->property("text").toString(), u"Book"_s);
}

void tst_Qml::lockWithoutAGuardSaysSo()
{
    QQmlComponent component(&m_engine);
    component.setData("import RedGuard\nLock { name: 'x' }", QUrl());
    const auto lock = create(component);
    QVERIFY(lock);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"has no guard"_s));
    QMetaObject::invokeMethod(lock.get(), "acquire");
    QVERIFY(lock->property("errorString").toString().contains(u"no guard"_s));
}

QTEST_MAIN(tst_Qml)
#include "tst_qml.moc"
