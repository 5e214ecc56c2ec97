// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "semaphorework.h"

#include "promises.h"

#include <QtCore/qtimer.h>

namespace demo {

using namespace std::chrono_literals;
using redguard::Semaphore;

SemaphoreWork::SemaphoreWork(Semaphore *semaphore, QObject *parent)
    : Workload(Kind::Semaphore, semaphore, AskersPerWorker, parent)
    , m_semaphore(semaphore)
{
    connect(semaphore, &Semaphore::released, this, [this] { nextTurn(100ms); });
}

void SemaphoreWork::takeTurn(qint64 turn)
{
    m_semaphore->run(this, [this, turn] { return work(turn); });
}

QFuture<void> SemaphoreWork::work(qint64 turn)
{
    say(What::Acquired, turn);
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this, turn] { say(What::Released, turn); });
    connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
    timer->setSingleShot(true);
    timer->start(anyOf(150ms, 400ms));
    return QtFuture::connect(timer, &QTimer::timeout);
}

} // namespace demo
