// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "faultkind.h"

#include <algorithm>
#include <array>

namespace chaos {

namespace {

using Reach = Fault::Reach;

// In the order of the enumeration.
constexpr std::array<FaultTraits, 33> Traits = {{
    {FaultKind::BlackHoleToServer, "black hole to the server", Reach::Way, {}, true},
    {FaultKind::BlackHoleToClient, "black hole to the client", Reach::Way, {}, true},
    {FaultKind::BlackHole, "black hole both ways", Reach::Way, {}, true},
    {FaultKind::Delay, "delay", Reach::Way, {}, true},
    {FaultKind::SlowReplies, "delayed replies", Reach::Way, {}, true},
    {FaultKind::Slices, "1-byte slices", Reach::Way, {}, true},
    {FaultKind::Reset, "RST", Reach::Way},
    {FaultKind::HalfCloseToServer, "FIN to the server", Reach::Way},
    {FaultKind::HalfCloseToClient, "FIN to the client", Reach::Way},
    {FaultKind::RefuseConnections, "connections refused", Reach::Way, {}, true},
    {FaultKind::IgnoreConnections, "connections ignored", Reach::Way, {}, true},
    {FaultKind::SwallowReply, "reply swallowed, RST", Reach::Way},
    {FaultKind::ReplaceReply, "reply replaced by an error", Reach::Way},
    {FaultKind::RefuseCommand, "command refused with an error", Reach::Way},
    {FaultKind::HoldReply, "reply held back", Reach::Way, {}, true},
    {FaultKind::KillWorker, "kill -9 of a worker", Reach::Clients},
    {FaultKind::StopWorker, "SIGSTOP of a worker", Reach::Clients, {}, true},
    {FaultKind::SuspendWorker, "suspend of a worker", Reach::Clients, {}, true},
    {FaultKind::StepWorkerClock, "wall clock step of a worker", Reach::Clients},
    {FaultKind::StopServer, "SIGSTOP of the server", Reach::Server, {}, true},
    {FaultKind::SleepServer, "DEBUG SLEEP", Reach::Server, {}, true},
    {FaultKind::KillServer, "kill -9 and restart with persistence", Reach::Server},
    {FaultKind::PauseAll, "CLIENT PAUSE ALL", Reach::Server, {}, true},
    {FaultKind::PauseWrite, "CLIENT PAUSE WRITE", Reach::Server, {}, true},
    {FaultKind::KillConnections, "CLIENT KILL TYPE normal", Reach::Server},
    {FaultKind::KillSubscribers, "CLIENT KILL TYPE pubsub", Reach::Server},
    {FaultKind::FlushScripts, "SCRIPT FLUSH", Reach::Server},
    {FaultKind::FillMemory, "memory full", Reach::Server, {}, true},
    {FaultKind::RestartEmpty, "restart without persistence", Reach::Server, Assumption::A1},
    {FaultKind::StepServerClock, "wall clock step of the server", Reach::Server, Assumption::A2},
    {FaultKind::FlushAll, "FLUSHALL", Reach::Server, Assumption::A3},
    {FaultKind::DeleteKey, "DEL by another", Reach::Server, Assumption::A3},
    {FaultKind::EvictKeys, "eviction", Reach::Server, Assumption::A3, true},
}};

} // namespace

const FaultTraits &traitsOf(FaultKind kind)
{
    const FaultTraits &traits = Traits.at(std::size_t(kind));
    Q_ASSERT(traits.kind == kind);
    return traits;
}

QList<FaultKind> harmlessFaults()
{
    QList<FaultKind> kinds;
    for (const FaultTraits &traits : Traits) {
        if (!traits.breaks)
            kinds.append(traits.kind);
    }
    return kinds;
}

QList<FaultKind> faultsThatBreak(Assumption assumption)
{
    QList<FaultKind> kinds;
    for (const FaultTraits &traits : Traits) {
        if (traits.breaks == assumption)
            kinds.append(traits.kind);
    }
    return kinds;
}

QByteArray nameOf(Assumption assumption)
{
    return 'A' + QByteArray::number(int(assumption) + 1);
}

} // namespace chaos
