// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_CHECKER_H
#define REDGUARD_SIM_CHECKER_H

#include "scenario.h"
#include "server.h"
#include "sync/action.h"

#include <string>
#include <vector>

namespace redguard::sim {

class Client;
class Request;
class World;

// Looks at all of the world after every step, which no part of the real one can, and says which
// promise of the design is broken.
class Checker
{
public:
    explicit Checker(World &world);

    [[nodiscard]] bool hasFailed() const { return !m_violation.empty(); }
    [[nodiscard]] const std::string &violation() const { return m_violation; }
    void fail(const char *property, const std::string &what);

    // At the server.
    void changed(int name, const reference::State &before, const reference::State &after, const Cause &cause);
    void published(const reference::Published &message);

    // At a client.
    void started(const Request &request);
    void queued(const Request &request, qint64 ticket);
    void held(const Request &request);
    void decided(const Request &request, sync::Action action);
    void told(const Request &request, sync::Action action);
    void ended(const Request &request, Leave how);
    void releaseSent(const Request &request);
    void forgotten(const Request &request);
    // A client has written all that it gives back, and closes.
    void closing(const Client &client, const Link &link);
    void closed(const Link &link);
    void serverLost();

    void stepped();
    void stopped();
    [[nodiscard]] bool isAllDone() const;

    [[nodiscard]] int holdCount() const { return m_holdCount; }

private:
    struct Record
    {
        bool isActive = false;
        bool isExempt = false; // what it holds was lost with the server's memory
        bool hasSeenLoss = false;
        bool hasCeased = false;
        bool isEnded = false;
        bool isRefusedSilently = false;
        // Decided on, and told of.
        quint8 outcomes = 0;
        quint8 ends = 0;
        quint8 toldOutcomes = 0;
        quint8 toldEnds = 0;
        bool isAcquired = false; // and told so
        bool isLossUntold = false;
        qint64 fence = 0;
        qint64 knownTicket = 0;
        qint64 heldFence = 0;
        Instant startedAt {};
        Instant waitUntil = Never; // of the whole world's time
        Instant seenDeadline {};
        Instant lossAt {};
        Instant missingSince = Never;
    };

    [[nodiscard]] Record &of(const Request &request);
    [[nodiscard]] int requestOf(const QByteArray &token) const;

    // Of a name's state.
    void checkGrants(int name, const reference::State &before, const reference::State &after,
                     const Cause &cause);
    void granted(int name, const QByteArray &token, qint64 fence, const reference::State &before,
                 const reference::State &after, const Cause &cause);
    void checkTurn(const QByteArray &token, const reference::State &before, const reference::State &after,
                   const Cause &cause);
    void checkTold(int name);
    void checkOwnership(int name, const reference::State &before, const reference::State &after,
                        const Cause &cause);
    void checkLockOwnership(const reference::State &before, const reference::State &after,
                            const Cause &cause);
    void checkPermitOwnership(const reference::State &before, const reference::State &after,
                              const Cause &cause);
    void checkPlaces(int name, const reference::State &after);
    void checkDropped(const reference::State &before, const reference::State &after, const Cause &cause,
                      int name);
    void checkHandedOver(int name, const reference::State &after, const Cause &cause);
    void checkTicket(const Cause &cause);
    void checkExpiries(const reference::State &after);
    void checkToken(const QByteArray &token, const char *where);

    void checkNothingLeft(const char *property, const Request &request);

    // Of the whole.
    void checkHold(const Request &request, Record &record);
    void checkWait(const Request &request, Record &record);
    void checkName(int name);
    void checkStarvation(int name);
    [[nodiscard]] Duration noticeBound(const Request &request) const;
    [[nodiscard]] Duration starvationBound(bool isHeadWell) const;

    World &m_world;
    std::string m_violation;
    std::vector<Record> m_records;
    std::vector<int> m_active;
    std::vector<qint64> m_newestFence;
    std::vector<bool> m_hasLapsed;
    std::vector<std::pair<int, int>> m_closing; // link, request
    int m_holdCount = 0;
};

} // namespace redguard::sim

#endif
