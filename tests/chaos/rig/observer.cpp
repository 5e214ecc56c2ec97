// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "observer.h"

#include "scripts/keys.h"

namespace chaos {

using redguard::resp::Value;

namespace {

// KEYS: those of each subject, in turn. ARGV: for each its kind and how many keys it has.
// Reply: for each {fences, used, waiting, 1 for a key without expiry, slots}.
constexpr auto Script = R"(
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
local result, at = {}, 1
for i = 1, #ARGV, 2 do
    local kind, count, fences, used, waiting, forever, slots = ARGV[i], tonumber(ARGV[i + 1]), {}, 0, 0, 0, {}
    local K = KEYS[at]
    for k = at, at + count - 1 do
        if redis.call('PTTL', KEYS[k]) == -1 then forever = 1 end
    end
    if kind == 'limiter' then
        local entries = redis.call('ZRANGE', K, 0, -1, 'WITHSCORES')
        for e = 2, #entries, 2 do slots[#slots + 1] = entries[e] end
    elseif kind == 'lock' then
        used, waiting = redis.call('EXISTS', K), redis.call('ZCARD', KEYS[at + 1])
        if used == 1 then fences[1] = redis.call('GET', KEYS[at + 3]) end
    else
        waiting = redis.call('ZCARD', KEYS[at + 1])
        for _, token in ipairs(redis.call('ZRANGEBYSCORE', K, '(' .. now, '+inf')) do
            used = used + 1
            local fence = redis.call('HGET', KEYS[at + 5], token)
            if fence then fences[#fences + 1] = fence end
        end
    end
    result[#result + 1] = { fences, used, waiting, forever, slots }
    at = at + count
end
return result)";

constexpr auto KeyScript = R"(
local found = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
    if redis.call('PTTL', key) == -1 then found[#found + 1] = key end
end
for _, key in ipairs(KEYS) do
    if redis.call('EXISTS', key) == 1 then found[#found + 1] = key end
end
return found)";

QList<qint64> numbersOf(const Value &value)
{
    QList<qint64> numbers;
    for (const Value &element : value.elements)
        numbers.append(element.bytes.toLongLong());
    return numbers;
}

redguard::scripts::Kind kindOf(Subject::Kind kind)
{
    return redguard::scripts::Kind(int(kind));
}

} // namespace

Observer::Observer(ServerLink &link, const QList<Subject> &subjects, QList<Observation> &observations)
    : m_link(link)
    , m_subjects(subjects)
    , m_observations(observations)
{
    QByteArrayList keys;
    QByteArrayList arguments;
    for (const Subject &subject : subjects) {
        const auto own = redguard::scripts::keysOf(subject.name, kindOf(subject.kind));
        keys += own;
        arguments << (subject.kind == Subject::Kind::Lock            ? "lock"
                          : subject.kind == Subject::Kind::Semaphore ? "semaphore"
                                                                     : "limiter")
                  << QByteArray::number(own.size());
    }
    m_command = QByteArrayList {"EVAL", Script, QByteArray::number(keys.size())} + keys + arguments;
    m_timer.setInterval(10);
    connect(&m_timer, &QTimer::timeout, this, &Observer::look);
}

void Observer::look()
{
    if (m_link.isReady() && m_link.unanswered() == 0)
        m_link.send(m_command, [this](const ServerLink::Answer &answer) { looked(answer); });
}

void Observer::looked(const ServerLink::Answer &answer)
{
    // A server that is loading or busy has shown nothing.
    for (std::size_t i = 0; i < answer.value.elements.size() && !answer.value.isError(); ++i) {
        const auto &parts = answer.value.elements[i].elements;
        if (parts.size() != 5)
            continue;
        m_observations.append({answer.before, answer.after, m_subjects.at(qsizetype(i)).name,
                               numbersOf(parts[0]), int(parts[1].integer), int(parts[2].integer),
                               parts[3].integer == 1, numbersOf(parts[4])});
    }
}

void Observer::listKeys(std::function<void(const QByteArrayList &)> then)
{
    QByteArrayList keys;
    for (const Subject &subject : m_subjects)
        keys << subject.name;
    m_link.send(QByteArrayList {"EVAL", KeyScript, QByteArray::number(keys.size())} + keys,
                [then = std::move(then)](const ServerLink::Answer &answer) {
                    QByteArrayList found;
                    for (const Value &element : answer.value.elements)
                        found << element.bytes;
                    if (answer.value.isError())
                        found << answer.value.bytes;
                    then(found);
                });
}

} // namespace chaos
