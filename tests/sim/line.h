// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_LINE_H
#define REDGUARD_SIM_LINE_H

#include "message.h"
#include "sync/lookout.h"

#include <optional>

namespace redguard::sim {

class World;
class Client;

// Those of a client that wait for one name: carries out what their lookout orders.
class Line
{
public:
    Line(World &world, Client &client, int name);

    void queued(int request, const sync::Place &place, Duration ttl);
    void movedToHead(int request, ServerTime leaseEnd);
    void left(int request);
    void keyChanged();
    void everythingChanged();
    void queueLost();
    void disconnected();
    void tick();
    void watched(const Message &reply);

    [[nodiscard]] Instant wakeAt() const { return m_wakeAt; }

private:
    void carryOut();
    void watch(int request);
    void forget();

    World &m_world;
    Client &m_client;
    int m_name;
    std::optional<sync::Lookout> m_lookout;
    Instant m_wakeAt = Never;
    quint32 m_call = 0;
    int m_placesFree = 0;
};

} // namespace redguard::sim

#endif
