// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_LOCKWORK_H
#define DEMO_LOCKWORK_H

#include "counterfile.h"
#include "workload.h"

#include <RedGuard/Lock>

namespace demo {

// A lock, with signals and slots: read a number from a file, think, and write one more.
class LockWork : public Workload
{
    Q_OBJECT

public:
    LockWork(redguard::Lock *lock, const QString &counterFile, QObject *parent);

protected:
    void takeTurn(qint64 turn) override;

private:
    void read(const redguard::LeaseInfo &lease);
    void write(qint64 fence);

    redguard::Lock *m_lock;
    CounterFile m_counter;
    CounterFile::Content m_found;
    qint64 m_turn = 0;
};

} // namespace demo

#endif
