// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_SCENARIO_H
#define REDGUARD_SIM_SCENARIO_H

#include "link.h"
#include "random.h"
#include "sync/leaseterms.h"

#include <vector>

namespace redguard::sim {

// How much goes wrong.
enum class Weather : quint8 {
    Calm,    // nothing
    Deaths,  // holders die or do not say that they are done
    Rough,   // anything but the loss of what the server knows
    Flushed, // that too
};

struct NamePlan
{
    reference::Kind kind = reference::Kind::Lock;
    int capacity = 1;
    bool hasForeigners = false;
};

enum class Leave : quint8 { Release, Abandon, Never };

// What one user does with one request.
struct RequestPlan
{
    int client = 0;
    int name = 0;
    int permits = 1;
    sync::LeaseTerms terms;
    std::chrono::milliseconds timeout {}; // 0: does not wait
    Instant startsAt {};
    Instant cancelsAt = Never;
    Duration holds {};
    Duration extendsEvery {}; // by hand; 0: never
    Duration blocks {};       // the event loop, from the moment it is told
    Leave leave = Leave::Release;
    int repeats = 0;
};

struct ClientPlan
{
    Duration origin {};
    int partsPerMillion = 0;
    bool listens = true;
};

struct FaultPlan
{
    enum class Kind : quint8 {
        Reset,   // the client gives the connection up
        Kill,    // the server does
        Stall,   // nothing gets through
        Block,   // the event loop
        Freeze,  // the whole process
        Suspend, // the machine
        Crash,
        Close, // all is given back, and the connection closed, without waiting
        ServerFreeze,
        ServerRestart, // what it knows is kept
        Flush,
        ServerLoss, // a restart that keeps nothing
    };

    Kind kind = Kind::Reset;
    Instant at {};
    int client = 0;
    bool isRenewals = false; // connection
    Ending ending = Ending::Clean;
    Duration lasts {};
};

struct Scenario
{
    explicit Scenario(quint64 seed);

    Weather weather = Weather::Calm;
    std::vector<NamePlan> names;
    std::vector<ClientPlan> clients;
    std::vector<RequestPlan> requests;
    std::vector<FaultPlan> faults;
    sync::Drift drift;
    std::chrono::milliseconds patience {};
    Duration healthCheckInterval {};
    Duration leastDelay {};
    Duration mostDelay {};
    Duration slowDelay {}; // of a few
    int slowPercent = 0;
    int refusedPercent = 0; // BUSY, LOADING and the like
    bool pushComesFirst = true;
    bool isCrowded = false;
    bool hasDeaf = false; // clients that cannot listen
    Instant stopsAt {};
    Random random; // for what is decided on the way

    [[nodiscard]] bool isFaulty() const { return weather >= Weather::Rough; }
    // The longest that a message takes where nothing is stalled.
    [[nodiscard]] Duration worstDelay() const { return slowPercent > 0 ? slowDelay : mostDelay; }

private:
    void planNames();
    void planClients();
    void planRequests();
    void planFaults();
    [[nodiscard]] RequestPlan requestOf(int client);
    [[nodiscard]] FaultPlan fault();
    [[nodiscard]] FaultPlan::Kind faultKind();
};

} // namespace redguard::sim

#endif
