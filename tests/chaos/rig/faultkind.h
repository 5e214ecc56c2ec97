// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FAULTKIND_H
#define FAULTKIND_H

#include "run.h"

#include <QtCore/qflags.h>

namespace chaos {

enum class Topology : quint8 { Standalone = 1, Sentinel = 2, Cluster = 4 };
Q_DECLARE_FLAGS(Topologies, Topology)
Q_DECLARE_OPERATORS_FOR_FLAGS(Topologies)

enum class FaultKind : quint8 {
    // Of a way to a server:
    BlackHoleToServer,
    BlackHoleToClient,
    BlackHole,
    Delay,
    SlowReplies,
    Slices,
    Reset,
    HalfCloseToServer,
    HalfCloseToClient,
    RefuseConnections,
    IgnoreConnections,
    SwallowReply,
    ReplaceReply,
    RefuseCommand,
    HoldReply,
    // Of one worker:
    KillWorker,
    StopWorker,
    SuspendWorker,
    StepWorkerClock,
    // Of a server:
    StopServer,
    SleepServer,
    KillServer,
    PauseAll,
    PauseWrite,
    KillConnections,
    KillSubscribers,
    FlushScripts,
    FillMemory,
    // Of those that say where servers are, and of who serves what:
    StopSentinel,
    KillSentinel,
    FailOverInOrder,
    MigrateSlot,
    // Of what the promises rest on:
    RestartEmpty,
    FailOver,
    FailOverDead,
    StepServerClock,
    FlushAll,
    DeleteKey,
    EvictKeys,
};

struct FaultTraits
{
    FaultKind kind = FaultKind::Reset;
    const char *name = "";
    Fault::Reach reach = Fault::Reach::Way;
    Topologies where = {};
    std::optional<Assumption> breaks = {};
    bool lasts = false;   // for a time that is set
    bool changes = false; // which server has which keys, for as long as that takes
};

[[nodiscard]] const FaultTraits &traitsOf(FaultKind kind);
[[nodiscard]] QList<FaultKind> harmlessFaults(Topology topology);
[[nodiscard]] QList<FaultKind> faultsThatBreak(Assumption assumption, Topology topology);
[[nodiscard]] QByteArray nameOf(Assumption assumption);
[[nodiscard]] QByteArray nameOf(Topology topology);
[[nodiscard]] std::optional<Topology> topologyOf(const QByteArray &name);

} // namespace chaos

#endif
