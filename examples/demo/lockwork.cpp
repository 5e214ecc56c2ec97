// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "lockwork.h"

#include <QtCore/qtimer.h>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::LeaseInfo;
using redguard::Lock;

LockWork::LockWork(Lock *lock, const QString &counterFile, QObject *parent)
    : Workload(Kind::Lock, lock, 1, parent)
    , m_lock(lock)
    , m_counter(counterFile)
{
    connect(lock, &Lock::acquired, this, &LockWork::read);
    connect(lock, &Lock::released, this, [this] { nextTurn(30ms); });
}

void LockWork::takeTurn(qint64 turn)
{
    m_turn = turn;
    m_lock->acquire();
}

void LockWork::read(const LeaseInfo &lease)
{
    say({.what = What::Acquired, .turn = m_turn, .fence = lease.fence()});
    m_found = m_counter.read();
    QTimer::singleShot(anyOf(30ms, 60ms), this, [this, fence = lease.fence()] { write(fence); });
}

void LockWork::write(qint64 fence)
{
    if (!m_counter.write({m_found.value + 1, fence}))
        Q_EMIT failed(u"The counter cannot be written"_s);
    say({.what = What::Released, .turn = m_turn, .fence = fence, .fenceBefore = m_found.fence});
    m_lock->release();
}

} // namespace demo
