// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/lease.h>

#include "redguard/leasehandle.h"
#include "redguard/mailbox.h"
#include "redguard/session.h"
#include "time/bootclock.h"

#include <QtCore/qdebug.h>

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::LeaseInfo
    \inheaderfile RedGuard/LeaseInfo
    \inmodule RedGuard
    \brief What an acquisition is: its request, name, fence, permits and deadline.

    A plain value that signals carry; it owns nothing and releases nothing. deadline() is a time since
    boot on the clock that counts suspend, as of the moment this was made: a later renewal moves the
    lease's deadline, not this. fence() is 0 for an admission through a rate limiter, and quota() is
    zero for everything else.
*/

/*!
    \class redguard::Lease
    \inheaderfile RedGuard/Lease
    \inmodule RedGuard
    \brief A handle on one acquisition that somebody asked for with Primitive::acquireAsync(),
    Primitive::run() or \c co_await.

    Copies share the acquisition. It is released when the last copy goes (a result that a
    \qt{qfuture}{QFuture} stores counts as one) or by release(), for all copies at once.

    All functions may be called from any thread. isHeld() compares the deadline with the clock itself
    and is right even where the event loop of the guard is late, blocked or gone.

    \snippet tst_docstarting.cpp callback
*/

LeaseState::LeaseState(LeaseInfo info, quint64 handle, std::shared_ptr<Mailbox> mailbox, Session *session)
    : m_info(std::move(info))
    , m_handle(handle)
    , m_mailbox(std::move(mailbox))
    , m_session(session)
    , m_deadline(m_info.deadline().count())
{
}

LeaseInfo LeaseState::info() const
{
    LeaseInfo info = m_info;
    if (const Instant current = deadline(); current > Instant::zero())
        info.setDeadline(current);
    return info;
}

bool LeaseState::isHeld() const
{
    return !isOver() && bootTime() < deadline();
}

// Never brings back what has passed: another thread may have seen it.
void LeaseState::prolong(Instant deadline)
{
    auto current = m_deadline.load(std::memory_order_relaxed);
    const auto now = bootTime().count();
    while (current > now && current < deadline.count()
           && !m_deadline.compare_exchange_weak(current, deadline.count(), std::memory_order_release))
        ;
}

void LeaseState::lose()
{
    m_lost.store(true, std::memory_order_release);
    end();
}

void LeaseState::release()
{
    end();
    if (m_released.exchange(true))
        return;
    if (m_mailbox->isAtHome())
        m_session->release(m_handle);
    else
        m_mailbox->post([session = m_session, handle = m_handle] { session->release(handle); });
}

LeaseHandle::LeaseHandle(std::shared_ptr<LeaseState> state)
    : m_state(std::move(state))
{
}

LeaseHandle::~LeaseHandle()
{
    m_state->release();
}

std::chrono::milliseconds LeaseInfo::remainingTime() const
{
    return std::max(std::chrono::floor<std::chrono::milliseconds>(m_deadline - bootTime()), 0ms);
}

Lease::Lease(std::shared_ptr<LeaseHandle> handle)
    : m_handle(std::move(handle))
{
}

/*!
    Returns whether this is still held: its deadline lies ahead and nobody has released it. Always false for
    an admission through a rate limiter, which is over when it is given.
*/
bool Lease::isHeld() const
{
    return m_handle && m_handle->state().isHeld();
}

/*!
    Returns whether the hold ended against the will of its owner, by expiry or because the server said so.
*/
bool Lease::wasLost() const
{
    return m_handle && m_handle->state().wasLost();
}

/*! Returns what this is, with its deadline as of now. */
LeaseInfo Lease::info() const
{
    return m_handle ? m_handle->state().info() : LeaseInfo();
}

/*! Returns the name of what was acquired. */
QString Lease::name() const
{
    return info().name();
}

/*!
    Returns the fencing token: larger than that of every earlier grant of this name, and unchanged by
    renewals. A resource that remembers the largest it has seen can refuse a holder that was paused
    past its deadline.
*/
qint64 Lease::fence() const
{
    return info().fence();
}

/*! Returns how long this is still good for; 0 where it is not held. */
std::chrono::milliseconds Lease::remainingTime() const
{
    return isHeld() ? info().remainingTime() : 0ms;
}

/*!
    Gives the acquisition back, for all copies. isHeld() is false from here on, before a byte is
    written. Releasing twice, or after a loss, does nothing.
*/
void Lease::release()
{
    if (m_handle)
        m_handle->state().release();
}

QDebug operator<<(QDebug debug, const LeaseInfo &lease)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "LeaseInfo(" << lease.name() << ", request " << lease.requestId() << ", fence "
                    << lease.fence() << ", permits " << lease.permits() << ", "
                    << lease.remainingTime().count() << " ms left)";
    return debug;
}

QDebug operator<<(QDebug debug, const Lease &lease)
{
    const QDebugStateSaver saver(debug);
    if (lease.isNull())
        return debug.nospace() << "Lease()";
    return debug.nospace() << "Lease(" << (lease.isHeld() ? "held, " : "not held, ") << lease.info() << ')';
}

} // namespace redguard
