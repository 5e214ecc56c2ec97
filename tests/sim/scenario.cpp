// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

namespace redguard::sim {

using namespace std::chrono_literals;

Scenario::Scenario(quint64 seed)
    : random(seed * 0x2545f4914f6cdd1dU + 1)
{
    const int kind = random.below(100);
    weather = kind < 25 ? Weather::Calm
        : kind < 45     ? Weather::Deaths
        : kind < 90     ? Weather::Rough
                        : Weather::Flushed;
    drift = {random.chance(50) ? 10'000 : 1'000};
    patience = random.chance(50) ? 1s : 3s;
    healthCheckInterval = random.between(1s, 4s);
    leastDelay = 50us;
    mostDelay = random.between(500us, 20ms);
    if (isFaulty()) {
        slowPercent = random.below(6);
        slowDelay = random.between(20ms, 600ms);
        refusedPercent = random.chance(20) ? random.below(5) : 0;
    }
    pushComesFirst = random.chance(50);
    isCrowded = random.chance(30);
    stopsAt = random.between(5s, 15s);
    planNames();
    planClients();
    planRequests();
    planFaults();
}

void Scenario::planNames()
{
    const int count = random.chance(75) ? 1 : 2;
    for (int i = 0; i < count; ++i) {
        NamePlan plan;
        if (random.chance(45)) {
            plan.kind = reference::Kind::Semaphore;
            plan.capacity = 1 + random.below(4);
        } else if (weather != Weather::Calm) {
            plan.hasForeigners = random.chance(40);
        }
        names.push_back(plan);
    }
}

void Scenario::planClients()
{
    const int count = 2 + random.below(3);
    // 1 / (1 + drift) lies within the drift too.
    const int most = drift.partsPerMillion / 100 * 98;
    for (int i = 0; i < count; ++i) {
        const int rate =
            random.chance(30) ? (random.chance(50) ? most : -most) : random.below(2 * most + 1) - most;
        const bool listens = !isFaulty() || random.chance(95);
        hasDeaf = hasDeaf || !listens;
        clients.push_back({random.between(1h, 2h), rate, listens});
    }
}

void Scenario::planRequests()
{
    for (int client = 0; client < int(clients.size()); ++client) {
        const int count = 1 + random.below(4);
        for (int i = 0; i < count; ++i)
            requests.push_back(requestOf(client));
    }
}

RequestPlan Scenario::requestOf(int client)
{
    RequestPlan plan;
    plan.client = client;
    plan.name = random.below(int(names.size()));
    plan.permits = 1 + random.below(names[std::size_t(plan.name)].capacity);
    plan.terms.ttl =
        std::chrono::milliseconds(std::array {400, 1000, 2500, 6000}[std::size_t(random.below(4))]);
    plan.terms.margin = 2ms;
    plan.terms.drift = drift;
    plan.terms.patience = patience;
    plan.terms.renewal = std::array {Renewal::Background, Renewal::EventLoop, Renewal::EventLoop,
                                     Renewal::None}[std::size_t(random.below(4))];
    if (random.chance(10))
        plan.terms.maxHold = random.between(100ms, 5s);
    const int wait = random.below(100);
    plan.timeout = wait < 20 ? 0ms : wait < 55 ? std::chrono::milliseconds(1 + random.below(6000)) : Forever;
    plan.startsAt = random.chance(30) ? random.between(1ms, 100ms) : random.between(1ms, stopsAt - 1s);
    if (isCrowded) {
        plan.startsAt = random.between(1ms, 300ms);
        plan.repeats = random.below(6);
    }
    if (random.chance(20))
        plan.cancelsAt = plan.startsAt + random.between(0ms, random.chance(50) ? 100ms : 5s);
    plan.holds = random.chance(30) ? random.between(0ms, 20ms) : random.between(0ms, 4s);
    if (isCrowded)
        plan.holds = random.between(0ms, random.chance(50) ? 20ms : 500ms);
    if (isFaulty() && random.chance(10))
        plan.blocks = random.between(1ms, 4s);
    if (random.chance(25))
        plan.extendsEvery = random.between(1ms, 400ms);
    const int leave = random.below(100);
    plan.leave = leave < 75 ? Leave::Release : leave < 90 ? Leave::Abandon : Leave::Never;
    return plan;
}

void Scenario::planFaults()
{
    int count = 0;
    if (weather == Weather::Deaths)
        count = random.below(3);
    else if (isFaulty())
        count = 1 + random.below(8);
    for (int i = 0; i < count; ++i)
        faults.push_back(fault());
    if (weather == Weather::Flushed) {
        faults.back().kind = random.chance(50) ? FaultPlan::Kind::Flush : FaultPlan::Kind::ServerLoss;
    }
}

FaultPlan::Kind Scenario::faultKind()
{
    using Kind = FaultPlan::Kind;
    if (weather == Weather::Deaths)
        return random.chance(70) ? Kind::Crash : Kind::Close;
    static constexpr std::array kinds = {
        Kind::Reset,   Kind::Reset, Kind::Reset, Kind::Reset,        Kind::Kill,          Kind::Kill,
        Kind::Stall,   Kind::Stall, Kind::Block, Kind::Block,        Kind::Freeze,        Kind::Freeze,
        Kind::Suspend, Kind::Crash, Kind::Close, Kind::ServerFreeze, Kind::ServerRestart,
    };
    return kinds[std::size_t(random.below(int(kinds.size())))];
}

FaultPlan Scenario::fault()
{
    FaultPlan plan;
    plan.kind = faultKind();
    plan.at = random.between(10ms, stopsAt - 500ms);
    plan.client = random.below(int(clients.size()));
    plan.isRenewals = random.chance(20);
    plan.ending = Ending(random.below(4));
    plan.lasts = random.chance(50) ? random.between(1ms, 500ms) : random.between(100ms, 8s);
    return plan;
}

} // namespace redguard::sim
