// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include <array>

namespace chaos {

using namespace Qt::StringLiterals;
using K = FaultKind;

namespace {

// In a Cluster, each third of the slots has one of them at least.
Workload usualLoad()
{
    Workload load;
    load.subjects = {{"door", Subject::Kind::Lock, 600ms, 1},
                     {"lift", Subject::Kind::Lock, 2500ms, 1},
                     {"seats", Subject::Kind::Semaphore, 700ms, 3},
                     {"api", Subject::Kind::Limiter, 500ms, 5}};
    return load;
}

Workload quietLoad()
{
    Workload load = usualLoad();
    load.block = 0ms;
    return load;
}

Scenario without(Assumption assumption, Topology topology, const QString &purpose)
{
    Scenario scenario {u"without-"_s + QString::fromUtf8(nameOf(assumption)), purpose, usualLoad(),
                       faultsThatBreak(assumption, topology) + QList<K> {K::KillWorker}};
    scenario.faults +=
        topology == Topology::Sentinel ? QList<K> {K::KillSentinel} : QList<K> {K::Reset, K::FlushScripts};
    scenario.longestGap = 800ms;
    scenario.patience = 1s;
    return scenario;
}

Scenario forgetful(Topology topology)
{
    return without(Assumption::A1, topology,
                   topology == Topology::Sentinel ? u"failovers that lose what was written last"_s
                                                  : u"a server that forgets"_s);
}

Scenario calm()
{
    return {u"calm"_s, u"no fault: order, and no place left free"_s, quietLoad()};
}

Scenario faults(Topology topology)
{
    Scenario scenario {u"faults"_s, u"every fault that breaks no assumption"_s, usualLoad(),
                       harmlessFaults(topology)};
    if (topology == Topology::Cluster)
        scenario.faults += QList<K>(5, K::MigrateSlot);
    scenario.shortestGap = 100ms;
    scenario.longestGap = 900ms;
    return scenario;
}

Scenario slow()
{
    Scenario scenario {
        u"slow"_s, u"requests and replies that come late"_s, usualLoad(), {K::Delay, K::SlowReplies}};
    scenario.shortestGap = 100ms;
    scenario.longestGap = 600ms;
    return scenario;
}

Scenario suspend()
{
    Scenario scenario {
        u"suspend"_s, u"machines that sleep while they hold"_s, quietLoad(), {K::SuspendWorker}};
    scenario.longestGap = 800ms;
    return scenario;
}

Scenario lapses()
{
    Scenario scenario {u"lapses"_s, u"leases that run out, and no fault"_s, quietLoad()};
    scenario.load.unrenewed = 100;
    scenario.load.hold = 500ms;
    return scenario;
}

// Leases long enough to be seen when nobody knows of them, and so free that most are granted at once.
Scenario lostReplies()
{
    Scenario scenario {u"lost-replies"_s, u"requests whose reply is lost"_s, quietLoad(), {K::SwallowReply}};
    scenario.load.subjects = {{"door", Subject::Kind::Lock, 20s, 1},
                              {"seats", Subject::Kind::Semaphore, 20s, 3}};
    scenario.load.objects = 1;
    scenario.load.hold = 60ms;
    scenario.load.pause = 300ms;
    scenario.load.unrenewed = scenario.load.cancelled = scenario.load.dropped = 0;
    scenario.load.forever = 100;
    scenario.load.rebuild = 0ms;
    scenario.workers = 2;
    scenario.shortestGap = 16s;
    scenario.longestGap = 17s;
    return scenario;
}

// Nobody comes who would find the free place by chance.
Scenario killedHolders()
{
    Scenario scenario {u"killed-holders"_s,
                       u"holders that die, and waiters without a timeout"_s,
                       quietLoad(),
                       {K::KillWorker}};
    scenario.load.subjects.clear();
    for (const char *name : {"north", "east", "south", "west"})
        scenario.load.subjects.append({name, Subject::Kind::Lock, 800ms, 1});
    scenario.load.forever = 100;
    scenario.load.unrenewed = scenario.load.cancelled = scenario.load.dropped = 0;
    scenario.load.rebuild = 0ms;
    scenario.workers = 2;
    scenario.shortestGap = 3s;
    scenario.longestGap = 4s;
    scenario.restart = 16s;
    return scenario;
}

// Servers change places, the last time shortly before the end of a run of a minute, and no guard is made
// anew.
Scenario changes(Topology topology)
{
    Scenario scenario {u"changes"_s, u"servers that take over from others"_s, quietLoad()};
    for (const K kind : harmlessFaults(topology)) {
        if (traitsOf(kind).changes)
            scenario.faults.append(kind);
    }
    scenario.load.rebuild = 0ms;
    scenario.shortestGap = scenario.longestGap = 19s;
    return scenario;
}

} // namespace

QString Phase::name() const
{
    return topology == Topology::Standalone ? scenario.name
                                            : QString::fromUtf8(nameOf(topology)) + u'-' + scenario.name;
}

QList<Phase> phases()
{
    constexpr std::array<int, 5> Shares {8, 30, 6, 6, 6};
    QList<Phase> all = phases(Topology::Standalone);
    for (std::size_t i = 0; i < Shares.size(); ++i)
        all[qsizetype(i)].share = Shares[i];
    return all
        + QList<Phase> {{Topology::Sentinel, faults(Topology::Sentinel), 12},
                        {Topology::Sentinel, forgetful(Topology::Sentinel), 14},
                        {Topology::Cluster, faults(Topology::Cluster), 18}};
}

QList<Phase> phases(Topology topology)
{
    return {{topology, calm(), 15},
            {topology, faults(topology), 55},
            {topology, forgetful(topology), 10},
            {topology, without(Assumption::A2, topology, u"a server whose wall clock steps"_s), 10},
            {topology, without(Assumption::A3, topology, u"keys that others delete or evict"_s), 10}};
}

std::optional<Phase> phaseOf(const QString &name)
{
    for (const Topology topology : {Topology::Standalone, Topology::Sentinel, Topology::Cluster}) {
        QList<Phase> candidates = phases(topology);
        for (const Scenario &scenario :
             {slow(), suspend(), lapses(), lostReplies(), killedHolders(), changes(topology)})
            candidates.append({topology, scenario, 100});
        for (Phase &phase : candidates) {
            phase.share = 100;
            if (phase.name() == name)
                return phase;
        }
    }
    return std::nullopt;
}

} // namespace chaos
