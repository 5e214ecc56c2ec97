// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "caller.h"

#include "console/bootclock.h"
#include "console/exitcode.h"

#include <QtCore/qtimer.h>

namespace throttle {

using namespace std::chrono_literals;
using console::bootTime;
using redguard::ConnectionState;
using redguard::Error;
using redguard::ErrorCode;
using redguard::Lease;
using redguard::RedGuard;
using redguard::Result;

namespace {

constexpr std::chrono::milliseconds LongestEnd = 1s;

} // namespace

Caller::Caller(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_guard(RedGuard::fromUrl(options.url, options.nameSpace, this))
    , m_limiter(m_guard->limiter(options.name, options.rate))
    , m_recent(options.rate.window, options.rate.limit / options.rate.cost)
{
    connect(m_guard, &RedGuard::errorOccurred, this, &Caller::meet);
    connect(m_guard, &RedGuard::stateChanged, this, &Caller::stateChanged);
    connect(m_guard, &RedGuard::closed, this, [this] { Q_EMIT finished(m_exitCode); });
}

void Caller::start()
{
    m_tally.begin(bootTime());
    if (const Error error = m_guard->error()) // a URL that is none
        meet(error);
    else
        ask();
}

// The call that waits gives its slot back, so that others may have it.
void Caller::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_guard->closeWithin(LongestEnd);
}

std::chrono::nanoseconds Caller::waiting() const
{
    return m_askedAt == 0ns ? 0ns : bootTime() - m_askedAt;
}

// One round trip: what is not admitted now has its slot reserved, behind those who asked earlier.
void Caller::ask()
{
    m_askedAt = bootTime();
    waitForSlot();
}

void Caller::waitForSlot()
{
    m_limiter->acquireAsync(redguard::Forever, this,
                            [this](const Result<Lease> &admission) { answered(admission); });
}

void Caller::answered(const Result<Lease> &admission)
{
    if (m_stopping)
        return;
    if (admission)
        call(admission->info());
    else if (console::exitCodeOf(admission.error().code()) == console::Success)
        waitForSlot(); // for the connection, too
    else
        meet(admission.error());
}

// Here a program would send its request: it is admitted now, and not for later.
void Caller::call(const redguard::LeaseInfo &admission)
{
    const auto now = bootTime();
    m_recent.add(now);
    const Call call {.number = m_tally.calls() + 1,
                     .time = now,
                     .waited = now - std::exchange(m_askedAt, 0ns),
                     .quota = admission.quota(),
                     .own = m_recent.count() * m_options.rate.cost};
    m_tally.add(call);
    Q_EMIT called(call);
    next();
}

void Caller::next()
{
    if (m_tally.calls() == m_options.calls)
        stop();
    else if (m_options.every > 0ms)
        QTimer::singleShot(m_options.every, Qt::PreciseTimer, this, &Caller::ask);
    else
        ask();
}

void Caller::meet(const Error &error)
{
    if (m_stopping)
        return;
    const bool isNew = std::exchange(m_trouble, error.message()) != error.message();
    m_exitCode = console::exitCodeOf(error.code());
    if (m_exitCode != console::Success)
        stop();
    else if (isNew) // and not once for every attempt
        Q_EMIT troubled(m_trouble);
}

void Caller::stateChanged(ConnectionState state)
{
    if (state == ConnectionState::Connected)
        m_trouble.clear();
}

} // namespace throttle
