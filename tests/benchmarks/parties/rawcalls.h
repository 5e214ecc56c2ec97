// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RAWCALLS_H
#define RAWCALLS_H

#include "scripts/keys.h"
#include "scripts/script.h"

// The two EVALSHA of an acquire and a release as RedGuard sends them, for whoever sends nothing else.
struct RawCalls
{
    explicit RawCalls(const QByteArray &key)
    {
        using namespace redguard::scripts;
        const QByteArrayList keys = keysOf(key, Kind::Lock);
        const QByteArrayList head {QByteArray::number(keys.size())};
        const QByteArray token("0123456789abcdef");
        acquire = QByteArrayList {"EVALSHA", acquireLock().digest} + head + keys
            + QByteArrayList {token, "30000", "1", "1", "1", "bench:channel", "0", "9007199254740991"};
        release =
            QByteArrayList {"EVALSHA", releaseLock().digest} + head + keys + QByteArrayList {token, "1", "0"};
    }

    // What loads both.
    [[nodiscard]] static QList<QByteArrayList> load()
    {
        return {{"SCRIPT", "LOAD", redguard::scripts::acquireLock().text},
                {"SCRIPT", "LOAD", redguard::scripts::releaseLock().text}};
    }

    QByteArrayList acquire;
    QByteArrayList release;
};

#endif
