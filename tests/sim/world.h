// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_WORLD_H
#define REDGUARD_SIM_WORLD_H

#include "agenda.h"
#include "bug.h"
#include "checker.h"
#include "client.h"
#include "foreigner.h"
#include "network.h"
#include "request.h"
#include "scenario.h"
#include "server.h"

#include <memory>
#include <string>

namespace redguard::sim {

// One schedule: all that one seed makes happen.
class World
{
public:
    World(quint64 seed, Bug bug, std::string *trace);
    ~World();

    void run();

    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] ServerTime serverNow() const { return serverTime(m_now); }
    [[nodiscard]] static ServerTime serverTime(Instant moment);
    [[nodiscard]] static Instant momentOf(ServerTime time);
    [[nodiscard]] bool has(Bug bug) const { return m_bug == bug; }
    [[nodiscard]] bool isTraced() const { return m_trace != nullptr; }
    [[nodiscard]] bool isStopping() const { return m_isStopping; }
    // Whether the client has given the connection up that a command comes in by.
    [[nodiscard]] bool isStray(const Message &command) { return !network.link(command.link).isOpenAtClient; }
    [[nodiscard]] quint64 eventCount() const { return m_eventCount; }
    void note(const char *format, ...) Q_ATTRIBUTE_FORMAT_PRINTF(2, 3);

    void enter(Instant at, Happening what, int who = 0, quint32 tag = 0)
    {
        m_agenda.enter(at, what, who, tag);
    }
    void describe(const Message &message, const char *where, int id);
    void request(const RequestPlan &plan);
    // The same user, once more.
    void again(RequestPlan plan);

    [[nodiscard]] Client &client(int id) { return *clients[std::size_t(id)]; }
    [[nodiscard]] Request &requestAt(int id) { return *requests[std::size_t(id)]; }
    [[nodiscard]] Connection &connection(int id);

    Scenario scenario;
    Random random;
    Network network;
    Server server;
    Checker checker;
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::unique_ptr<Request>> requests;
    std::vector<Foreigner> foreigners;

private:
    void handle(const Event &event);
    [[nodiscard]] bool isPutOff(const Event &event);
    void stop();
    void apply(const FaultPlan &fault);
    void loseEverything();

    Bug m_bug;
    std::string *m_trace;
    Agenda m_agenda;
    Instant m_now {};
    quint64 m_eventCount = 0;
    bool m_isStopping = false;
};

} // namespace redguard::sim

#endif
