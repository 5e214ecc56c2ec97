// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_SEMAPHOREWORK_H
#define DEMO_SEMAPHOREWORK_H

#include "workload.h"

#include <RedGuard/Semaphore>

#include <QtCore/qfuture.h>

namespace demo {

// A semaphore, with run(): the permit is given back when the future that the work returns has ended.
class SemaphoreWork : public Workload
{
    Q_OBJECT

public:
    SemaphoreWork(redguard::Semaphore *semaphore, QObject *parent);

protected:
    void takeTurn(qint64 turn) override;

private:
    [[nodiscard]] QFuture<void> work(qint64 turn);

    redguard::Semaphore *m_semaphore;
};

} // namespace demo

#endif
