// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "blocking.h"

#include "expectone.h"
#include "meters.h"
#include "rawcalls.h"

#include <deque>
#include <thread>

Blocking::Blocking(redisContext *context, Party *party)
    : m_context(context)
    , m_party(party)
{
    party->add(QStringLiteral("pipeline"), [this](const QStringList &arguments) {
        pipeline(arguments.at(0).toULongLong(), arguments.at(1).toULongLong());
    });
    party->add(QStringLiteral("ping"), [this](const QStringList &arguments) {
        ping(arguments.at(0).toInt(), std::chrono::microseconds(arguments.at(1).toLongLong()));
    });
}

void Blocking::makeLocks(std::size_t count)
{
    while (m_locks.size() < count) {
        const RawCalls calls("bench:pipeline-" + QByteArray::number(qint64(m_locks.size())));
        m_locks.push_back({Words(calls.acquire), Words(calls.release)});
    }
}

void Blocking::append(const Words &words)
{
    redisAppendCommandArgv(m_context, words.count(), words.texts(), words.sizes());
}

void Blocking::pipeline(std::size_t count, std::size_t depth)
{
    makeLocks(count);
    const meters::Span span;
    std::deque<const Words *> underWay;
    const auto send = [&](const Words &words) {
        append(words);
        underWay.push_back(&words);
    };
    std::size_t begun = 0;
    while (begun < std::min(depth, count))
        send(m_locks[begun++].acquire);
    std::size_t next = 0;
    while (!underWay.empty()) {
        void *reply = nullptr;
        if (redisGetReply(m_context, &reply) != REDIS_OK)
            Party::fail(QString::fromUtf8(m_context->errstr));
        expectOne(reply);
        freeReplyObject(reply);
        const Words *answered = underWay.front();
        underWay.pop_front();
        if (next < count && answered == &m_locks[next].acquire)
            send(m_locks[next++].release);
        else if (begun < count)
            send(m_locks[begun++].acquire);
    }
    m_party->answer(span.toJson());
}

void Blocking::ping(int count, std::chrono::microseconds pause)
{
    std::vector<qint64> latencies;
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_for(pause);
        const qint64 start = meters::now();
        void *reply = redisCommand(m_context, "PING");
        latencies.push_back(meters::now() - start);
        if (!reply)
            Party::fail(QString::fromUtf8(m_context->errstr));
        freeReplyObject(reply);
    }
    m_party->answer({{QStringLiteral("latencies"), meters::toJson(latencies)}});
}
