// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NAMESPACE_H
#define REDGUARD_NAMESPACE_H

#include <RedGuard/global.h>

#include <QtCore/qobjectdefs.h>

#include <chrono>

namespace redguard {

Q_NAMESPACE_EXPORT(REDGUARD_EXPORT)

// All of an int's size: a QML engine reads an enumeration in a signal as one.
enum class ErrorCode {
    NoError,
    InvalidArgument, // an option or a name that cannot be used; nothing was sent
    InvalidUrl,
    NotSupported,
    NotConnected, // nothing was sent within the command timeout
    Timeout,      // written, but no reply came within the command timeout: the outcome is unknown
    TimedOut,     // the wait ended before the acquisition did, or there was none to wait for
    Cancelled,
    AlreadyHeld,
    LeaseLost,  // the work ran, but its lease ended before it did
    ForeignKey, // the key holds something that is not ours
    AccessDenied,
    OutOfMemory,
    NotReplicated, // too few replicas have it: given back, or not even granted
    ServerError,
    ProtocolError,
    ServerNotFound, // no redis-server or valkey-server to start
    WrongThread,
    TooManyRequests, // are under way or held already
};
Q_ENUM_NS(ErrorCode)

enum class ConnectionState { Disconnected, Connecting, Connected, Closed };
Q_ENUM_NS(ConnectionState)

// What a server is, or does, that puts the promises at risk.
enum class ServerWarning {
    EvictsKeys,    // it may throw away what is held
    NotPersistent, // it does not log its writes
    OldServer,
};
Q_ENUM_NS(ServerWarning)

enum class LossReason {
    None,
    Expired,         // the deadline passed before a renewal was confirmed
    TakenOver,       // the server says that another client holds it
    ServerLostState, // the server has no trace of the lease before its time
    Disconnected,    // the deadline passed with no connection to renew through
    Foreign,         // the key was overwritten with something else
    MaxHoldReached,  // the lease ran out where the options end its renewals
};
Q_ENUM_NS(LossReason)

enum class ReleaseOutcome { Clean, AlreadyExpired, Unknown };
Q_ENUM_NS(ReleaseOutcome)

enum class Renewal {
    Background, // by a thread of its own: a blocked event loop loses nothing
    EventLoop,  // in the guard's thread
    None,
};
Q_ENUM_NS(Renewal)

enum class Algorithm { SlidingWindow, Paced };
Q_ENUM_NS(Algorithm)

// A wait without an end.
inline constexpr std::chrono::milliseconds Forever = std::chrono::milliseconds::max();

} // namespace redguard

#endif
