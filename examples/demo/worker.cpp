// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "worker.h"

#include "lockwork.h"
#include "poolwork.h"
#include "promises.h"
#include "ratelimiterwork.h"
#include "semaphorework.h"

#include "console/bootclock.h"

#include <QtCore/qtimer.h>

#include <unistd.h>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::ConnectionState;
using redguard::RedGuard;
using redguard::Result;

namespace {

constexpr std::chrono::milliseconds LongestEnd = 2500ms;

} // namespace

Worker::Worker(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_guard(RedGuard::fromUrl(options.url, options.nameSpace, this))
{
    (void)m_output.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered);
    connect(m_guard, &RedGuard::stateChanged, this, &Worker::stateChanged);
    connect(m_guard, &RedGuard::closed, this, &Worker::closed);
    connect(m_guard, &RedGuard::errorOccurred, this, [this](const redguard::Error &error) {
        // Later on the guard connects again by itself; a server that never was there is another matter.
        if (!m_ready)
            fail(error.message());
    });
    connect(&m_input, &LineReader::lineRead, this, &Worker::begin);
    connect(&m_input, &LineReader::ended, this, &Worker::stop);
    addWorkloads();
    if (const redguard::Error error = m_guard->error()) // a URL that is none
        QMetaObject::invokeMethod(
            this, [this, error] { fail(error.message()); }, Qt::QueuedConnection);
}

void Worker::addWorkloads()
{
    auto *lock = m_guard->lock(nameFor(Kind::Lock, u"counter"_s), {.ttl = 5s});
    auto *semaphore =
        m_guard->semaphore(nameFor(Kind::Semaphore, u"permits"_s), {.capacity = Permits, .ttl = 5s});
    auto *limiter = m_guard->limiter(nameFor(Kind::RateLimiter, u"rate"_s),
                                     {.limit = Limit, .window = Window, .slack = Slack});
    auto *pool =
        m_guard->pool<PrimeTable>(nameFor(Kind::Pool, u"tables"_s), [] { return Result(PrimeTable()); },
                                  {.capacity = Tables, .ttl = 5s});

    add(new LockWork(lock, m_options.counterFile, this));
    add(new SemaphoreWork(semaphore, this));
    add(new RateLimiterWork(limiter, this));
    add(new PoolWork(pool, this));
}

// With --break a worker shares its name with nobody, and so keeps out of nobody's way.
QString Worker::nameFor(Kind kind, const QString &name) const
{
    return m_options.broken == kind ? u"%1-%2"_s.arg(name).arg(m_options.worker) : name;
}

void Worker::add(Workload *workload)
{
    m_workloads.append(workload);
    connect(workload, &Workload::happened, this, &Worker::say);
    connect(workload, &Workload::failed, this, &Worker::fail);
    connect(workload, &Workload::finished, this, &Worker::workloadFinished);
}

void Worker::stateChanged(ConnectionState state)
{
    if (state == ConnectionState::Connected && !std::exchange(m_ready, true))
        say({.what = What::Ready});
}

void Worker::begin()
{
    for (Workload *workload : std::as_const(m_workloads))
        workload->begin();
}

void Worker::stop()
{
    QTimer::singleShot(LongestEnd, this, [this] { fail(u"It could not give back everything in time"_s); });
    m_active = m_workloads.size();
    for (Workload *workload : std::as_const(m_workloads))
        workload->stop();
}

void Worker::workloadFinished()
{
    if (--m_active == 0)
        m_guard->close();
}

void Worker::closed()
{
    say({.what = What::Finished});
    Q_EMIT finished(0);
}

// Whatever is held goes back with the guard, as this process ends.
void Worker::fail(const QString &why)
{
    say({.what = What::Failed, .text = why});
    Q_EMIT finished(1);
}

void Worker::say(Record record)
{
    record.worker = m_options.worker;
    if (record.time.count() == 0)
        record.time = console::bootTime();
    m_output.write(record.toJson());
}

} // namespace demo
