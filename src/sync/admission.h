// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_ADMISSION_H
#define REDGUARD_SYNC_ADMISSION_H

#include <RedGuard/namespace.h>
#include <RedGuard/quota.h>

#include "sync/action.h"
#include "sync/serverclock.h"

namespace redguard::sync {

struct AdmissionTerms
{
    Duration slack {};    // an admission may come this long after its slot
    Duration patience {}; // for a server that does not answer where the caller does not wait
};

struct ReserveReply
{
    bool reserved = false;
    ServerTime slot {}; // where reserved
    Quota quota;
};

// One admission through a rate limiter: the slot is reserved in one round trip, then waited for. A
// slot that was slept through is void and reserved anew, so that no burst of stale slots comes out.
// Where it had passed before the reply was here, the next one is asked for with a lead.
//
//   Asking ──▶ Reserved ──▶ Done, or ──▶ Leaving ──▶ Done
class Admission
{
public:
    enum class Phase : quint8 { Idle, Asking, Reserved, Leaving, Done };

    explicit Admission(const AdmissionTerms &terms);

    [[nodiscard]] Actions start(Instant now, std::chrono::milliseconds timeout, bool connected);
    [[nodiscard]] Actions connected(Instant now);
    void disconnected();
    [[nodiscard]] Actions tick(Instant now, const ServerClock &clock);
    [[nodiscard]] Actions cancel();
    [[nodiscard]] Actions fail();
    [[nodiscard]] Actions abandon();

    [[nodiscard]] Actions reserveReplied(const ReserveReply &reply, Instant now, const ServerClock &clock);
    [[nodiscard]] Actions reserveFailed(Failure failure, Instant now);
    [[nodiscard]] Actions cancelReplied();
    [[nodiscard]] Actions cancelFailed(Failure failure, Instant now);

    [[nodiscard]] Instant wakeAt() const;

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] Quota quota() const { return m_quota; }
    [[nodiscard]] ServerTime slot() const { return m_slot; }
    [[nodiscard]] ErrorCode errorCode() const { return m_errorCode; }
    // For the script: the longest wait that is of use, whether the slot this token may have is void, and
    // how far from now another one is to lie at least.
    [[nodiscard]] Duration longestWait(Instant now) const;
    [[nodiscard]] bool slotIsVoid() const { return m_void; }
    [[nodiscard]] Duration lead() const { return m_lead; }

private:
    [[nodiscard]] bool wanted() const { return m_phase == Phase::Asking || m_phase == Phase::Reserved; }
    [[nodiscard]] bool isStale(Instant now, const ServerClock &clock) const;
    void ask(Actions &actions);
    void placeAgain(Instant now, const ServerClock &clock);
    void admit(Actions &actions, Instant now, const ServerClock &clock);
    void lengthenLead(Instant now);
    void giveUp(Actions &actions, Action outcome);
    void leave(Actions &actions);

    AdmissionTerms m_terms;
    Phase m_phase = Phase::Idle;
    bool m_connected = false;
    bool m_waits = true;
    bool m_asked = false;    // the server may have heard of the token
    bool m_asking = false;   // a reservation is unanswered
    bool m_hasStray = false; // one will never be
    bool m_isBusy = false;   // the server said that it is, and has said nothing else since
    bool m_void = false;
    Duration m_lead {};
    Instant m_waitUntil = Never;
    Instant m_lookAt = Never;
    Instant m_admitAt = Never;
    Instant m_placeAt = Never; // ask where the slot is, once more
    Instant m_leaveUntil = Never;
    ServerTime m_slot {};
    Quota m_quota;
    ErrorCode m_errorCode = ErrorCode::NoError;
};

} // namespace redguard::sync

#endif
