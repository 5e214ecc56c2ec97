// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "flood.h"

Flood::Flood(redguard::RedGuard *guard, Party *party)
    : m_guard(guard)
    , m_party(party)
{
    party->add(QStringLiteral("flood"),
               [this](const QStringList &arguments) { begin(arguments.at(0).toLongLong()); });
}

void Flood::begin(qsizetype count)
{
    make(count);
    m_outstanding = count;
    m_span.emplace();
    for (redguard::Lock *lock : std::as_const(m_locks))
        lock->acquire();
}

void Flood::make(qsizetype count)
{
    while (m_locks.size() < count) {
        auto *lock = m_guard->lock(QStringLiteral("flood-%1").arg(m_locks.size()));
        connect(lock, &redguard::Lock::acquired, lock, &redguard::Lock::release);
        connect(lock, &redguard::Lock::released, this, &Flood::released);
        connect(lock, &redguard::Lock::errorOccurred, this,
                [](quint64, const redguard::Error &error) { Party::fail(error.message()); });
        m_locks.append(lock);
    }
}

void Flood::released()
{
    if (--m_outstanding == 0)
        m_party->answer(m_span->toJson());
}
