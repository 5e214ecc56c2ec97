// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "exposure.h"
#include "monitor.h"

#include <QtCore/qloggingcategory.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuickControls2/qquickstyle.h>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(u"redguard-monitor"_s);
    QGuiApplication::setApplicationDisplayName(QGuiApplication::tr("RedGuard monitor"));
    QGuiApplication::setApplicationVersion(u"" EXAMPLE_VERSION ""_s);
    const auto options = monitor::Options::fromCommandLine();
    // What matters is said in the window; QT_LOGGING_RULES brings the library's words back.
    QLoggingCategory::setFilterRules(u"redguard.*=false"_s);
    // The one whose every colour is the palette's.
    QQuickStyle::setStyle(u"Basic"_s);

    monitor::Monitor board(options);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{u"monitor"_s, QVariant::fromValue(&board)}});
    engine.load(QUrl(u"qrc:/qt-project.org/imports/RedGuardMonitor/Main.qml"_s));
    auto *window = qobject_cast<QWindow *>(engine.rootObjects().value(0));
    if (!window)
        return 1;
    const monitor::Exposure exposure(window);
    QObject::connect(&exposure, &monitor::Exposure::changed, &board, &monitor::Monitor::setActive);
    board.setActive(exposure.isExposed());
    return QGuiApplication::exec();
}
