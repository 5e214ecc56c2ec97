// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SCRIPTS_REPLY_H
#define REDGUARD_SCRIPTS_REPLY_H

#include <RedGuard/status.h>

#include "protocol/value.h"
#include "scripts/keys.h"
#include "sync/acquisition.h"
#include "sync/admission.h"

#include <optional>

namespace redguard::scripts {

// The largest capacity of a semaphore: a permit is a member of the key, and all that one acquisition takes
// are written in one script.
inline constexpr qint64 MostPermits = 10'000;

// What the scripts reply, as their head comments lay it down. Nothing where a reply is not of that form.

template <typename Reply>
struct Timed
{
    Reply reply;
    ServerTime now {};
};

[[nodiscard]] std::optional<Timed<sync::AcquireReply>> decodeAcquire(const resp::Value &value);
[[nodiscard]] std::optional<Timed<bool>> decodeRelease(const resp::Value &value);
[[nodiscard]] std::optional<Timed<sync::RenewReply>> decodeRenew(const resp::Value &value);
[[nodiscard]] std::optional<Timed<sync::ReserveReply>> decodeReserve(const resp::Value &value, qint64 limit);

struct StatusReply
{
    Status status;
    QByteArrayList tokens; // of the holders
};

[[nodiscard]] std::optional<StatusReply> decodeStatus(const resp::Value &value);

// What settle.lua publishes to a waiter.
struct Message
{
    bool isGrant = false;
    QByteArray token;
    QByteArray key;
    // Where it is one:
    Kind kind = Kind::Lock;
    int permits = 1;
    sync::Grant grant;
    ServerTime leaseEnd {}; // where it is not: the holder's, told to the new head
};

[[nodiscard]] std::optional<Message> decodeMessage(const QByteArray &payload);

} // namespace redguard::scripts

#endif
