// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

#include <QtCore/qmetaobject.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>
#include <QtQml/qqmlproperty.h>

using namespace Qt::StringLiterals;

// What every type of the module promises, and what a QML file cannot see of it.
class tst_QmlTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void everyPropertyTellsOfItsChanges_data();
    void everyPropertyTellsOfItsChanges();
    void nothingTicksWithoutAnAudience();
    void lockWithoutAGuardIsNamedInTheWarning();

private:
    [[nodiscard]] std::unique_ptr<QObject> create(const QByteArray &source)
    {
        QQmlComponent component(&m_engine);
        component.setData("import QtQuick\nimport RedGuard\n" + source, QUrl(u"file:///test.qml"_s));
        std::unique_ptr<QObject> object(component.create());
        if (!object)
            qWarning() << component.errors();
        return object;
    }

    TestServer m_server;
    QQmlEngine m_engine;
};

void tst_QmlTypes::initTestCase()
{
    QVERIFY(m_server.start());
    m_engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
}

void tst_QmlTypes::everyPropertyTellsOfItsChanges_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::newRow("RedGuard") << QByteArray("RedGuard { url: '" + m_server.url().toUtf8() + "' }");
    for (const char *type : {"Lock", "Semaphore", "RateLimiter", "LockScope"})
        QTest::newRow(type) << QByteArray(type) + " { }";
}

void tst_QmlTypes::everyPropertyTellsOfItsChanges()
{
    QFETCH(QByteArray, source);
    const auto object = create(source);
    QVERIFY(object);
    const QMetaObject *type = object->metaObject();
    const QMetaObject *qts = type;
    while (qts != &QObject::staticMetaObject && !QByteArrayView(qts->className()).startsWith("QQuick"))
        qts = qts->superClass();
    QVERIFY(type->propertyCount() > qts->propertyCount() + 5);
    for (int i = qts->propertyCount(); i < type->propertyCount(); ++i) {
        const QMetaProperty property = type->property(i);
        QVERIFY2(property.isConstant() || property.hasNotifySignal(), property.name());
    }
}

void tst_QmlTypes::nothingTicksWithoutAnAudience()
{
    const auto root = create("RedGuard { url: '" + m_server.url().toUtf8()
                             + "'\n"
                               "property Lock lock: Lock { name: 'door'; ttl: 60000 } }");
    QVERIFY(root);
    auto *lock = qvariant_cast<QObject *>(root->property("lock"));
    auto *ticker = lock->findChild<QTimer *>();
    QVERIFY(ticker);
    const auto ticks = [ticker] { return ticker->isActive(); };

    QVERIFY(!ticks());
    QMetaObject::invokeMethod(lock, "acquire");
    QTRY_VERIFY(lock->property("held").toBool());
    QVERIFY(!ticks()); // held, but nobody looks
    {
        QSignalSpy spy(lock, SIGNAL(remainingTimeChanged()));
        QVERIFY(ticks());
        QTRY_VERIFY(spy.size() >= 2);
    }
    QTRY_VERIFY(!ticks()); // nobody looks any more

    const auto watcher =
        create("QtObject { property QtObject of; property var seen: of ? of.remainingTime : 0 }");
    watcher->setProperty("of", QVariant::fromValue(lock));
    QVERIFY(ticks()); // a binding looks
    const qint64 seen = watcher->property("seen").toLongLong();
    QTRY_VERIFY(watcher->property("seen").toLongLong() < seen);
    QMetaObject::invokeMethod(lock, "release");
    QVERIFY(!ticks()); // not held
    QCOMPARE(watcher->property("seen").toLongLong(), 0);
}

void tst_QmlTypes::lockWithoutAGuardIsNamedInTheWarning()
{
    const auto lock = create("Lock { name: 'door' }");
    QVERIFY(lock);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"test.qml:3.*\"door\" has no guard"_s));
    QMetaObject::invokeMethod(lock.get(), "acquire");
    QVERIFY(lock->property("errorString").toString().contains(u"no guard"_s));
}

QTEST_MAIN(tst_QmlTypes)
#include "tst_qmltypes.moc"
