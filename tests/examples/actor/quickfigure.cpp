// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{u"nameless"_s, QCoreApplication::arguments().contains(u"--nameless"_s)}});
    engine.load(QUrl::fromLocalFile(QStringLiteral(SOURCE)));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
