// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_ACQUISITION_H
#define REDGUARD_SYNC_ACQUISITION_H

#include <RedGuard/namespace.h>

#include "sync/action.h"
#include "sync/serverclock.h"

namespace redguard::sync {

struct LeaseTerms
{
    Duration ttl {};
    Duration margin {};
    Drift drift;
    bool renew = true;
    Duration patience {}; // for a server that does not answer where the caller does not wait
};

struct AcquireReply
{
    bool held = false;
    qint64 fence = 0;
    int position = 0;
    ServerTime leaseEnd {}; // 0: a place is free, negative: not known
    qint64 ticket = 0;
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

    explicit Acquisition(const LeaseTerms &terms);

    [[nodiscard]] Actions start(Instant now, std::chrono::milliseconds timeout, bool connected);
    [[nodiscard]] Actions connected(Instant now);
    [[nodiscard]] Actions disconnected(Instant now);
    [[nodiscard]] Actions tick(Instant now);
    [[nodiscard]] Actions cancel();
    // The wait ends in an error that the caller of this knows.
    [[nodiscard]] Actions fail();
    [[nodiscard]] Actions release(Instant now);
    // No more outcome is wanted: whatever the token has is given back in silence.
    [[nodiscard]] Actions abandon();

    [[nodiscard]] Actions acquireReplied(const AcquireReply &reply, Instant sentAt, Instant now,
                                         const ServerClock &clock);
    [[nodiscard]] Actions acquireFailed(Failure failure, Instant now);
    [[nodiscard]] Actions granted(const Grant &grant, Instant now, const ServerClock &clock);
    [[nodiscard]] Actions movedToHead(ServerTime leaseEnd, Instant now, const ServerClock &clock);
    [[nodiscard]] Actions renewReplied(RenewReply reply, Instant sentAt, Instant now);
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
    [[nodiscard]] LossReason lossReason() const { return m_lossReason; }
    [[nodiscard]] ReleaseOutcome releaseOutcome() const { return m_releaseOutcome; }
    // With TellFailed: why, where no server said so.
    [[nodiscard]] ErrorCode errorCode() const { return m_errorCode; }

private:
    [[nodiscard]] bool wanted() const;
    [[nodiscard]] Instant provenUntil(Instant from, Duration lease) const;
    void ask(Actions &actions, Instant now);
    void hold(Actions &actions, Instant now, Instant deadline);
    void renew(Actions &actions, Instant now);
    void leave(Actions &actions);
    void lose(Actions &actions, LossReason reason);
    void giveUp(Actions &actions, Action outcome);
    bool expire(Actions &actions, Instant now);
    void readTooLate(Actions &actions, Instant now);
    void lookAgain(Instant now, ServerTime leaseEnd, const ServerClock &clock);
    void done(Actions &actions);

    LeaseTerms m_terms;
    Phase m_phase = Phase::Idle;
    bool m_connected = false;
    bool m_waits = true;
    bool m_asked = false;   // the server may have heard of the token
    bool m_asking = false;  // an acquire is unanswered
    bool m_wasLate = false; // a grant was read past its deadline
    bool m_tellReleased = false;
    int m_position = 0;
    qint64 m_fence = 0;
    qint64 m_ticket = 0;
    Instant m_waitUntil = Never;
    Instant m_lookAt = Never; // ask again while waiting
    Instant m_renewAt = Never;
    Instant m_deadline {}; // held before this
    Instant m_goneAt {};   // the server has surely forgotten the token by now
    LossReason m_lossReason = LossReason::None;
    ReleaseOutcome m_releaseOutcome = ReleaseOutcome::Clean;
    ErrorCode m_errorCode = ErrorCode::NoError;
};

} // namespace redguard::sync

#endif
