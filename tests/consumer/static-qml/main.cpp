// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// The QML module as a part of the program itself.
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(RedGuardPlugin)

int main(int argc, char *argv[])
{
    QGuiApplication app(argc, argv);
    QQmlEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt-project.org/imports"));
    QQmlComponent component(&engine);
    component.setData("import RedGuard\nRedGuard { LockScope { name: 'a' } }", QUrl());
    const std::unique_ptr<QObject> object(component.create());
    qInfo() << object.get() << component.errorString();
    return object ? 0 : 1;
}
