// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/admission.h"

#include <algorithm>

namespace redguard::sync {

using namespace std::chrono_literals;

namespace {

constexpr Duration BusyPause = 100ms;
constexpr Duration LongestWait = std::chrono::hours(24 * 366 * 10);

} // namespace

Admission::Admission(const AdmissionTerms &terms)
    : m_terms(terms)
{
}

Actions Admission::start(Instant now, std::chrono::milliseconds timeout, bool connected)
{
    Actions actions;
    m_connected = connected;
    m_waits = timeout > 0ms;
    m_waitUntil = m_waits ? after(now, timeout) : now + m_terms.patience;
    m_phase = Phase::Asking;
    ask(actions);
    return actions;
}

Duration Admission::longestWait(Instant now) const
{
    return m_waits ? std::clamp<Duration>(m_waitUntil - now, 0ns, LongestWait) : m_lead;
}

void Admission::ask(Actions &actions)
{
    m_lookAt = Never;
    if (!m_connected || m_asking)
        return;
    m_asked = m_asking = true;
    actions.append(Action::Acquire);
}

Actions Admission::connected(Instant now)
{
    Actions actions;
    m_connected = true;
    if (m_phase == Phase::Asking)
        ask(actions);
    else if (m_phase == Phase::Leaving && now < m_leaveUntil)
        actions.append(Action::Release);
    return actions;
}

// A reserved slot stays reserved on the server; it needs no connection to come.
void Admission::disconnected()
{
    m_hasStray = m_hasStray || m_asking;
    m_isBusy = m_isBusy && !m_asking;
    m_connected = m_asking = false;
    m_lookAt = Never;
}

Actions Admission::reserveReplied(const ReserveReply &reply, Instant now, const ServerClock &clock)
{
    Actions actions;
    m_asking = m_isBusy = false;
    if (!wanted())
        return actions;
    m_quota = reply.quota;
    if (!reply.reserved) {
        m_asked = false; // a refusal leaves nothing behind
        giveUp(actions, Action::TellTimedOut);
        return actions;
    }
    m_phase = Phase::Reserved;
    m_void = false;
    m_slot = reply.slot;
    m_admitAt = clock.latest(reply.slot);
    placeAgain(now, clock);
    if (m_admitAt > now)
        return actions;
    if (isStale(now, clock))
        lengthenLead(now);
    admit(actions, now, clock);
    return actions;
}

// Replies may go on to take as long, and vary. One that took longer than the patience belongs to a
// process that slept rather than to a slow network.
void Admission::lengthenLead(Instant now)
{
    m_lead = std::min(m_lead + 2 * (now - m_admitAt), m_terms.patience / 2);
}

// After a long wait the clocks may have drifted apart by more than the slack. The slot is then asked
// for once more, as soon as it may have come: a fresh reply places it closely.
void Admission::placeAgain(Instant now, const ServerClock &clock)
{
    const Instant earliest = clock.earliest(m_slot);
    m_placeAt = m_admitAt - earliest > m_terms.slack / 2 && earliest > now ? earliest : Never;
}

// The slot lies between two local instants. They are close where the round trip is short; a longer
// one must not void every slot, so that half of the slack at most is taken for it.
bool Admission::isStale(Instant now, const ServerClock &clock) const
{
    const Duration uncertain = clock.isKnown() ? m_admitAt - clock.earliest(m_slot) : 0ns;
    return now > m_admitAt + m_terms.slack - std::clamp<Duration>(uncertain, 0ns, m_terms.slack / 2);
}

void Admission::admit(Actions &actions, Instant now, const ServerClock &clock)
{
    if (isStale(now, clock)) {
        m_void = true;
        m_phase = Phase::Asking;
        m_admitAt = m_placeAt = Never;
        ask(actions);
        return;
    }
    m_phase = Phase::Done;
    actions.append(Action::TellAcquired);
    actions.append(Action::Forget);
}

Actions Admission::reserveFailed(Failure failure, Instant now)
{
    Actions actions;
    m_asking = false;
    if (m_phase != Phase::Asking)
        return actions;
    m_isBusy = failure == Failure::Busy;
    if (m_isBusy) {
        m_lookAt = now + BusyPause;
        return actions;
    }
    // Nothing is there to take back where nothing was done.
    if (failure == Failure::Refused)
        m_asked = m_hasStray;
    giveUp(actions, Action::TellFailed);
    return actions;
}

Actions Admission::tick(Instant now, const ServerClock &clock)
{
    Actions actions;
    if (m_phase == Phase::Reserved && now >= m_admitAt) {
        admit(actions, now, clock);
    } else if (wanted() && now >= m_waitUntil) {
        if (!m_waits && !m_isBusy)
            m_errorCode = m_asked ? ErrorCode::Timeout : ErrorCode::NotConnected;
        giveUp(actions, m_waits ? Action::TellTimedOut : Action::TellFailed);
    } else if (m_phase == Phase::Reserved && now >= m_placeAt) {
        m_placeAt = Never;
        ask(actions);
    } else if (m_phase == Phase::Asking && now >= m_lookAt) {
        ask(actions);
    } else if (m_phase == Phase::Leaving && now >= m_leaveUntil) {
        m_phase = Phase::Done;
        actions.append(Action::Forget);
    } else if (m_phase == Phase::Leaving && now >= m_lookAt && m_connected) {
        m_lookAt = Never;
        actions.append(Action::Release);
    }
    return actions;
}

Actions Admission::cancel()
{
    Actions actions;
    if (wanted())
        giveUp(actions, Action::TellCancelled);
    return actions;
}

Actions Admission::fail()
{
    Actions actions;
    if (wanted())
        giveUp(actions, Action::TellFailed);
    return actions;
}

Actions Admission::abandon()
{
    Actions actions;
    if (wanted())
        leave(actions);
    return actions;
}

void Admission::giveUp(Actions &actions, Action outcome)
{
    actions.append(outcome);
    leave(actions);
}

void Admission::leave(Actions &actions)
{
    m_phase = Phase::Leaving;
    m_lookAt = Never;
    m_leaveUntil = m_admitAt; // a slot that has come is spent
    if (!m_asked) {
        m_phase = Phase::Done;
        actions.append(Action::Forget);
    } else if (m_connected) {
        actions.append(Action::Release);
    }
}

Actions Admission::cancelReplied()
{
    Actions actions;
    if (m_phase != Phase::Leaving)
        return actions;
    m_phase = Phase::Done;
    actions.append(Action::Forget);
    return actions;
}

Actions Admission::cancelFailed(Failure failure, Instant now)
{
    if (failure != Failure::Busy && failure != Failure::Refused)
        return cancelReplied();
    if (m_phase == Phase::Leaving)
        m_lookAt = now + BusyPause;
    return {};
}

Instant Admission::wakeAt() const
{
    if (m_phase == Phase::Reserved)
        return std::min({m_admitAt, m_placeAt, m_waitUntil});
    if (m_phase == Phase::Asking)
        return std::min(m_waitUntil, m_lookAt);
    if (m_phase == Phase::Leaving)
        return m_connected ? std::min(m_lookAt, m_leaveUntil) : m_leaveUntil;
    return Never;
}

} // namespace redguard::sync
