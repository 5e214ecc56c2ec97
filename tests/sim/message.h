// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_MESSAGE_H
#define REDGUARD_SIM_MESSAGE_H

#include "referenceserver.h"
#include "sync/acquisition.h"

namespace redguard::sim {

// A command, turned into its reply by the server; or what the server says unasked.
struct Message
{
    enum class Type : quint8 {
        Hello, // SUBSCRIBE and TIME
        Time,
        Acquire,
        Release,
        Renew,
        Watch,
        // Unasked:
        Granted,
        Head,
        Changed,
        AllChanged,
        Closed, // the end of the connection
    };

    Type type = Type::Time;
    quint8 name = 0;
    bool isRefused = false; // busy
    bool isClaim = false;
    bool waits = true;
    quint16 request = 0;
    quint32 call = 0;
    int link = 0; // that it was sent on
    int permits = 1;
    Instant at {};     // of its arrival
    Instant sentAt {}; // by the clock of the client that sent the command
    QByteArray token;
    reference::Milliseconds ttl {};
    qint64 ticket = 0;
    ServerTime notAfter {}; // or the latest a stray could act at
    // The reply:
    ServerTime time {};
    sync::AcquireReply acquired;
    sync::RenewReply renewed = sync::RenewReply::Gone;
    bool wasHeld = false;
    int number = 0; // of the watch
    // Unasked:
    sync::Grant grant;
    ServerTime leaseEnd {};

    [[nodiscard]] bool isReply() const { return type < Type::Granted; }
};

} // namespace redguard::sim

#endif
