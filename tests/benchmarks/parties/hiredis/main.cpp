// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "asynccycles.h"
#include "blocking.h"
#include "rawcalls.h"

#include <QtCore/qcoreapplication.h>

namespace {

void loadScripts(redisContext *context)
{
    for (const QByteArrayList &command : RawCalls::load()) {
        const Words words(command);
        void *reply = redisCommandArgv(context, words.count(), words.texts(), words.sizes());
        if (!reply || static_cast<redisReply *>(reply)->type == REDIS_REPLY_ERROR)
            Party::fail(QStringLiteral("A script was not loaded"));
        freeReplyObject(reply);
    }
}

} // namespace

// bench-hiredis HOST PORT, or bench-hiredis SOCKET: the peer in C.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 2 && argc != 3)
        Party::fail(QStringLiteral("A host and a port, or a socket, is wanted"));
    const char *place = argv[1];
    const int port = argc == 3 ? std::atoi(argv[2]) : 0;
    redisContext *context = port ? redisConnect(place, port) : redisConnectUnix(place);
    redisAsyncContext *async = port ? redisAsyncConnect(place, port) : redisAsyncConnectUnix(place);
    if (context->err || async->err)
        Party::fail(QString::fromUtf8(context->err ? context->errstr : async->errstr));
    loadScripts(context);
    Party party;
    const Blocking blocking(context, &party);
    const AsyncCycles cycles(async, &party);
    party.ready();
    return QCoreApplication::exec();
}
