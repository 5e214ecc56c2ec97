// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "cycles.h"

#include "meters.h"

Cycles::Cycles(redguard::RedGuard *guard, Party *party)
    : m_party(party)
    , m_lock(guard->lock(Party::ownName()))
{
    connect(m_lock, &redguard::Lock::acquired, this, &Cycles::acquired);
    connect(m_lock, &redguard::Lock::released, this, [this] {
        if (m_awaitsRelease)
            ended();
    });
    connect(m_lock, &redguard::Lock::errorOccurred, this,
            [](quint64, const redguard::Error &error) { Party::fail(error.message()); });
    party->add(QStringLiteral("cycles"), [this](const QStringList &arguments) { begin(arguments); });
}

void Cycles::begin(const QStringList &arguments)
{
    m_latencies.clear();
    m_count = arguments.at(0).toULongLong();
    m_awaitsRelease = arguments.at(1) == u"await";
    next();
}

void Cycles::next()
{
    m_start = meters::now();
    m_lock->acquire();
}

void Cycles::acquired()
{
    m_lock->release();
    if (!m_awaitsRelease)
        ended();
}

void Cycles::ended()
{
    m_latencies.push_back(meters::now() - m_start);
    if (m_latencies.size() < m_count)
        next();
    else
        m_party->answer({{QStringLiteral("latencies"), meters::toJson(m_latencies)}});
}
