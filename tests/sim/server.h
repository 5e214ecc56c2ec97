// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_SERVER_H
#define REDGUARD_SIM_SERVER_H

#include "link.h"
#include "scenario.h"

#include <optional>

namespace redguard::sim {

class World;

// What the server of one name holds for whom, and how that came to be.
struct Cause
{
    const Message *command = nullptr; // none: time, a foreigner, or a fault
    bool isLoss = false;
    bool isForeign = false;
};

// The reference server with connections around it: subscriptions, messages, and the tracking of keys.
class Server
{
public:
    Server(World &world, const std::vector<NamePlan> &names);

    void arrived(int link);
    void keyReported(int name);

    void freeze(Duration lasts);
    [[nodiscard]] Instant frozenUntil() const { return m_frozenUntil; }
    void dropAllConnections();
    void loseEverything();

    // A Python client, which takes a free lock and deletes the key.
    [[nodiscard]] bool takeForeign(int name, const QByteArray &token, reference::Milliseconds ttl);
    void deleteForeign(int name, const QByteArray &token);

    [[nodiscard]] int nameCount() const { return int(m_names.size()); }
    [[nodiscard]] const reference::State &state(int name) const { return at(name).reference.state(); }
    [[nodiscard]] bool holds(int name, const QByteArray &token) const;
    // Until when, where it holds with all its permits: 0 where it does not.
    [[nodiscard]] Instant heldUntil(int name, const QByteArray &token, int permits) const;
    // When that many permits are, or were, first to be had; Never where that is not known.
    [[nodiscard]] Instant freeAt(int name, int permits) const;
    [[nodiscard]] bool isReachable(const QByteArray &channel) const;
    void expire(ServerTime now);

private:
    struct Name
    {
        NamePlan plan;
        reference::Server reference;
        reference::State before;
        Instant changedAt {};
        Instant reportDueFor {};
    };

    [[nodiscard]] const Name &at(int name) const { return m_names[std::size_t(name)]; }
    [[nodiscard]] Name &at(int name) { return m_names[std::size_t(name)]; }
    void execute(Link &link, Message &message);
    void acquire(Link &link, Message &message);
    void release(Message &message);
    void renew(Message &message);
    void watch(Link &link, Message &message);
    void publish(Name &name, int id);
    // After whatever touched a name.
    void settled(int id, const Cause &cause);
    void tellChanged(int id);
    [[nodiscard]] static bool isSameKey(const reference::State &a, const reference::State &b);
    void spoil(Name &name, const Message &message, const reference::State &before);

    World &m_world;
    std::vector<Name> m_names;
    std::vector<std::pair<int, Message>> m_pushes; // of the command under way
    Instant m_frozenUntil {};
};

} // namespace redguard::sim

#endif
