// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "poolwork.h"

#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

namespace demo {

using namespace std::chrono_literals;
using redguard::Result;

PoolWork::PoolWork(Pool *pool, QObject *parent)
    : Workload(Kind::Pool, pool->primitive(), 1, parent)
    , m_pool(pool)
{
}

void PoolWork::takeTurn(qint64 turn)
{
    m_pool->acquireAsync(redguard::Forever, this, [this, turn](const Result<Pool::Resource> &table) {
        if (table)
            use(*table, turn);
    });
}

// The table goes back to the pool, and its permit to the server, with the last copy of `table`.
void PoolWork::use(Pool::Resource table, qint64 turn)
{
    say({.what = What::Acquired, .turn = turn, .isNew = table->isNew()});
    (void)table->countBelow(QRandomGenerator::global()->bounded(PrimeTable::Largest));
    QTimer::singleShot(anyOf(200ms, 450ms), this, [this, table, turn] {
        say(What::Released, turn);
        nextTurn(200ms);
    });
}

} // namespace demo
