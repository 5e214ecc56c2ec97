// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_ACTION_H
#define REDGUARD_SYNC_ACTION_H

#include <QtCore/qvarlengtharray.h>

namespace redguard::sync {

// What a state machine wants done, in order.
enum class Action : quint8 {
    Acquire, // send the acquire, or reserve, script
    Renew,   // send the renew script
    Release, // send the release, or cancel, script: takes back whatever the token has
    TellQueued,
    TellAcquired,
    TellTimedOut,
    TellCancelled,
    TellFailed,
    TellRenewed,
    TellAtRisk,
    TellLost,
    TellReleased,
    Forget, // nothing is left to do
};

using Actions = QVarLengthArray<Action, 4>;

// What an error of the server means for a command.
enum class Failure : quint8 {
    Busy,    // refused for the time being: ask again
    Refused, // no new hold for the time being; what is held may be renewed or given back later
    Final,   // refused for good, or nobody can say
    Foreign, // the key holds something that is not ours
};

} // namespace redguard::sync

#endif
