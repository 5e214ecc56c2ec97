// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "faultkind.h"

#include <algorithm>
#include <array>

namespace chaos {

namespace {

using Reach = Fault::Reach;
using K = FaultKind;

constexpr Topologies Everywhere = Topology::Standalone | Topology::Sentinel | Topology::Cluster;
constexpr Topologies Proxied = Topology::Standalone | Topology::Cluster;
constexpr Topologies Single = Topology::Standalone | Topology::Cluster; // no replica has it all, too
constexpr Topologies Guided = Topology::Sentinel;
constexpr Topologies Slotted = Topology::Cluster;

// In the order of the enumeration.
constexpr std::array<FaultTraits, 39> Traits = {{
    {K::BlackHoleToServer, "black hole to the server", Reach::Way, Proxied, {}, true},
    {K::BlackHoleToClient, "black hole to the client", Reach::Way, Proxied, {}, true},
    {K::BlackHole, "black hole both ways", Reach::Way, Proxied, {}, true},
    {K::Delay, "delay", Reach::Way, Proxied, {}, true},
    {K::SlowReplies, "delayed replies", Reach::Way, Proxied, {}, true},
    {K::Slices, "1-byte slices", Reach::Way, Proxied, {}, true},
    {K::Reset, "RST", Reach::Way, Proxied},
    {K::HalfCloseToServer, "FIN to the server", Reach::Way, Proxied},
    {K::HalfCloseToClient, "FIN to the client", Reach::Way, Proxied},
    {K::RefuseConnections, "connections refused", Reach::Way, Proxied, {}, true},
    {K::IgnoreConnections, "connections ignored", Reach::Way, Proxied, {}, true},
    {K::SwallowReply, "reply swallowed, RST", Reach::Way, Proxied},
    {K::ReplaceReply, "reply replaced by an error", Reach::Way, Proxied},
    {K::RefuseCommand, "command refused with an error", Reach::Way, Proxied},
    {K::HoldReply, "reply held back", Reach::Way, Proxied, {}, true},
    {K::KillWorker, "kill -9 of a worker", Reach::Clients, Everywhere},
    {K::StopWorker, "SIGSTOP of a worker", Reach::Clients, Everywhere, {}, true},
    {K::SuspendWorker, "suspend of a worker", Reach::Clients, Everywhere, {}, true},
    {K::StepWorkerClock, "wall clock step of a worker", Reach::Clients, Everywhere},
    {K::StopServer, "SIGSTOP of the server", Reach::Server, Everywhere, {}, true},
    {K::SleepServer, "DEBUG SLEEP", Reach::Server, Everywhere, {}, true},
    {K::KillServer, "kill -9 and restart with persistence", Reach::Server, Everywhere},
    {K::PauseAll, "CLIENT PAUSE ALL", Reach::Server, Everywhere, {}, true},
    {K::PauseWrite, "CLIENT PAUSE WRITE", Reach::Server, Everywhere, {}, true},
    {K::KillConnections, "CLIENT KILL TYPE normal", Reach::Server, Everywhere},
    {K::KillSubscribers, "CLIENT KILL TYPE pubsub", Reach::Server, Everywhere},
    {K::FlushScripts, "SCRIPT FLUSH", Reach::Server, Everywhere},
    {K::FillMemory, "memory full", Reach::Server, Everywhere, {}, true},
    {K::StopSentinel, "SIGSTOP of a Sentinel", Reach::Way, Guided, {}, true},
    {K::KillSentinel, "kill -9 of a Sentinel", Reach::Way, Guided},
    {K::FailOverInOrder, "failover without loss", Reach::Server, Guided, {}, false, true},
    {K::MigrateSlot, "slot migration", Reach::Server, Slotted, {}, false, true},
    {K::RestartEmpty, "restart without persistence", Reach::Server, Single, Assumption::A1},
    {K::FailOver, "failover", Reach::Server, Guided, Assumption::A1, false, true},
    {K::FailOverDead, "kill -9 and failover", Reach::Server, Guided, Assumption::A1, false, true},
    {K::StepServerClock, "wall clock step of the server", Reach::Server, Everywhere, Assumption::A2},
    {K::FlushAll, "FLUSHALL", Reach::Server, Everywhere, Assumption::A3},
    {K::DeleteKey, "DEL by another", Reach::Server, Everywhere, Assumption::A3},
    {K::EvictKeys, "eviction", Reach::Server, Everywhere, Assumption::A3, true},
}};

QList<FaultKind> kindsThat(std::optional<Assumption> breaks, Topology topology)
{
    QList<FaultKind> kinds;
    for (const FaultTraits &traits : Traits) {
        if (traits.breaks == breaks && traits.where.testFlag(topology))
            kinds.append(traits.kind);
    }
    return kinds;
}

} // namespace

const FaultTraits &traitsOf(FaultKind kind)
{
    return Traits.at(std::size_t(kind));
}

QList<FaultKind> harmlessFaults(Topology topology)
{
    return kindsThat({}, topology);
}

QList<FaultKind> faultsThatBreak(Assumption assumption, Topology topology)
{
    return kindsThat(assumption, topology);
}

QByteArray nameOf(Assumption assumption)
{
    return 'A' + QByteArray::number(int(assumption) + 1);
}

QByteArray nameOf(Topology topology)
{
    return topology == Topology::Standalone ? "standalone"
        : topology == Topology::Sentinel    ? "sentinel"
                                            : "cluster";
}

std::optional<Topology> topologyOf(const QByteArray &name)
{
    for (const Topology topology : {Topology::Standalone, Topology::Sentinel, Topology::Cluster}) {
        if (nameOf(topology) == name)
            return topology;
    }
    return std::nullopt;
}

} // namespace chaos
