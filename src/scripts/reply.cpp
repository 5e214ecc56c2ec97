// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/reply.h"

#include <QtCore/qbytearraylist.h>

#include <algorithm>
#include <array>

namespace redguard::scripts {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype TokenSize = 16;
constexpr qint64 LongestLease = qint64(1000) * 60 * 60 * 24 * 366; // ms
constexpr qint64 LatestTime = qint64(1) << 53;                     // us; what the scripts can compute with

// The first N elements as integers.
template <std::size_t N>
std::optional<std::array<qint64, N>> integers(const resp::Value &value)
{
    if (value.type != resp::Type::Array || value.elements.size() < N)
        return std::nullopt;
    std::array<qint64, N> numbers {};
    for (std::size_t i = 0; i < N; ++i) {
        const auto number = value.elements[i].toInteger();
        if (!number)
            return std::nullopt;
        numbers[i] = *number;
    }
    return numbers;
}

} // namespace

std::optional<Timed<sync::AcquireReply>> decodeAcquire(const resp::Value &value)
{
    const auto head = integers<3>(value);
    if (!head)
        return std::nullopt;
    Timed<sync::AcquireReply> timed;
    if ((*head)[0] < 0 || (*head)[0] > 2)
        return std::nullopt;
    timed.reply.verdict = sync::AcquireReply::Verdict((*head)[0]);
    if (timed.reply.verdict != sync::AcquireReply::Verdict::Waits) {
        timed.reply.fence = (*head)[1];
        timed.reply.place.entered = integers<4>(value).value_or(std::array<qint64, 4> {})[3] == 1;
        timed.now = ServerTime((*head)[2]);
        return timed;
    }
    const auto all = integers<6>(value);
    if (!all)
        return std::nullopt;
    const auto [verdict, position, leaseEnd, now, ticket, entered] = *all;
    timed.reply.place = {ticket, int(position), ServerTime(leaseEnd), entered == 1};
    timed.now = ServerTime(now);
    return timed;
}

std::optional<Timed<bool>> decodeRelease(const resp::Value &value)
{
    const auto numbers = integers<2>(value);
    if (!numbers || ((*numbers)[0] != 0 && (*numbers)[0] != 1))
        return std::nullopt;
    return Timed<bool> {(*numbers)[0] == 1, ServerTime((*numbers)[1])};
}

std::optional<Timed<sync::RenewReply>> decodeRenew(const resp::Value &value)
{
    constexpr std::array Codes = {sync::RenewReply::Gone, sync::RenewReply::Extended,
                                  sync::RenewReply::TakenOver};
    const auto numbers = integers<2>(value);
    if (!numbers || (*numbers)[0] < 0 || (*numbers)[0] >= qint64(Codes.size()))
        return std::nullopt;
    return Timed<sync::RenewReply> {Codes[std::size_t((*numbers)[0])], ServerTime((*numbers)[1])};
}

std::optional<Timed<sync::ReserveReply>> decodeReserve(const resp::Value &value, qint64 limit)
{
    const auto numbers = integers<5>(value);
    if (!numbers || ((*numbers)[0] != 0 && (*numbers)[0] != 1))
        return std::nullopt;
    const auto [granted, when, now, remaining, reset] = *numbers;
    Timed<sync::ReserveReply> timed;
    timed.now = ServerTime(now);
    timed.reply.reserved = granted == 1;
    timed.reply.quota.granted = granted == 1;
    timed.reply.quota.limit = limit;
    timed.reply.quota.remaining = remaining;
    timed.reply.quota.resetAfter = std::chrono::microseconds(reset);
    if (granted == 1)
        timed.reply.slot = ServerTime(when);
    else
        timed.reply.quota.retryAfter = std::chrono::microseconds(when);
    return timed;
}

namespace {

void addHolder(StatusReply &reply, const resp::Value &value, qint64 now)
{
    const QByteArray &token = value.elements[0].bytes;
    const qint64 end = value.elements[1].toInteger().value_or(0);
    Status::Holder holder;
    holder.token = QString::fromLatin1(token.left(4).toHex());
    holder.remaining = std::chrono::milliseconds(std::max<qint64>(end - now, 0) / 1000);
    holder.permits = int(std::clamp<qint64>(value.elements[2].toInteger().value_or(1), 1, MostPermits));
    reply.status.holders.append(holder);
    reply.tokens.append(token);
}

} // namespace

std::optional<StatusReply> decodeStatus(const resp::Value &value)
{
    if (value.type != resp::Type::Array || value.elements.size() != 9)
        return std::nullopt;
    const auto number = [&value](std::size_t i) { return value.elements[i].toInteger().value_or(0); };
    const auto lock = integers<2>(value.elements[7]).value_or(std::array<qint64, 2> {});
    const auto semaphore = integers<2>(value.elements[8]).value_or(std::array<qint64, 2> {});
    const QByteArray &type = value.elements[0].bytes;
    const auto &holders = value.elements[2].elements;
    if (std::any_of(holders.begin(), holders.end(),
                    [](const resp::Value &holder) { return holder.elements.size() != 3; }))
        return std::nullopt;

    StatusReply reply;
    Status &status = reply.status;
    status.remaining = std::chrono::milliseconds(std::max<qint64>(number(1), 0));
    status.used = number(4);
    if (type == "string") {
        const QByteArray text = holders.empty() ? QByteArray() : holders.front().elements[0].bytes;
        bool isNumber = false;
        text.toLongLong(&isNumber);
        status.kind = isNumber ? Status::Kind::PacedLimiter : Status::Kind::Lock;
    } else if (type == "zset") {
        // A semaphore's members all lie ahead; a limiter's newest has been, unless it is reserved.
        const bool ahead = number(3) == number(4);
        status.kind = semaphore[1] > 0 || ahead ? Status::Kind::Semaphore : Status::Kind::RateLimiter;
    } else if (type != "none") {
        status.kind = Status::Kind::Foreign;
    } else if (lock[1] > 0 || semaphore[1] > 0) {
        status.kind = lock[1] >= semaphore[1] ? Status::Kind::Lock : Status::Kind::Semaphore;
    }
    const auto &queue = status.kind == Status::Kind::Semaphore ? semaphore : lock;
    if (status.kind == Status::Kind::Semaphore)
        status.used = number(3); // those that lapsed may be there still
    status.waiters = queue[0];
    status.fence = queue[1];
    if (status.kind == Status::Kind::Lock || status.kind == Status::Kind::Semaphore) {
        for (const resp::Value &holder : holders)
            addHolder(reply, holder, number(6));
    }
    return reply;
}

// 'g' token fence ' ' now ' ' lease ' ' permits ' ' kind ' ' K, or 'h' token lease end ' ' now ' ' K. The
// end of a lease that has just begun is a '+' and the milliseconds from now.
std::optional<Message> decodeMessage(const QByteArray &payload)
{
    if (payload.size() < 1 + TokenSize || (payload[0] != 'g' && payload[0] != 'h'))
        return std::nullopt;
    Message message;
    message.isGrant = payload[0] == 'g';
    message.token = payload.mid(1, TokenSize);
    const int numberCount = message.isGrant ? 4 : 2;
    std::array<qint64, 4> numbers {};
    qsizetype from = 1 + TokenSize;
    const bool isLater = !message.isGrant && payload.mid(from, 1) == "+";
    for (int i = 0; i < numberCount; ++i) {
        const qsizetype space = payload.indexOf(' ', from);
        bool ok = space > from;
        if (ok)
            numbers[std::size_t(i)] = payload.mid(from, space - from).toLongLong(&ok);
        if (!ok)
            return std::nullopt;
        from = space + 1;
    }
    if (!message.isGrant) {
        message.key = payload.mid(from);
        const auto [leaseEnd, now] = std::pair(numbers[0], numbers[1]);
        if (isLater && (leaseEnd > LongestLease || now < 0 || now > LatestTime))
            return std::nullopt;
        message.leaseEnd =
            isLater ? ServerTime(now) + std::chrono::milliseconds(leaseEnd) : ServerTime(leaseEnd);
        return message;
    }
    const QByteArray kind = payload.mid(from, 2);
    if (numbers[2] < 1 || numbers[2] > LongestLease || numbers[3] < 1 || numbers[3] > MostPermits
        || (kind != "l " && kind != "s "))
        return std::nullopt;
    message.key = payload.mid(from + kind.size());
    message.kind = kind == "l " ? Kind::Lock : Kind::Semaphore;
    message.permits = int(numbers[3]);
    message.grant = {numbers[0], ServerTime(numbers[1]), std::chrono::milliseconds(numbers[2])};
    return message;
}

} // namespace redguard::scripts
