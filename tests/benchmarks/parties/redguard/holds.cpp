// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "holds.h"

Holds::Holds(redguard::RedGuard *guard, Party *party)
    : m_guard(guard)
    , m_party(party)
{
    party->add(QStringLiteral("hold"),
               [this](const QStringList &arguments) { hold(arguments.at(0).toLongLong()); });
    party->add(QStringLiteral("turn"),
               [this](const QStringList &arguments) { turn(arguments.at(0).toULongLong()); });
}

void Holds::hold(qsizetype count)
{
    m_missing = count;
    for (qsizetype i = 0; i < count; ++i) {
        auto *lock = m_guard->lock(QStringLiteral("held-%1-%2").arg(count).arg(i));
        connect(lock, &redguard::Lock::acquired, this, &Holds::acquired);
        connect(lock, &redguard::Lock::released, lock, &redguard::Lock::acquire);
        connect(lock, &redguard::Lock::lost, this, [] { Party::fail(QStringLiteral("A lock was lost")); });
        connect(lock, &redguard::Lock::errorOccurred, this,
                [](quint64, const redguard::Error &error) { Party::fail(error.message()); });
        m_locks.append(lock);
        lock->acquire();
    }
}

void Holds::turn(std::size_t count)
{
    m_count = count;
    m_latencies.clear();
    m_span.emplace();
    next();
}

void Holds::next()
{
    m_start = meters::now();
    // Neighbours in memory are no neighbours in turn.
    m_place = (m_place + 7919) % m_locks.size();
    m_locks[m_place]->release();
}

void Holds::acquired()
{
    if (m_missing > 0) {
        if (--m_missing == 0)
            m_party->answer();
        return;
    }
    m_latencies.push_back(meters::now() - m_start);
    if (m_latencies.size() < m_count) {
        next();
        return;
    }
    QJsonObject answer = m_span->toJson();
    answer.insert(QStringLiteral("latencies"), meters::toJson(m_latencies));
    m_party->answer(answer);
}
