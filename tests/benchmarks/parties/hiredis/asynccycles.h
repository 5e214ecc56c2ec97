// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ASYNCCYCLES_H
#define ASYNCCYCLES_H

#include "party.h"
#include "words.h"

#include <hiredis/adapters/qt.h>

// The acquire and the release of one lock, one after the other, by hiredis in an event loop of Qt.
class AsyncCycles
{
public:
    AsyncCycles(redisAsyncContext *context, Party *party);

private:
    static void acquired(redisAsyncContext *, void *reply, void *self);
    static void released(redisAsyncContext *, void *reply, void *self);

    void begin(std::size_t count);
    void next();
    void send(const Words &words, redisCallbackFn *then);

    redisAsyncContext *m_context;
    Party *m_party;
    RedisQtAdapter m_adapter;
    Words m_acquire;
    Words m_release;
    std::size_t m_count = 0;
    qint64 m_start = 0;
    std::vector<qint64> m_latencies;
};

#endif
