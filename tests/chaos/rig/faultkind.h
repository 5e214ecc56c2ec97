// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FAULTKIND_H
#define FAULTKIND_H

#include "run.h"

namespace chaos {

enum class FaultKind : quint8 {
    // Of one worker's way to the server:
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
    // Of the server:
    StopServer,
    SleepServer,
    KillServer,
    PauseAll,
    PauseWrite,
    KillConnections,
    KillSubscribers,
    FlushScripts,
    FillMemory,
    // Of the server, and of what the promises rest on:
    RestartEmpty,
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
    std::optional<Assumption> breaks = {};
    bool lasts = false;
};

[[nodiscard]] const FaultTraits &traitsOf(FaultKind kind);
[[nodiscard]] QList<FaultKind> harmlessFaults();
[[nodiscard]] QList<FaultKind> faultsThatBreak(Assumption assumption);
[[nodiscard]] QByteArray nameOf(Assumption assumption);

} // namespace chaos

#endif
