// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scriptcalls.h"

#include "scripts/keys.h"
#include "scripts/script.h"

#include <QtCore/qcryptographichash.h>

using namespace redguard;
using namespace redguard::reference;

namespace {

constexpr qsizetype TokenSize = 16;

// An expiry is known exactly where the millisecond did not change while it was asked for.
constexpr char SnapshotText[] = R"lua(
local function clock()
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end
local function items(kind, key)
    if kind == 'zset' then
        return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
    elseif kind == 'hash' then
        return redis.call('HGETALL', key)
    end
    return kind == 'string' and { redis.call('GET', key) } or {}
end
local now, left
repeat
    now, left = clock(), {}
    for i, key in ipairs(KEYS) do
        left[i] = redis.call('PTTL', key)
    end
until math.floor(now / 1000) == math.floor(clock() / 1000)
local reply = { now }
for i, key in ipairs(KEYS) do
    local kind = redis.call('TYPE', key).ok
    local expiry = left[i] < 0 and left[i] or math.floor(now / 1000) + left[i]
    reply[i + 1] = { kind, expiry, items(kind, key) }
end
return reply
)lua";

constexpr char PostponeText[] = R"lua(
local NEAR = 1200000
local K, away = KEYS[1], tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local left = redis.call('PTTL', K)
if left >= 0 and left < NEAR then
    redis.call('PEXPIRE', K, ARGV[1])
end
if redis.call('TYPE', K).ok == 'zset' then
    local members = redis.call('ZRANGE', K, 0, -1, 'WITHSCORES')
    for i = 1, #members, 2 do
        local score = tonumber(members[i + 1])
        if score > now and score < now + NEAR * 1000 then
            redis.call('ZADD', K, string.format('%.0f', now + away * 1000), members[i])
        end
    end
end
return 1
)lua";

const scripts::Script &scriptOf(Kind kind, Call call)
{
    const bool isLock = kind == Kind::Lock;
    switch (call) {
    case Call::Acquire:
        return isLock ? scripts::acquireLock() : scripts::acquireSemaphore();
    case Call::Release:
        return isLock ? scripts::releaseLock() : scripts::releaseSemaphore();
    case Call::Renew:
        break;
    }
    return isLock ? scripts::renewLock() : scripts::renewSemaphore();
}

template <typename Count>
QByteArray text(Count number)
{
    return QByteArray::number(qint64(number));
}

// As the client sends it: beyond 2^53 the scripts could not compare it.
QByteArray text(ServerTime time)
{
    return text(std::min<qint64>(time.count(), qint64(1) << 53));
}

std::optional<QList<qint64>> integers(const resp::Value &value)
{
    QList<qint64> numbers;
    for (const auto &element : value.elements) {
        if (element.type != resp::Type::Integer)
            return {};
        numbers.append(element.integer);
    }
    return value.type == resp::Type::Array ? std::optional(numbers) : std::nullopt;
}

std::optional<TimedReply> decodeAcquire(const QList<qint64> &numbers)
{
    using Code = AcquireReply::Code;
    const qint64 code = numbers.value(0, -1);
    const auto isFlag = [](qint64 number) { return number == 0 || number == 1; };
    if (code == 2 && numbers.size() == 3 && numbers[1] == 0)
        return TimedReply {AcquireReply {.code = Code::TooLate}, ServerTime(numbers[2])};
    if (code == 1 && numbers.size() == 4 && isFlag(numbers[3])) {
        return TimedReply {AcquireReply {.code = Code::Held, .fence = numbers[1], .entered = numbers[3] == 1},
                           ServerTime(numbers[2])};
    }
    if (code != 0 || numbers.size() != 6 || !isFlag(numbers[5]))
        return {};
    return TimedReply {AcquireReply {.position = int(numbers[1]),
                                     .leaseEnd = ServerTime(numbers[2]),
                                     .ticket = numbers[4],
                                     .entered = numbers[5] == 1},
                       ServerTime(numbers[3])};
}

std::optional<TimedReply> decodePair(Call call, const QList<qint64> &numbers)
{
    if (numbers.size() != 2 || numbers[0] < 0 || numbers[0] > (call == Call::Renew ? 2 : 1))
        return {};
    const ServerTime now(numbers[1]);
    if (call == Call::Renew)
        return TimedReply {RenewReply(numbers[0]), now};
    return TimedReply {ReleaseReply(numbers[0]), now};
}

Reply wrongType(Call call)
{
    switch (call) {
    case Call::Acquire:
        return AcquireReply {.code = AcquireReply::Code::WrongType};
    case Call::Release:
        return ReleaseReply::WrongType;
    case Call::Renew:
        break;
    }
    return RenewReply::WrongType;
}

struct Numbers
{
    bool valid = true;

    qint64 operator()(const QByteArray &digits)
    {
        const qint64 number = digits.toLongLong();
        valid = valid && QByteArray::number(number) == digits;
        return number;
    }
};

bool decodeEntry(const QByteArray &token, const QByteArray &line, Entry &entry)
{
    const auto words = line.split(' ');
    Numbers number;
    if (words.size() < 5)
        return false;
    const auto before = words[0].size() + words[1].size() + words[2].size() + words[3].size() + 4;
    entry = {token,
             Milliseconds(number(words[0])),
             int(number(words[1])),
             int(number(words[2])),
             ServerTime(number(words[3])),
             line.mid(before)};
    return number.valid;
}

} // namespace

ScriptCalls::ScriptCalls(Kind kind, const QByteArray &key)
    : m_kind(kind)
    , m_keys(scripts::keysOf(key, kind == Kind::Lock ? scripts::Kind::Lock : scripts::Kind::Semaphore))
{
}

QByteArrayList ScriptCalls::texts()
{
    QByteArrayList texts {SnapshotText, PostponeText};
    for (const auto *script : scripts::all())
        texts.append(script->text);
    return texts;
}

QByteArrayList ScriptCalls::evaluate(const QByteArray &text, qsizetype keys,
                                     const QByteArrayList &arguments) const
{
    const auto digest = QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex();
    return QByteArrayList {"EVALSHA", digest, QByteArray::number(keys)} + m_keys.mid(0, keys) + arguments;
}

QByteArrayList ScriptCalls::command(const Operation &operation) const
{
    const auto &[token, ttl, permits, capacity, wait, channel, ticket, notAfter] = operation.arguments;
    const auto &script = scriptOf(m_kind, operation.call).text;
    switch (operation.call) {
    case Call::Acquire:
        return evaluate(script, m_keys.size(),
                        {token, text(ttl.count()), text(permits), text(capacity), wait ? "1" : "0", channel,
                         text(ticket), text(notAfter)});
    case Call::Release:
        return evaluate(script, m_keys.size(), {token, text(permits), text(notAfter)});
    case Call::Renew:
        break;
    }
    return evaluate(script, 1, {token, text(ttl.count()), text(permits)});
}

QByteArrayList ScriptCalls::snapshotCommand() const
{
    return evaluate(SnapshotText, m_keys.size(), {});
}

QByteArrayList ScriptCalls::postponeCommand(qint64 milliseconds) const
{
    return evaluate(PostponeText, 1, {QByteArray::number(milliseconds)});
}

std::optional<TimedReply> ScriptCalls::decode(Call call, const resp::Value &value)
{
    // Some servers put words of their own in front of a script's error.
    if (value.isError())
        return value.bytes.contains("WRONGTYPE") ? std::optional(TimedReply {wrongType(call), {}})
                                                 : std::nullopt;
    const auto numbers = integers(value);
    if (!numbers)
        return {};
    return call == Call::Acquire ? decodeAcquire(*numbers) : decodePair(call, *numbers);
}

bool ScriptCalls::decodeKey(const QByteArray &type, const QByteArrayList &items, Milliseconds expiry,
                            State &state) const
{
    if (type == "none")
        return true;
    if (type != (m_kind == Kind::Lock ? "string" : "zset")) {
        state.foreign = {true, expiry};
        return true;
    }
    if (m_kind == Kind::Lock) {
        state.holder = {items.value(0), expiry};
        return true;
    }
    Numbers number;
    state.members.expiry = expiry;
    for (qsizetype i = 0; i + 1 < items.size(); i += 2) {
        const auto suffix = items[i].mid(TokenSize);
        if (!suffix.isEmpty() && !suffix.startsWith(':'))
            return false;
        state.members.value.push_back({items[i].left(TokenSize),
                                       suffix.isEmpty() ? 1 : int(number(suffix.mid(1))),
                                       ServerTime(number(items[i + 1]))});
    }
    return number.valid;
}

std::optional<Snapshot> ScriptCalls::decodeSnapshot(const resp::Value &value) const
{
    static const QByteArrayList types {{}, "zset", "hash", "string", "zset", "hash"};
    if (qsizetype(value.elements.size()) != m_keys.size() + 1)
        return {};
    Snapshot snapshot {{}, ServerTime(value.elements[0].integer)};
    auto &state = snapshot.state;
    Numbers number;
    for (qsizetype key = 0; key < m_keys.size(); ++key) {
        const auto &parts = value.elements[std::size_t(key) + 1].elements;
        const auto &type = parts.at(0).bytes;
        const auto expiry = parts.at(1).integer < 0 ? NoExpiry : Milliseconds(parts.at(1).integer);
        QByteArrayList items;
        for (const auto &item : parts.at(2).elements)
            items.append(item.bytes);
        if (key == 0) {
            if (!decodeKey(type, items, expiry, state))
                return {};
            continue;
        }
        if (type == "none")
            continue;
        if (type != types[key])
            return {};
        if (key == 3)
            state.fence.value = number(items.value(0));
        for (qsizetype i = 0; i + 1 < items.size(); i += 2) {
            if (key == 1)
                state.queue.value.push_back({items[i], number(items[i + 1])});
            if (key == 2 && !decodeEntry(items[i], items[i + 1], state.waiters.value.emplace_back()))
                return {};
            if (key == 4)
                state.withdrawn.value.push_back({items[i], ServerTime(number(items[i + 1]))});
            if (key == 5)
                state.fences.value.push_back({items[i], number(items[i + 1])});
        }
        Milliseconds *const expiries[] = {nullptr,
                                          &state.queue.expiry,
                                          &state.waiters.expiry,
                                          &state.fence.expiry,
                                          &state.withdrawn.expiry,
                                          &state.fences.expiry};
        *expiries[key] = expiry;
    }
    return number.valid ? std::optional(snapshot) : std::nullopt;
}

// 'g' token fence ' ' now ' ' lease ' ' permits ' ' kind ' ' K, or 'h' token lease end ' ' now ' ' K, where
// the lease end may be '+' and the milliseconds from now.
std::optional<Published> ScriptCalls::decodeMessage(const QByteArray &channel,
                                                    const QByteArray &payload) const
{
    const bool isGrant = payload.startsWith('g');
    if (!isGrant && !payload.startsWith('h'))
        return {};
    const auto words = payload.mid(1 + TokenSize).split(' ');
    const qsizetype count = isGrant ? 5 : 2;
    if (words.size() < count + 1 || words.mid(count).join(' ') != key()
        || (isGrant && words[4] != (m_kind == Kind::Lock ? "l" : "s")))
        return {};
    Numbers number;
    Published message {.channel = channel,
                       .isGrant = isGrant,
                       .token = payload.mid(1, TokenSize),
                       .now = ServerTime(number(words[1]))};
    if (isGrant) {
        message.fence = number(words[0]);
        message.lease = Milliseconds(number(words[2]));
        message.permits = int(number(words[3]));
    } else {
        const bool isLater = words[0].startsWith('+');
        const ServerTime later = Milliseconds(isLater ? number(words[0].mid(1)) : 0);
        message.leaseEnd = isLater ? message.now + later : ServerTime(number(words[0]));
    }
    return number.valid ? std::optional(message) : std::nullopt;
}
