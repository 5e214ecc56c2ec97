// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/acquisition.h"

#include <algorithm>

namespace redguard::sync {

using namespace std::chrono_literals;

namespace {

constexpr Duration ShortestCheck = 2s;
constexpr Duration BusyPause = 100ms;
// Waiters further back look later, so that a lapsed lease is not met by all at once.
constexpr Duration StepByPosition = 10ms;
constexpr Duration LongestStep = 500ms;

} // namespace

Acquisition::Acquisition(const LeaseTerms &terms)
    : m_terms(terms)
{
}

bool Acquisition::wanted() const
{
    return m_phase == Phase::Asking || m_phase == Phase::Queued || m_phase == Phase::Confirming;
}

Instant Acquisition::provenUntil(Instant from, Duration lease) const
{
    return from + m_terms.drift.shorter(lease) - m_terms.margin;
}

Actions Acquisition::start(Instant now, std::chrono::milliseconds timeout, bool connected)
{
    Actions actions;
    m_connected = connected;
    m_waits = timeout > 0ms;
    m_waitUntil = m_waits ? after(now, timeout) : now + m_terms.patience;
    m_phase = Phase::Asking;
    ask(actions, now);
    return actions;
}

void Acquisition::ask(Actions &actions, Instant now)
{
    m_lookAt = Never;
    if (!m_connected || m_asking)
        return;
    m_asked = true;
    m_asking = true;
    m_goneAt = std::max(m_goneAt, now + m_terms.drift.longer(m_terms.ttl));
    actions.append(Action::Acquire);
}

Actions Acquisition::connected(Instant now)
{
    Actions actions;
    expire(actions, now);
    m_connected = true;
    if (wanted()) {
        ask(actions, now);
    } else if (m_phase == Phase::Held) {
        renew(actions, now);
    } else if (m_phase == Phase::Leaving) {
        actions.append(Action::Release);
    }
    return actions;
}

void Acquisition::renew(Actions &actions, Instant now)
{
    m_renewAt = Never;
    m_goneAt = std::max(m_goneAt, now + m_terms.drift.longer(m_terms.ttl));
    actions.append(Action::Renew);
}

// What was not answered is not known. It is asked again, under the same token, once connected.
Actions Acquisition::disconnected(Instant now)
{
    Actions actions;
    m_connected = m_asking = false;
    m_renewAt = m_lookAt = Never;
    if (m_phase == Phase::Confirming)
        m_phase = Phase::Queued;
    expire(actions, now);
    return actions;
}

Actions Acquisition::acquireReplied(const AcquireReply &reply, Instant sentAt, Instant now,
                                    const ServerClock &clock)
{
    Actions actions;
    m_asking = false;
    if (expire(actions, now) || m_phase == Phase::Leaving || m_phase == Phase::Done)
        return actions;
    if (reply.held) {
        m_fence = reply.fence;
        const Instant deadline = provenUntil(sentAt, m_terms.ttl);
        if (m_phase == Phase::Held) // the same grant was pushed already
            m_deadline = std::max(m_deadline, deadline);
        else if (now < deadline)
            hold(actions, sentAt, deadline);
        else
            readTooLate(actions, now);
        return actions;
    }
    if (!wanted())
        return actions;
    if (!m_waits) {
        m_asked = false; // a refusal leaves nothing behind
        giveUp(actions, Action::TellTimedOut);
        return actions;
    }
    m_ticket = reply.ticket;
    m_phase = Phase::Queued;
    const bool moved = std::exchange(m_position, reply.position) != reply.position;
    lookAgain(now, reply.leaseEnd, clock);
    if (moved)
        actions.append(Action::TellQueued);
    return actions;
}

// Once may be a blocked event loop, and asking again extends what is held. Twice is a ttl below the
// round trip: going on would keep everybody out for nothing.
void Acquisition::readTooLate(Actions &actions, Instant now)
{
    if (m_waits && !std::exchange(m_wasLate, true)) {
        ask(actions, now);
        return;
    }
    m_errorCode = ErrorCode::Timeout;
    giveUp(actions, m_waits ? Action::TellFailed : Action::TellTimedOut);
}

void Acquisition::lookAgain(Instant now, ServerTime leaseEnd, const ServerClock &clock)
{
    const Duration step = std::min<Duration>(StepByPosition * m_position, LongestStep);
    m_lookAt = now + std::max(m_terms.ttl, ShortestCheck) + step;
    if (leaseEnd > 0us && clock.isKnown())
        m_lookAt = std::clamp(clock.latest(leaseEnd) + step + 1ms, now + 1ms, m_lookAt);
}

Actions Acquisition::movedToHead(ServerTime leaseEnd, Instant now, const ServerClock &clock)
{
    Actions actions;
    if (m_phase != Phase::Queued || m_asking)
        return actions;
    const bool moved = std::exchange(m_position, 1) != 1;
    lookAgain(now, leaseEnd, clock);
    if (moved)
        actions.append(Action::TellQueued);
    return actions;
}

// The hold starts here, with a deadline that follows from what is known of the server's clock; it is
// extended to the full ttl at once. Where too little can be proved, the extension comes first.
Actions Acquisition::granted(const Grant &grant, Instant now, const ServerClock &clock)
{
    Actions actions;
    if (!wanted())
        return actions;
    const Instant deadline =
        clock.isKnown() ? provenUntil(clock.earliest(grant.at), grant.lease) : Instant {};
    if (deadline < now + grant.lease / 2) {
        m_phase = Phase::Confirming;
        ask(actions, now);
        return actions;
    }
    m_fence = grant.fence;
    m_goneAt = std::max(m_goneAt, now + m_terms.drift.longer(grant.lease));
    hold(actions, now, deadline);
    renew(actions, now);
    return actions;
}

void Acquisition::hold(Actions &actions, Instant from, Instant deadline)
{
    m_phase = Phase::Held;
    m_wasLate = false;
    m_deadline = deadline;
    m_lookAt = Never;
    m_position = 0;
    m_renewAt = m_terms.renew ? from + m_terms.ttl / 3 : Never;
    actions.append(Action::TellAcquired);
}

Actions Acquisition::acquireFailed(Failure failure, Instant now)
{
    Actions actions;
    m_asking = false;
    if (expire(actions, now) || !wanted())
        return actions;
    if (failure == Failure::Busy)
        m_lookAt = now + BusyPause;
    else
        giveUp(actions, Action::TellFailed);
    return actions;
}

Actions Acquisition::renewReplied(RenewReply reply, Instant sentAt, Instant now)
{
    Actions actions;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    if (reply != RenewReply::Extended) {
        lose(actions, reply == RenewReply::Gone ? LossReason::ServerLostState : LossReason::TakenOver);
        return actions;
    }
    m_deadline = std::max(m_deadline, provenUntil(sentAt, m_terms.ttl));
    if (m_terms.renew)
        m_renewAt = sentAt + m_terms.ttl / 3;
    actions.append(Action::TellRenewed);
    return actions;
}

Actions Acquisition::renewFailed(Failure failure, Instant now)
{
    Actions actions;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    if (failure == Failure::Foreign)
        lose(actions, LossReason::Foreign);
    else
        m_renewAt = now + std::clamp<Duration>((m_deadline - now) / 4, 10ms, 1s);
    return actions;
}

Actions Acquisition::releaseReplied(bool wasHeld)
{
    Actions actions;
    if (m_phase != Phase::Leaving)
        return actions;
    m_releaseOutcome = wasHeld ? ReleaseOutcome::Clean : ReleaseOutcome::AlreadyExpired;
    done(actions);
    return actions;
}

Actions Acquisition::releaseFailed(Failure failure, Instant now)
{
    Actions actions;
    if (m_phase != Phase::Leaving)
        return actions;
    if (now < m_goneAt && failure == Failure::Busy) {
        m_lookAt = now + BusyPause;
        return actions;
    }
    m_releaseOutcome = ReleaseOutcome::Unknown;
    done(actions);
    return actions;
}

Actions Acquisition::tick(Instant now)
{
    Actions actions;
    if (expire(actions, now))
        return actions;
    if (wanted() && now >= m_waitUntil) {
        if (!m_waits)
            m_errorCode = m_asked ? ErrorCode::Timeout : ErrorCode::NotConnected;
        giveUp(actions, m_waits ? Action::TellTimedOut : Action::TellFailed);
    } else if (wanted() && now >= m_lookAt) {
        ask(actions, now);
    } else if (m_phase == Phase::Held && now >= m_renewAt) {
        renew(actions, now);
    } else if (m_phase == Phase::Leaving && now >= m_lookAt && m_connected) {
        m_lookAt = Never;
        actions.append(Action::Release);
    } else if (m_phase == Phase::Leaving && now >= m_goneAt && !m_connected) {
        m_releaseOutcome = ReleaseOutcome::Unknown;
        done(actions);
    }
    return actions;
}

// Comes before every other rule: past its deadline a hold is over, whatever has arrived since.
bool Acquisition::expire(Actions &actions, Instant now)
{
    if (m_phase != Phase::Held || now < m_deadline)
        return false;
    lose(actions, m_connected ? LossReason::Expired : LossReason::Disconnected);
    return true;
}

// The server's side of the lease runs a little longer: what is left of it goes to who waits.
void Acquisition::lose(Actions &actions, LossReason reason)
{
    m_lossReason = reason;
    m_deadline = {};
    actions.append(Action::TellLost);
    leave(actions);
}

Actions Acquisition::cancel()
{
    Actions actions;
    if (wanted())
        giveUp(actions, Action::TellCancelled);
    return actions;
}

Actions Acquisition::fail()
{
    Actions actions;
    if (wanted())
        giveUp(actions, Action::TellFailed);
    return actions;
}

Actions Acquisition::release(Instant now)
{
    Actions actions;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    m_deadline = {};
    m_tellReleased = true;
    leave(actions);
    return actions;
}

Actions Acquisition::abandon()
{
    Actions actions;
    m_tellReleased = false;
    if (wanted() || m_phase == Phase::Held) {
        m_deadline = {};
        leave(actions);
    }
    return actions;
}

void Acquisition::giveUp(Actions &actions, Action outcome)
{
    actions.append(outcome);
    leave(actions);
}

void Acquisition::leave(Actions &actions)
{
    if (wanted() && m_waits)
        m_goneAt = Never; // a lease ends by itself, a place in the queue does not
    m_phase = Phase::Leaving;
    m_renewAt = m_lookAt = Never;
    if (!m_asked) {
        done(actions);
    } else if (m_connected) {
        actions.append(Action::Release);
    }
}

void Acquisition::done(Actions &actions)
{
    m_phase = Phase::Done;
    if (m_tellReleased)
        actions.append(Action::TellReleased);
    actions.append(Action::Forget);
}

Instant Acquisition::wakeAt() const
{
    if (wanted())
        return std::min(m_waitUntil, m_lookAt);
    if (m_phase == Phase::Held)
        return std::min(m_deadline, m_renewAt);
    if (m_phase == Phase::Leaving)
        return m_connected ? m_lookAt : m_goneAt;
    return Never;
}

} // namespace redguard::sync
