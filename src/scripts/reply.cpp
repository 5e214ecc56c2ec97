// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/reply.h"

#include <QtCore/qbytearraylist.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace redguard::scripts {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype TokenSize = 16;
constexpr qint64 LongestLease = qint64(1000) * 60 * 60 * 24 * 366; // ms
constexpr qint64 LatestTime = qint64(1) << 53;                     // µs; what the scripts can compute with

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

namespace {

// The number in front of the next space; both are taken off.
std::optional<qint64> takeNumber(QByteArrayView &text)
{
    qint64 number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc() || end == text.end() || *end != ' ')
        return std::nullopt;
    text = text.sliced(end - text.begin() + 1);
    return number;
}

// The end of a lease that has just begun is a '+' and its milliseconds.
bool readHead(QByteArrayView text, Message &message)
{
    const bool isLater = text.startsWith('+');
    if (isLater)
        text = text.sliced(1);
    const auto end = takeNumber(text);
    const auto now = takeNumber(text);
    if (!end || !now || (isLater && (*end < 0 || *end > LongestLease || *now < 0 || *now > LatestTime)))
        return false;
    message.leaseEnd = isLater ? ServerTime(*now) + std::chrono::milliseconds(*end) : ServerTime(*end);
    message.key = text.toByteArray();
    return true;
}

bool readGrant(QByteArrayView text, Message &message)
{
    const auto fence = takeNumber(text);
    const auto now = takeNumber(text);
    const auto lease = takeNumber(text);
    const auto permits = takeNumber(text);
    if (!fence || !now || !lease || !permits || *lease < 1 || *lease > LongestLease || *permits < 1
        || *permits > MostPermits || !(text.startsWith("l ") || text.startsWith("s ")))
        return false;
    message.kind = text.front() == 'l' ? Kind::Lock : Kind::Semaphore;
    message.permits = int(*permits);
    message.grant = {*fence, ServerTime(*now), std::chrono::milliseconds(*lease)};
    message.key = text.sliced(2).toByteArray();
    return true;
}

} // namespace

// 'g' token fence ' ' now ' ' lease ' ' permits ' ' kind ' ' K, or 'h' token lease end ' ' now ' ' K.
std::optional<Message> decodeMessage(const QByteArray &payload)
{
    const QByteArrayView text = payload;
    if (text.size() < 1 + TokenSize || (text[0] != 'g' && text[0] != 'h'))
        return std::nullopt;
    Message message;
    message.isGrant = text[0] == 'g';
    message.token = text.sliced(1, TokenSize).toByteArray();
    const QByteArrayView rest = text.sliced(1 + TokenSize);
    if (!(message.isGrant ? readGrant(rest, message) : readHead(rest, message)))
        return std::nullopt;
    return message;
}

} // namespace redguard::scripts
