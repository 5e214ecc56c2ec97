// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "observer.h"

#include "scripts/keys.h"

namespace chaos {

using redguard::resp::Value;

namespace {

// KEYS: those of a subject. ARGV: its kind. Reply: {fences, used, waiting, 1 for a key without expiry,
// slots}.
constexpr auto Script = R"(
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
local K, kind, fences, used, waiting, forever, slots = KEYS[1], ARGV[1], {}, 0, 0, 0, {}
for _, key in ipairs(KEYS) do
    if redis.call('PTTL', key) == -1 then forever = 1 end
end
if kind == 'limiter' then
    local entries = redis.call('ZRANGE', K, 0, -1, 'WITHSCORES')
    for e = 2, #entries, 2 do slots[#slots + 1] = entries[e] end
elseif kind == 'lock' then
    used, waiting = redis.call('EXISTS', K), redis.call('ZCARD', KEYS[2])
    if used == 1 then fences[1] = redis.call('GET', KEYS[4]) end
else
    waiting = redis.call('ZCARD', KEYS[2])
    for _, token in ipairs(redis.call('ZRANGEBYSCORE', K, '(' .. now, '+inf')) do
        used = used + 1
        local fence = redis.call('HGET', KEYS[6], token)
        if fence then fences[#fences + 1] = fence end
    end
end
return { fences, used, waiting, forever, slots })";

// ARGV: names. Reply: those that are there, and any key without an expiry.
constexpr auto KeyScript = R"(
local names, found = {}, {}
for _, name in ipairs(ARGV) do names[name] = true end
for _, key in ipairs(redis.call('KEYS', '*')) do
    if names[key] or redis.call('PTTL', key) == -1 then found[#found + 1] = key end
end
return found)";

QList<qint64> numbersOf(const Value &value)
{
    QList<qint64> numbers;
    for (const Value &element : value.elements)
        numbers.append(element.bytes.toLongLong());
    return numbers;
}

QByteArrayList commandOf(const Subject &subject)
{
    using Kind = Subject::Kind;
    const auto keys = redguard::scripts::keysOf(subject.name, redguard::scripts::Kind(int(subject.kind)));
    const QByteArray kind = subject.kind == Kind::Lock ? "lock"
        : subject.kind == Kind::Semaphore              ? "semaphore"
                                                       : "limiter";
    return QByteArrayList {"EVAL", Script, QByteArray::number(keys.size())} + keys + QByteArrayList {kind};
}

// Of "MOVED 3999 host:port" and of "ASK 3999 host:port".
quint16 portOf(const Value &error)
{
    return error.bytes.mid(error.bytes.lastIndexOf(':') + 1).toUShort();
}

} // namespace

Observer::Observer(Deployment &deployment, const QList<Subject> &subjects, QList<Observation> &observations)
    : m_deployment(deployment)
    , m_observations(observations)
{
    for (const Subject &subject : subjects)
        m_views.push_back({subject.name, commandOf(subject)});
    m_timer.setInterval(10);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        for (View &view : m_views) {
            if (!view.isOpen)
                look(view);
        }
    });
}

bool Observer::isIdle() const
{
    return std::none_of(m_views.begin(), m_views.end(), [](const View &view) { return view.isOpen; });
}

Task Observer::look(View &view)
{
    view.isOpen = true;
    const Node *const asked = &m_deployment.serverOf(view.name);
    ServerLink::Answer answer = co_await m_deployment.serverOf(view.name).eye().ask(view.command);
    const QByteArray prefix = answer.value.errorPrefix().toByteArray();
    Node *const other =
        prefix == "MOVED" || prefix == "ASK" ? m_deployment.serverAt(portOf(answer.value)) : nullptr;
    if (other) {
        if (prefix == "ASK")
            other->eye().send({"ASKING"});
        answer = co_await other->eye().ask(view.command);
        note(view.name, answer);
    } else if (asked == &m_deployment.serverOf(view.name)) { // or it has not been the one since some time
        note(view.name, answer);
    }
    view.isOpen = false;
}

// A server that is loading, or busy, or has some of the keys, has shown nothing.
void Observer::note(const QByteArray &name, const ServerLink::Answer &answer)
{
    const auto &parts = answer.value.elements;
    if (parts.size() == 5)
        m_observations.append({answer.before, answer.after, name, numbersOf(parts[0]), int(parts[1].integer),
                               int(parts[2].integer), parts[3].integer == 1, numbersOf(parts[4])});
}

void Observer::listKeys(const std::function<void(const QByteArrayList &)> &then)
{
    QByteArrayList command {"EVAL", KeyScript, "0"};
    for (const View &view : m_views)
        command << view.name;
    listKeys(command, then);
}

Task Observer::listKeys(QByteArrayList command, std::function<void(const QByteArrayList &)> then)
{
    QByteArrayList found;
    const auto servers = m_deployment.servers();
    for (Node *server : servers) {
        const ServerLink::Answer answer = co_await server->eye().ask(command);
        for (const Value &element : answer.value.elements)
            found << element.bytes;
        if (answer.value.isError())
            found << answer.value.bytes;
    }
    then(found);
}

} // namespace chaos
