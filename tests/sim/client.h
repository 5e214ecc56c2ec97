// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_CLIENT_H
#define REDGUARD_SIM_CLIENT_H

#include "connection.h"
#include "line.h"
#include "localclock.h"
#include "renewer.h"
#include "sync/serverclock.h"

#include <deque>
#include <vector>

namespace redguard::sim {

class Request;

// One process: an event loop, a connection, a background thread, and its requests. Joins them as
// Session does.
class Client final : public Receiver
{
public:
    Client(World &world, int id, const LocalClock &clock);

    void start();
    void own(int request) { m_requests.push_back(request); }

    // What it may send with.
    [[nodiscard]] bool isReady() const { return m_connection.isReady(); }
    void send(Message &&message) { m_connection.send(std::move(message)); }
    quint32 newCall() { return ++m_newestCall; }
    [[nodiscard]] Line &line(int name) { return m_lines[std::size_t(name)]; }

    void later(int request, sync::Action action);
    void deliver();
    void wakesChanged() { m_wakesChanged = true; }
    void arm();
    void tick();

    void ready() override;
    void lost() override;
    void arrived(const Message &message) override;

    // Nothing runs for so long; of the whole process, or of the event loop alone.
    void block(Duration lasts, bool whole);
    void crash(Ending ending, Duration lasts);
    // As a guard that is destroyed.
    void close();
    void stop();

    [[nodiscard]] int id() const { return m_id; }
    [[nodiscard]] bool isAlive() const { return m_isAlive; }
    [[nodiscard]] Instant now() const;
    [[nodiscard]] LocalClock &clock() { return m_clock; }
    [[nodiscard]] sync::ServerClock &serverClock() { return m_serverClock; }
    [[nodiscard]] Connection &connection() { return m_connection; }
    [[nodiscard]] Renewer &renewer() { return m_renewer; }
    [[nodiscard]] Instant blockedUntil() const { return m_blockedUntil; }
    [[nodiscard]] Instant frozenUntil() const { return m_frozenUntil; }
    // Since when it has been running and connected, to a server that knows of it too; or Never.
    [[nodiscard]] Instant healthySince();

private:
    struct Outcome
    {
        int request;
        sync::Action action;
    };

    void pushed(const Message &message);
    void giveBack(const Message &grant);
    [[nodiscard]] std::vector<int> inOrder() const;

    World &m_world;
    int m_id;
    LocalClock m_clock;
    sync::ServerClock m_serverClock;
    Connection m_connection;
    Renewer m_renewer;
    std::vector<Line> m_lines;
    std::vector<int> m_requests;
    std::deque<Outcome> m_outcomes;
    bool m_deliveryPosted = false;
    bool m_isAlive = false;
    bool m_wakesChanged = false;
    quint32 m_newestCall = 0;
    Instant m_readyAt = Never;
    Instant m_alarmAt = Never;
    Instant m_blockedUntil {};
    Instant m_frozenUntil {};
};

} // namespace redguard::sim

#endif
