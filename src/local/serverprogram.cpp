// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverprogram.h"

#include <RedGuard/localserver.h>

#include "local/serverplace.h"

#include <QtCore/qstandardpaths.h>

namespace redguard::local {

using namespace Qt::StringLiterals;

namespace {

// Where servers get installed that are not in everybody's PATH.
QStringList otherFolders()
{
    return {u"/usr/bin"_s,        u"/usr/sbin"_s,         u"/usr/local/bin"_s,
            u"/usr/local/sbin"_s, u"/opt/valkey/bin"_s,   u"/opt/redis/bin"_s,
            u"/opt/local/bin"_s,  u"/opt/homebrew/bin"_s, u"/opt/redis-stack/bin"_s};
}

QString chosenProgram()
{
    return qEnvironmentVariable("REDGUARD_SERVER");
}

} // namespace

QString findServerProgram()
{
    if (const QString chosen = chosenProgram(); !chosen.isEmpty())
        return QStandardPaths::findExecutable(chosen);
    for (const QString &name : {u"redis-server"_s, u"valkey-server"_s}) {
        for (const QStringList &folders : {QStringList(), otherFolders()}) {
            // Not resolved further: the binary takes its role from the name it is called by.
            if (QString program = QStandardPaths::findExecutable(name, folders); !program.isEmpty())
                return program;
        }
    }
    return {};
}

QString missingServerProgram()
{
    const QString cause = chosenProgram().isEmpty()
        ? LocalServer::tr("Neither redis-server nor valkey-server was found")
        : LocalServer::tr("REDGUARD_SERVER names %1, which is no program").arg(chosenProgram());
    //: %1 is the sentence that says which program is missing
    return LocalServer::tr("%1; a local server needs the package redis-server or valkey-server").arg(cause);
}

QStringList serverArguments(const ServerPlace &place)
{
    return {
        u"--port"_s,
        u"0"_s,
        // Should a test open a port after all, then to this machine only.
        u"--bind"_s,
        u"127.0.0.1"_s,
        u"--unixsocket"_s,
        place.socketPath(),
        u"--unixsocketperm"_s,
        u"700"_s,
        u"--pidfile"_s,
        place.processIdPath(),
        u"--dir"_s,
        place.folder(),
        u"--daemonize"_s,
        u"no"_s,
        u"--save"_s,
        QString(),
        u"--appendonly"_s,
        u"no"_s,
        u"--maxmemory"_s,
        u"64mb"_s,
        // A key that was evicted would be a lock that was lost.
        u"--maxmemory-policy"_s,
        u"noeviction"_s,
    };
}

} // namespace redguard::local
