// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "asynccycles.h"

#include "expectone.h"
#include "meters.h"
#include "rawcalls.h"

AsyncCycles::AsyncCycles(redisAsyncContext *context, Party *party)
    : m_context(context)
    , m_party(party)
    , m_acquire(RawCalls("bench:" + Party::ownName().toUtf8()).acquire)
    , m_release(RawCalls("bench:" + Party::ownName().toUtf8()).release)
{
    m_adapter.setContext(context);
    party->add(QStringLiteral("cycles"),
               [this](const QStringList &arguments) { begin(arguments.at(0).toULongLong()); });
}

void AsyncCycles::begin(std::size_t count)
{
    m_count = count;
    m_latencies.clear();
    next();
}

void AsyncCycles::next()
{
    m_start = meters::now();
    send(m_acquire, &AsyncCycles::acquired);
}

void AsyncCycles::send(const Words &words, redisCallbackFn *then)
{
    redisAsyncCommandArgv(m_context, then, this, words.count(), words.texts(), words.sizes());
}

void AsyncCycles::acquired(redisAsyncContext *, void *reply, void *self)
{
    expectOne(reply);
    auto *cycles = static_cast<AsyncCycles *>(self);
    cycles->send(cycles->m_release, &AsyncCycles::released);
}

void AsyncCycles::released(redisAsyncContext *, void *reply, void *self)
{
    expectOne(reply);
    auto *cycles = static_cast<AsyncCycles *>(self);
    cycles->m_latencies.push_back(meters::now() - cycles->m_start);
    if (cycles->m_latencies.size() < cycles->m_count)
        cycles->next();
    else
        cycles->m_party->answer({{QStringLiteral("latencies"), meters::toJson(cycles->m_latencies)}});
}
