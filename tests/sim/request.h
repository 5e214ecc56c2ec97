// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_REQUEST_H
#define REDGUARD_SIM_REQUEST_H

#include "message.h"
#include "scenario.h"

#include <optional>

namespace redguard::sim {

class World;
class Client;

// What a program asks of a hold at any time, and the background thread prolongs.
struct Hold
{
    Instant deadline {};
    bool isOver = false;
    bool wasRefused = false;

    [[nodiscard]] bool isHeld(Instant local) const { return !isOver && local < deadline; }
    void prolong(Instant until, Instant local)
    {
        if (local < deadline)
            deadline = std::max(deadline, until);
    }
};

// One request of one user: joins the state machine to the connection as LeaseRequest does.
class Request
{
public:
    Request(World &world, Client &client, int id, const RequestPlan &plan);

    void start();
    void connected();
    void disconnected();
    void tick();
    void userCancels();
    void userExtends();
    void userEnds();
    void stop();
    void crash();
    void close();
    // Tells of the hold what the background thread found.
    void renewedElsewhere();
    void renewalRefused(LossReason reason);

    void claim(bool byTimer);
    void granted(const sync::Grant &grant);
    void movedToHead(ServerTime leaseEnd);
    void answered(const Message &reply);
    // In turn, from the event loop.
    void perform(sync::Action action);

    [[nodiscard]] int id() const { return m_id; }
    [[nodiscard]] const RequestPlan &plan() const { return m_plan; }
    [[nodiscard]] const QByteArray &token() const { return m_token; }
    [[nodiscard]] const sync::Acquisition &machine() const { return m_machine; }
    [[nodiscard]] std::optional<Hold> &hold() { return m_hold; }
    [[nodiscard]] const std::optional<Hold> &hold() const { return m_hold; }
    [[nodiscard]] Client &client() const { return m_client; }
    [[nodiscard]] bool isStarted() const { return m_isStarted; }
    [[nodiscard]] bool isForgotten() const { return m_isForgotten; }
    [[nodiscard]] bool isCrashed() const { return m_isCrashed; }
    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] bool isHolding() const;
    [[nodiscard]] Instant wakeAt() const { return m_wakeAt; }
    [[nodiscard]] Instant now() const;

private:
    void carryOut(const sync::Actions &actions);
    void transmit(sync::Action action);
    void sendAcquire();
    void sendRenew();
    void sendRelease();
    void prepare(sync::Action action);
    void told(sync::Action action);
    void planExtension();
    void leaveLine();
    void useRenewals();
    void abandonCalls();
    [[nodiscard]] Message messageOf(Message::Type type);
    [[nodiscard]] sync::Actions acquireAnswered(const Message &reply, Instant now);
    [[nodiscard]] sync::Actions renewAnswered(const Message &reply, Instant now);
    [[nodiscard]] sync::Actions releaseAnswered(const Message &reply, Instant now);

    World &m_world;
    Client &m_client;
    int m_id;
    RequestPlan m_plan;
    QByteArray m_token;
    sync::Acquisition m_machine;
    std::optional<Hold> m_hold;
    std::array<quint32, 3> m_calls {};
    Instant m_wakeAt = Never;
    bool m_isStarted = false;
    bool m_isForgotten = false;
    bool m_isCrashed = false;
    bool m_isInLine = false;
    bool m_isRenewedElsewhere = false;
    bool m_isClaiming = false;
    bool m_wasExtended = false; // for a bug
};

} // namespace redguard::sim

#endif
