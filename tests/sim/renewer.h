// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_RENEWER_H
#define REDGUARD_SIM_RENEWER_H

#include "connection.h"
#include "sync/renewalplan.h"

#include <deque>
#include <optional>
#include <vector>

namespace redguard::sim {

class Client;
class Request;

// The background thread of a client: a connection of its own, and what it renews.
class Renewer final : public Receiver
{
public:
    Renewer(World &world, Client &client, int connection);

    void add(const Request &request);
    void remove(int request);
    void crash();
    void tick();
    // In the client's own thread: hears what this has found.
    void tell();

    void ready() override;
    void lost() override;
    void arrived(const Message &message) override;

    [[nodiscard]] Connection &connection() { return m_connection; }

private:
    enum class Stage : quint8 { Listed, Waiting, Underway };

    struct Order
    {
        int request;
        sync::RenewalPlan plan;
        Stage stage = Stage::Listed;
        quint32 call = 0;
    };

    struct Finding
    {
        int request;
        LossReason refusal;
    };

    [[nodiscard]] Instant now() const;
    void arm();
    void send(Order &order);
    void report(int request, LossReason refusal);
    bool answered(Order &order, const Message &reply);

    World &m_world;
    Client &m_client;
    Connection m_connection;
    bool m_isOpen = false;
    std::vector<Order> m_orders;
    std::deque<Finding> m_findings;
    quint32 m_newestCall = 0;
    Instant m_alarmAt = Never;
};

} // namespace redguard::sim

#endif
