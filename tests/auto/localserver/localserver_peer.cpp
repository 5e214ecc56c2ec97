// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/localserver.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsocketnotifier.h>

#include <cstdio>
#include <unistd.h>

using redguard::LocalServer;

namespace {

void say(const char *what, qint64 processId)
{
    std::printf("%s %lld\n", what, static_cast<long long>(processId));
    std::fflush(stdout);
}

void fail(const redguard::Error &error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.message()));
    QCoreApplication::exit(1);
}

} // namespace

// "shared": starts the default server at the end of input, says its process id and ends.
// "temporary": starts a temporary one, says its process id and goes on.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const bool shared = application.arguments().value(1) == QLatin1String("shared");
    LocalServer server(shared ? LocalServer::Mode::Shared : LocalServer::Mode::Temporary);
    QObject::connect(&server, &LocalServer::errorOccurred, &application, fail);
    QObject::connect(&server, &LocalServer::started, &application, [&server, shared] {
        say("server", server.processId());
        if (shared)
            QCoreApplication::quit();
    });

    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &server, [&input, &server] {
        input.setEnabled(false);
        server.start();
    });
    say("ready", QCoreApplication::applicationPid());
    return QCoreApplication::exec();
}
