// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/renewalthread.h"

#include "redguard/renewalworker.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

namespace redguard::RenewalThread {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto LongestFarewell = 100ms;

struct Background
{
    RenewalBook book;
    std::mutex mutex; // of what follows
    QThread *thread = nullptr;
    RenewalWorker *worker = nullptr;
};

// Never destroyed: threads of the program may outlast main().
Background &background()
{
    static auto *const theOne = new Background;
    return *theOne;
}

void stop()
{
    Background &all = background();
    const std::scoped_lock lock(all.mutex);
    all.worker = nullptr;
    all.book.nobodyLooks();
    if (!all.thread)
        return;
    all.thread->quit();
    if (all.thread->wait(QDeadlineTimer(LongestFarewell)))
        delete std::exchange(all.thread, nullptr);
}

// With the mutex locked.
void start(Background &all)
{
    all.thread = new QThread;
    all.thread->setObjectName(u"redguard-renew"_s);
    all.worker = new RenewalWorker(all.book);
    all.worker->moveToThread(all.thread);
    QObject::connect(all.thread, &QThread::finished, all.worker, &QObject::deleteLater);
    all.thread->start();
    qAddPostRoutine(stop);
}

} // namespace

void add(const std::shared_ptr<RenewalOrder> &order)
{
    Background &all = background();
    if (!all.book.add(order))
        return;
    const std::scoped_lock lock(all.mutex);
    if (!all.worker && QCoreApplication::instance() && !QCoreApplication::closingDown())
        start(all);
    if (all.worker)
        QMetaObject::invokeMethod(all.worker, &RenewalWorker::look, Qt::QueuedConnection);
    else
        all.book.nobodyLooks();
}

void remove(const std::shared_ptr<RenewalOrder> &order)
{
    background().book.remove(order);
}

void retire(const std::shared_ptr<RenewalTarget> &target)
{
    Background &all = background();
    const std::scoped_lock lock(all.mutex);
    if (all.worker)
        QMetaObject::invokeMethod(
            all.worker, [worker = all.worker, target] { worker->retire(target.get()); },
            Qt::QueuedConnection);
}

} // namespace redguard::RenewalThread
