// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_NETWORK_H
#define REDGUARD_SIM_NETWORK_H

#include "link.h"

#include <deque>

namespace redguard::sim {

class World;

// All connections there ever were.
class Network
{
public:
    explicit Network(World &world);

    [[nodiscard]] Link &link(int id) { return m_links[std::size_t(id)]; }
    [[nodiscard]] std::deque<Link> &links() { return m_links; }
    Link &open(int connection);

    void sendUp(Link &link, Message &&message);
    void sendDown(Link &link, Message &&message);
    // What has arrived, if anything.
    [[nodiscard]] std::optional<Message> arrivedAtServer(int link)
    {
        return arrived(m_links[std::size_t(link)].up);
    }
    [[nodiscard]] std::optional<Message> arrivedAtClient(int link)
    {
        return arrived(m_links[std::size_t(link)].down);
    }

    void closeAtClient(Link &link, Ending ending, Duration lasts);
    void closeAtServer(Link &link);
    void stall(Link &link, Duration lasts);

private:
    [[nodiscard]] Duration delay();
    [[nodiscard]] std::optional<Message> arrived(std::deque<Message> &queue);
    void put(Link &link, bool isUp, Message &&message, Instant at);

    World &m_world;
    std::deque<Link> m_links;
};

} // namespace redguard::sim

#endif
