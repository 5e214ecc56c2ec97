// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "seat.h"

using namespace redguard;

namespace {

// A look that is not answered by then says so in the table.
constexpr std::chrono::milliseconds CommandTimeout {3000};

} // namespace

Seat::Seat(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_guard(options.url, options.nameSpace, {.commandTimeout = CommandTimeout, .clientName = options.user})
    , m_semaphore(m_guard.semaphore(QStringLiteral("seats"), {.capacity = options.seats, .ttl = options.ttl}))
{
    connect(m_semaphore, &Semaphore::acquired, this, [this] { setStanding(Standing::Seated); });
    connect(m_semaphore, &Semaphore::cancelled, this, [this] { setStanding(Standing::None); });
    connect(m_semaphore, &Semaphore::released, this, &Seat::look);
    connect(m_semaphore, &Semaphore::lost, this, [this](const LeaseInfo &, LossReason reason) {
        m_lossReason = reason;
        setStanding(Standing::Lost);
    });
    connect(m_semaphore, &Semaphore::errorOccurred, this, [this](quint64, const Error &error) {
        m_refusal = error.message();
        setStanding(Standing::Refused);
    });
    connect(m_semaphore, &Semaphore::queuePositionChanged, this, &Seat::placeChanged);
    connect(m_semaphore, &Semaphore::queued, this, &Seat::look);
    connect(&m_guard, &RedGuard::stateChanged, this, &Seat::connectionChanged);
    connect(&m_guard, &RedGuard::stateChanged, this, &Seat::look);
    connect(&m_guard, &RedGuard::errorOccurred, this, &Seat::connectionChanged);
}

void Seat::take()
{
    if (m_standing == Standing::Waiting || m_standing == Standing::Seated)
        return;
    m_semaphore->acquire();
    setStanding(Standing::Waiting);
}

void Seat::cancel()
{
    m_semaphore->cancel();
}

void Seat::giveBack()
{
    if (m_standing != Standing::Seated)
        return;
    m_semaphore->release();
    setStanding(Standing::None);
}

void Seat::look()
{
    m_lookAgain = m_looking;
    if (m_looking)
        return;
    m_looking = true;
    m_guard.status(m_semaphore->name(), this, [this](const Result<Status> &result) {
        m_looking = false;
        if (result)
            Q_EMIT looked(*result);
        else
            Q_EMIT lookFailed(result.error().message());
        // What was asked for while the answer was under way is not in it.
        if (std::exchange(m_lookAgain, false))
            look();
    });
}

void Seat::setStanding(Standing standing)
{
    m_standing = standing;
    Q_EMIT standingChanged();
    look();
}
