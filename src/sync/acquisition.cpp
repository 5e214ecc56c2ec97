// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/acquisition.h"

#include <algorithm>

namespace redguard::sync {

using namespace std::chrono_literals;

namespace {

constexpr Duration BusyPause = 100ms;

// What the server grants at most to who waits: one that cannot be told has to find out by asking.
Duration longestGrant(Duration ttl)
{
    return std::max<Duration>(ttl, 2s) + 1s;
}

} // namespace

Acquisition::Acquisition(const LeaseTerms &terms, const ServerClock &clock)
    : m_terms(&terms)
    , m_clock(&clock)
    , m_plan(terms)
{
}

bool Acquisition::wanted() const
{
    return m_phase == Phase::Asking || m_phase == Phase::Queued || m_phase == Phase::Confirming;
}

Actions Acquisition::start(Instant now, std::chrono::milliseconds timeout, bool connected)
{
    Actions actions;
    m_connected = connected;
    m_waits = timeout > 0ms;
    m_waitUntil = m_waits ? after(now, timeout) : now + m_terms->patience;
    m_phase = Phase::Asking;
    ask(actions, now);
    return actions;
}

void Acquisition::ask(Actions &actions, Instant now)
{
    m_retryAt = Never;
    if (!m_connected || m_asking)
        return;
    m_asked = true;
    m_asking = true;
    // It also tells one asking from the next: a copy of an earlier one is to be known as such.
    m_notAfter = std::max(m_notAfter + 1us, m_clock->atMost(now + m_terms->patience));
    const Instant actsUntil =
        m_clock->isKnown() ? m_clock->latest(m_notAfter) : now + m_terms->drift.longer(m_terms->patience);
    m_goneAt = std::max(m_goneAt, actsUntil + m_terms->drift.longer(m_terms->ttl));
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
        giveBack(actions);
    }
    return actions;
}

void Acquisition::renew(Actions &actions, Instant now)
{
    if (m_renewing)
        return;
    m_renewing = true;
    // Where nothing is renewed, the extension of a grant is the only one.
    m_isCheck = m_terms->renewal == Renewal::None && m_isFull;
    if (m_isCheck)
        m_plan.sendCheck();
    else
        m_plan.send(now);
    mayBeRenewed(now);
    actions.append(Action::Renew);
}

// A renewal that is under way takes effect before the lease ends that it renews.
void Acquisition::mayBeRenewed(Instant now)
{
    m_goneAt = std::max(m_goneAt, now + m_terms->drift.longer(2 * m_terms->ttl));
}

// What was not answered is not known. It is asked again, under the same token, once connected.
Actions Acquisition::disconnected(Instant now)
{
    Actions actions;
    m_hasStray = m_hasStray || m_asking;
    m_isBusy = m_isBusy && !m_asking;
    m_mayBeReleased = m_mayBeReleased || m_isReleasing;
    m_isReleasing = false;
    m_connected = m_asking = m_renewing = false;
    m_retryAt = Never;
    m_plan.stop();
    if (m_phase == Phase::Confirming)
        m_phase = Phase::Queued;
    expire(actions, now);
    return actions;
}

Actions Acquisition::acquireReplied(const AcquireReply &reply, Instant sentAt, Instant now)
{
    using Verdict = AcquireReply::Verdict;
    Actions actions;
    m_asking = m_isBusy = false;
    if (expire(actions, now) || m_phase == Phase::Leaving || m_phase == Phase::Done)
        return actions;
    if (reply.verdict == Verdict::Held) {
        const Instant deadline = m_terms->provenUntil(sentAt, m_terms->ttl);
        if (m_phase == Phase::Held && reply.fence != m_fence) {
            lose(actions, LossReason::ServerLostState); // and granted it anew
            return actions;
        }
        m_isFull = true;
        if (m_phase == Phase::Held) { // the same grant was pushed already
            extend(deadline, now);
            return actions;
        }
        m_fence = reply.fence;
        m_ticket = 0;
        if (now < deadline)
            hold(actions, sentAt, deadline, now);
        else
            readTooLate(actions, now);
        return actions;
    }
    if (!wanted())
        return actions;
    if (reply.verdict == Verdict::TooLate) {
        m_retryAt = now + BusyPause;
    } else if (m_waits) {
        m_ticket = reply.place.ticket;
        m_phase = Phase::Queued;
        if (std::exchange(m_position, reply.place.position) != reply.place.position)
            actions.append(Action::TellQueued);
    } else {
        m_asked = m_hasStray; // a refusal leaves nothing behind
        giveUp(actions, Action::TellTimedOut);
    }
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

Actions Acquisition::claim(Instant now)
{
    Actions actions;
    if (m_phase == Phase::Queued)
        ask(actions, now);
    return actions;
}

Actions Acquisition::movedToHead()
{
    Actions actions;
    if (m_phase == Phase::Queued && std::exchange(m_position, 1) != 1)
        actions.append(Action::TellQueued);
    return actions;
}

// The hold starts here, with a deadline that follows from what is known of the server's clock; it is
// extended to the full ttl at once. Where too little can be proved, the extension comes first; and
// where the grant has lapsed meanwhile, so has the place in the queue.
Actions Acquisition::granted(const Grant &grant, Instant now)
{
    Actions actions;
    if (!wanted())
        return actions;
    m_ticket = 0;
    const Instant deadline =
        m_clock->isKnown() ? m_terms->provenUntil(m_clock->earliest(grant.at), grant.lease) : Instant {};
    if (m_terms->confirmsGrants || deadline < now + grant.lease / 2) {
        m_phase = Phase::Confirming;
        ask(actions, now);
        return actions;
    }
    m_fence = grant.fence;
    m_isFull = false;
    hold(actions, now, deadline, now);
    renew(actions, now);
    return actions;
}

void Acquisition::hold(Actions &actions, Instant from, Instant deadline, Instant now)
{
    m_phase = Phase::Held;
    m_goneAt = std::max(m_goneAt, now + m_terms->drift.longer(longestGrant(m_terms->ttl)));
    m_wasLate = false;
    m_deadline = {};
    m_retryAt = Never;
    m_position = 0;
    m_plan.begin(from);
    extend(deadline, now);
    actions.append(Action::TellAcquired);
}

void Acquisition::extend(Instant deadline, Instant now)
{
    if (deadline <= m_deadline)
        return;
    m_deadline = deadline;
    m_riskAt = now + (deadline - now) / 4 * 3;
}

Actions Acquisition::acquireFailed(Failure failure, Instant now)
{
    Actions actions;
    m_asking = false;
    if (expire(actions, now) || !wanted())
        return actions;
    m_isBusy = failure == Failure::Busy;
    if (m_isBusy) {
        m_retryAt = now + BusyPause;
        return actions;
    }
    // Nothing is there to give back where nothing was done.
    if (failure == Failure::Refused && m_phase == Phase::Asking)
        m_asked = m_hasStray || m_wasLate;
    giveUp(actions, Action::TellFailed);
    return actions;
}

Actions Acquisition::renewReplied(RenewReply reply, Instant sentAt, Instant now)
{
    Actions actions;
    m_renewing = false;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    if (reply != RenewReply::Extended) {
        lose(actions, reply == RenewReply::Gone ? LossReason::ServerLostState : LossReason::TakenOver);
        return actions;
    }
    m_isFull = m_isFull || !m_isCheck;
    m_plan.extended(sentAt);
    const Instant before = m_deadline;
    extend(m_plan.provenUntil(sentAt), now);
    if (m_deadline > before)
        actions.append(Action::TellRenewed);
    if (!m_isFull)
        renew(actions, now);
    return actions;
}

Actions Acquisition::prolong(Instant now)
{
    Actions actions;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    m_isFull = false;
    if (m_connected)
        renew(actions, now);
    return actions;
}

Actions Acquisition::prolonged(Instant deadline, Instant now)
{
    Actions actions;
    if (m_phase != Phase::Held || deadline <= m_deadline)
        return actions;
    mayBeRenewed(now);
    extend(deadline, now);
    if (!expire(actions, now))
        actions.append(Action::TellRenewed);
    return actions;
}

Actions Acquisition::renewalRefused(LossReason reason, Instant now)
{
    Actions actions;
    if (!expire(actions, now) && m_phase == Phase::Held)
        lose(actions, reason);
    return actions;
}

Actions Acquisition::renewFailed(Failure failure, Instant now)
{
    Actions actions;
    m_renewing = false;
    if (expire(actions, now) || m_phase != Phase::Held)
        return actions;
    if (failure == Failure::Foreign)
        lose(actions, LossReason::Foreign);
    else
        m_plan.failed(now, m_deadline);
    return actions;
}

Actions Acquisition::releaseReplied(bool wasHeld)
{
    Actions actions;
    if (m_phase != Phase::Leaving)
        return actions;
    const ReleaseOutcome notHeld = m_mayBeReleased ? ReleaseOutcome::Unknown : ReleaseOutcome::AlreadyExpired;
    m_releaseOutcome = wasHeld ? ReleaseOutcome::Clean : notHeld;
    done(actions);
    return actions;
}

Actions Acquisition::releaseFailed(Failure failure, Instant now)
{
    Actions actions;
    if (m_phase != Phase::Leaving)
        return actions;
    m_isReleasing = false;
    if (now < m_goneAt && (failure == Failure::Busy || failure == Failure::Refused)) {
        m_retryAt = now + BusyPause;
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
        if (!m_waits && !m_isBusy)
            m_errorCode = m_asked ? ErrorCode::Timeout : ErrorCode::NotConnected;
        giveUp(actions, m_waits ? Action::TellTimedOut : Action::TellFailed);
    } else if (wanted() && now >= m_retryAt) {
        ask(actions, now);
    } else if (m_phase == Phase::Held) {
        if (now >= m_plan.dueAt() && m_connected)
            renew(actions, now);
        if (now >= m_riskAt) {
            m_riskAt = Never;
            actions.append(Action::TellAtRisk);
        }
    } else if (m_phase == Phase::Leaving && now >= m_retryAt && m_connected) {
        m_retryAt = Never;
        giveBack(actions);
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
    if (m_plan.reachesLongestHold(m_deadline))
        lose(actions, LossReason::MaxHoldReached);
    else
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
    m_retryAt = m_riskAt = Never;
    m_plan.stop();
    if (!m_asked) {
        done(actions);
    } else if (m_connected) {
        giveBack(actions);
    }
}

void Acquisition::giveBack(Actions &actions)
{
    m_isReleasing = true;
    actions.append(Action::Release);
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
        return std::min(m_waitUntil, m_retryAt);
    if (m_phase == Phase::Held)
        return std::min({m_deadline, m_plan.dueAt(), m_riskAt});
    if (m_phase == Phase::Leaving)
        return m_connected ? m_retryAt : m_goneAt;
    return Never;
}

} // namespace redguard::sync
