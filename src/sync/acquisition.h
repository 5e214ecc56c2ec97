// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_ACQUISITION_H
#define REDGUARD_SYNC_ACQUISITION_H

#include <RedGuard/namespace.h>

#include "sync/action.h"
#include "sync/lookout.h"
#include "sync/renewalplan.h"

namespace redguard::sync {

struct AcquireReply
{
    enum class Verdict : quint8 {
        Waits, // or is refused, where it would not wait
        Held,
        TooLate, // it came after its time, or was withdrawn: nothing was done
    };

    Verdict verdict = Verdict::Waits;
    qint64 fence = 0;
    Place place;
};

struct Grant
{
    qint64 fence = 0;
    ServerTime at {};
    Duration lease {};
};

enum class RenewReply : quint8 { Extended, Gone, TakenOver };

// One acquisition of a lock or a semaphore, from the request to its one outcome and from the hold to
// its one end. Events come in with the local time; what to do comes out.
//
//   Asking ──▶ Queued ──▶ (Confirming) ──▶ Held ──▶ Leaving ──▶ Done
//
// A token is asked for, granted and given back any number of times without harm: every command that
// is repeated has the effect of one.
class Acquisition
{
public:
    enum class Phase : quint8 { Idle, Asking, Queued, Confirming, Held, Leaving, Done };

    // The terms outlive this. So does the clock, that of the key's server, or it is replaced in time.
    Acquisition(const LeaseTerms &terms, const ServerClock &clock);
    Acquisition(const LeaseTerms &&, const ServerClock &) = delete;
    // The key has another server. Only while disconnected.
    void useClock(const ServerClock &clock) { m_clock = &clock; }

    [[nodiscard]] Actions start(Instant now, std::chrono::milliseconds timeout, bool connected);
    [[nodiscard]] Actions connected(Instant now);
    [[nodiscard]] Actions disconnected(Instant now);
    [[nodiscard]] Actions tick(Instant now);
    [[nodiscard]] Actions cancel();
    // The wait ends in an error that the caller of this knows.
    [[nodiscard]] Actions fail();
    [[nodiscard]] Actions release(Instant now);
    // Extends the hold to what was asked for, at once or once connected, whoever renews it otherwise.
    [[nodiscard]] Actions prolong(Instant now);
    // No more outcome is wanted: whatever the token has is given back in silence.
    [[nodiscard]] Actions abandon();

    [[nodiscard]] Actions acquireReplied(const AcquireReply &reply, Instant sentAt, Instant now);
    [[nodiscard]] Actions acquireFailed(Failure failure, Instant now);
    // Asks again where it stands in the queue: for all who wait for this name.
    [[nodiscard]] Actions claim(Instant now);
    [[nodiscard]] Actions granted(const Grant &grant, Instant now);
    [[nodiscard]] Actions movedToHead();
    [[nodiscard]] Actions renewReplied(RenewReply reply, Instant sentAt, Instant now);
    // Another renews this lease: it has, or the server would not.
    [[nodiscard]] Actions prolonged(Instant deadline, Instant now);
    [[nodiscard]] Actions renewalRefused(LossReason reason, Instant now);
    [[nodiscard]] Actions renewFailed(Failure failure, Instant now);
    [[nodiscard]] Actions releaseReplied(bool wasHeld);
    [[nodiscard]] Actions releaseFailed(Failure failure, Instant now);

    // When tick() is wanted next; Never if only an event can change anything.
    [[nodiscard]] Instant wakeAt() const;

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] bool waits() const { return m_waits; }
    [[nodiscard]] Instant deadline() const { return m_deadline; }
    [[nodiscard]] qint64 fence() const { return m_fence; }
    [[nodiscard]] qint64 ticket() const { return m_ticket; }
    [[nodiscard]] int position() const { return m_position; }
    // With Action::Acquire: the latest server time at which it may take effect. With Action::Release:
    // until when one that was never answered could still do so, or 0.
    [[nodiscard]] ServerTime acquireNotAfter() const { return m_notAfter; }
    [[nodiscard]] ServerTime strayUntil() const { return m_hasStray ? m_notAfter : ServerTime {}; }
    // With Action::Renew: what to ask for.
    [[nodiscard]] std::chrono::milliseconds extension() const { return m_plan.asked(); }
    [[nodiscard]] Instant heldSince() const { return m_plan.heldSince(); }
    [[nodiscard]] LossReason lossReason() const { return m_lossReason; }
    [[nodiscard]] ReleaseOutcome releaseOutcome() const { return m_releaseOutcome; }
    // With TellFailed: why, where no server said so.
    [[nodiscard]] ErrorCode errorCode() const { return m_errorCode; }

private:
    [[nodiscard]] bool wanted() const;
    void ask(Actions &actions, Instant now);
    void hold(Actions &actions, Instant from, Instant deadline, Instant now);
    void extend(Instant deadline, Instant now);
    void renew(Actions &actions, Instant now);
    void mayBeRenewed(Instant now);
    void leave(Actions &actions);
    void giveBack(Actions &actions);
    void lose(Actions &actions, LossReason reason);
    void giveUp(Actions &actions, Action outcome);
    bool expire(Actions &actions, Instant now);
    void readTooLate(Actions &actions, Instant now);
    void done(Actions &actions);

    const LeaseTerms *m_terms;
    const ServerClock *m_clock;
    RenewalPlan m_plan;
    Phase m_phase = Phase::Idle;
    bool m_connected = false;
    bool m_waits = true;
    bool m_asked = false;    // the server may have heard of the token
    bool m_asking = false;   // an acquire is unanswered
    bool m_hasStray = false; // one will never be: it may sit in a dead connection
    bool m_renewing = false; // a renewal is unanswered: what it asked for is all that its answer proves
    bool m_isFull = false;   // the lease was extended to what was asked for, or began so
    bool m_isCheck = false;  // the unanswered one extends nothing
    bool m_wasLate = false;  // a grant was read past its deadline
    bool m_isBusy = false;   // the server said that it is, and has said nothing else since
    bool m_tellReleased = false;
    bool m_isReleasing = false;   // a release is unanswered
    bool m_mayBeReleased = false; // one will never be
    LossReason m_lossReason = LossReason::None;
    ReleaseOutcome m_releaseOutcome = ReleaseOutcome::Clean;
    ErrorCode m_errorCode = ErrorCode::NoError;
    int m_position = 0;
    qint64 m_fence = 0;
    qint64 m_ticket = 0;
    Instant m_waitUntil = Never;
    Instant m_retryAt = Never; // what the server was too busy for
    Instant m_riskAt = Never;
    Instant m_deadline {}; // held before this
    ServerTime m_notAfter {};
    Instant m_goneAt {}; // the server has surely forgotten the token by now
};

} // namespace redguard::sync

#endif
