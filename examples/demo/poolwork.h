// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_POOLWORK_H
#define DEMO_POOLWORK_H

#include "primetable.h"
#include "workload.h"

#include <RedGuard/SharedResourcePool>

namespace demo {

// A pool: every process keeps the tables that it made, and only so many are in use in all of them.
class PoolWork : public Workload
{
    Q_OBJECT

public:
    using Pool = redguard::SharedResourcePool<PrimeTable>;

    PoolWork(Pool *pool, QObject *parent);

protected:
    void takeTurn(qint64 turn) override;

private:
    void use(Pool::Resource table, qint64 turn);

    Pool *m_pool;
};

} // namespace demo

#endif
