// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEREQUEST_H
#define REDGUARD_LEASEREQUEST_H

#include "redguard/leaseorder.h"
#include "redguard/renewalorder.h"
#include "redguard/request.h"
#include "redguard/waitline.h"

namespace redguard {

// A request for a lock or for permits of a semaphore.
class LeaseRequest final : public Request
{
public:
    LeaseRequest(Session &session, quint64 id, const std::shared_ptr<const LeaseOrder> &order);
    ~LeaseRequest() override;

    void start(std::chrono::milliseconds timeout) override;
    void connected() override;
    void disconnected() override;
    void tick(Instant now) override;
    void cancel() override;
    void fail(const Error &error) override;
    void release() override;
    void prolong() override;
    void abandon() override;
    void granted(const sync::Grant &grant) override;
    void movedToHead(ServerTime leaseEnd) override;
    void renewedElsewhere() override;
    void renewalRefused(LossReason reason) override;
    // Asks again for all who wait for the same name.
    void claim(Instant now, bool isBlind = false);

    [[nodiscard]] const LeaseOrder &order() const { return *m_order; }
    [[nodiscard]] QString name() const override { return m_order->name; }
    [[nodiscard]] QByteArray key() const override { return m_order->keys->key; }
    [[nodiscard]] LeaseInfo info() const override;
    [[nodiscard]] scripts::Kind kind() const { return m_order->keys->kind; }
    [[nodiscard]] QByteArray slotChannel() const override;
    [[nodiscard]] bool isForLease() const override { return true; }
    [[nodiscard]] bool isHolding() const override;
    [[nodiscard]] bool isLeaving() const override
    {
        return m_acquisition.phase() == sync::Acquisition::Phase::Leaving;
    }
    [[nodiscard]] std::shared_ptr<LeaseState> state() const override { return m_state; }
    [[nodiscard]] LossReason lossReason() const override { return m_acquisition.lossReason(); }
    [[nodiscard]] ReleaseOutcome releaseOutcome() const override { return m_acquisition.releaseOutcome(); }
    [[nodiscard]] int position() const override { return m_acquisition.position(); }

protected:
    void answeredHere(int tag, const net::Answer &answer) override;
    void routed() override { m_acquisition.useClock(clock()); }
    void sendAcquire() override;
    void sendRenew() override;
    void sendRelease() override;
    void prepare(sync::Action what) override;

private:
    void carryOut(const sync::Actions &actions);
    [[nodiscard]] Instant now();
    [[nodiscard]] std::chrono::milliseconds ttl() const;
    void renewInBackground();
    void listen(bool on);
    [[nodiscard]] QByteArray channel();
    [[nodiscard]] sync::Actions acquireAnswered(const net::Answer &answer, Instant now);
    [[nodiscard]] sync::Actions acquireReplied(const sync::AcquireReply &reply, Instant sentAt, Instant now);
    void awaitReplicas(const sync::AcquireReply &reply, Instant sentAt);
    [[nodiscard]] sync::Actions replicasAnswered(const net::Answer &answer, Instant now);
    [[nodiscard]] sync::Actions renewAnswered(const net::Answer &answer, Instant now);
    [[nodiscard]] sync::Actions releaseAnswered(const net::Answer &answer, Instant now);

    bool m_listens = false; // on a channel of the slot
    bool m_isTold = false;  // of a grant, by message
    bool m_isBlind = false; // the unanswered claim
    std::shared_ptr<const LeaseOrder> m_order;
    sync::Acquisition m_acquisition;
    std::shared_ptr<LeaseState> m_state;
    std::shared_ptr<WaitLine> m_line; // while it waits in one
    std::shared_ptr<RenewalOrder> m_renewal;
    // A hold that too few replicas are known to have.
    struct Unconfirmed
    {
        sync::AcquireReply reply;
        Instant sentAt {};
    };
    std::unique_ptr<Unconfirmed> m_unconfirmed;
};

} // namespace redguard

#endif
