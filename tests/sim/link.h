// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_LINK_H
#define REDGUARD_SIM_LINK_H

#include "message.h"

#include <array>
#include <deque>

namespace redguard::sim {

inline constexpr int MaxNames = 2;

// One TCP connection, from its birth to its end on both sides: in order each way, and what either
// side knows of the other is as old as what has arrived.
struct Link
{
    int id = 0;
    int connection = 0; // of a client
    bool isOpenAtClient = true;
    bool isOpenAtServer = true;
    bool isSubscribed = false;
    QByteArray channel;
    std::array<bool, MaxNames> isTracking {};
    std::deque<Message> up;
    std::deque<Message> down;
    Instant upTail {};
    Instant downTail {};
    Instant stalledUntil {};
};

// How a connection ends that its client gives up.
enum class Ending : quint8 {
    Clean,    // what was sent arrives, then the end
    Cut,      // what was sent is lost
    Stuck,    // what was sent arrives late, and the server goes on as if nothing were
    HalfOpen, // what was sent is lost, and the server goes on as if nothing were
};

} // namespace redguard::sim

#endif
