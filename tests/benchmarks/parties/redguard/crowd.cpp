// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "crowd.h"

#include <algorithm>
#include <malloc.h>

namespace {

// Bytes in use.
double heap()
{
    const auto info = mallinfo2();
    return double(info.uordblks + info.hblkhd);
}

} // namespace

Crowd::Crowd(redguard::RedGuard *guard, Party *party)
    : m_guard(guard)
    , m_party(party)
{
    party->add(QStringLiteral("wait"), [this](const QStringList &arguments) {
        wait(arguments.at(0).toInt(), arguments.at(1).toInt());
    });
    party->add(QStringLiteral("heap"), [this](const QStringList &) { tell(); });
}

// None of their signals is connected: that would count as theirs.
void Crowd::wait(int locks, int names)
{
    m_locks.reserve(locks);
    m_before = heap();
    for (int i = 0; i < locks; ++i)
        m_locks.append(m_guard->lock(QStringLiteral("crowd-%1").arg(i % names)));
    for (redguard::Lock *lock : std::as_const(m_locks))
        lock->acquire();
    m_party->answer();
}

void Crowd::tell() const
{
    const double taken = heap() - m_before;
    const auto waiting = std::count_if(m_locks.begin(), m_locks.end(),
                                       [](const redguard::Lock *lock) { return lock->queuePosition() > 0; });
    m_party->answer({{QStringLiteral("heap"), taken}, {QStringLiteral("waiting"), qint64(waiting)}});
}
