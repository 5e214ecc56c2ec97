// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_CONNECTION_H
#define REDGUARD_SIM_CONNECTION_H

#include "link.h"

namespace redguard::sim {

class World;

// Who uses a connection.
class Receiver
{
public:
    virtual void ready() = 0;
    virtual void lost() = 0;
    virtual void arrived(const Message &message) = 0;

protected:
    ~Receiver() = default;
};

// A client's end: made again whenever it is lost, with the deadlines of net::Connection.
class Connection
{
public:
    Connection(World &world, int id, bool listens, Receiver &receiver);

    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] Link *link() { return m_link; }
    [[nodiscard]] int client() const { return m_id / 2; }

    void open(Duration after = {});
    // The commands of one client are numbered.
    void send(Message &&message);
    void drop(Ending ending, Duration lasts);
    // For good.
    void close(Ending ending, Duration lasts);

    void connectNow();
    void checkConnected(quint32 link);
    void checkDeadline(quint32 link);
    void checkHealth(quint32 link);
    void arrivedNow(const Message &message);

private:
    [[nodiscard]] bool isCurrent(quint32 link) const { return m_link && m_link->id == int(link); }
    void giveUp();
    void forgetLink();

    World &m_world;
    int m_id;
    bool m_listens;
    bool m_isReady = false;
    bool m_isOpening = false;
    Receiver &m_receiver;
    Link *m_link = nullptr;
    int m_attempts = 0;
    std::deque<Instant> m_unanswered; // local times of sending
    Instant m_readAt {};
};

} // namespace redguard::sim

#endif
