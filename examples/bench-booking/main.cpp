// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "bookingboard.h"
#include "options.h"

#include <QtCore/qdir.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

using namespace Qt::StringLiterals;

namespace {

// Beside the places that Qt knows and QML_IMPORT_PATH: where it was built, or where it was installed with
// this.
void addImportPaths(QQmlEngine &engine)
{
    engine.addImportPath(u"qrc:/qt/qml"_s);
#ifdef BUILT_MODULES
    engine.addImportPath(QStringLiteral(BUILT_MODULES));
#else
    const QDir programs(QCoreApplication::applicationDirPath());
    engine.addImportPath(programs.absoluteFilePath(QStringLiteral(INSTALLED_MODULES)));
#endif
}

} // namespace

int main(int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"bench-booking"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BOOKING_VERSION));
    const auto options = booking::Options::parse(QCoreApplication::arguments());
    if (!options.problem.isEmpty()) {
        qCritical("bench-booking: %ls; see --help", qUtf16Printable(options.problem));
        return 64;
    }

    redguard::RedGuard observer(options.url, options.nameSpace);
    booking::BookingBoard board(&observer, options.instruments);

    QQmlApplicationEngine engine;
    addImportPaths(engine);
    engine.setInitialProperties({{u"url"_s, options.url},
                                 {u"nameSpace"_s, options.nameSpace},
                                 {u"user"_s, options.user},
                                 {u"duration"_s, int(std::chrono::milliseconds(options.duration).count())},
                                 {u"board"_s, QVariant::fromValue(&board)}});
    engine.load(QUrl(u"qrc:/qt/qml/BenchBooking/Main.qml"_s));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
