// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "differential.h"

#include "describe.h"

#include <algorithm>

using namespace redguard;
using namespace redguard::reference;
using namespace std::chrono_literals;

namespace {

const QByteArray Marker("marker");
const QByteArray SteadyChannel("redguard:5");
const QByteArray FlappingChannel("redguard:f1a");
const QByteArray DeadChannel("redguard:dead");
constexpr qint64 Hour = 3'600'000;

// Tokens are any bytes, as long as they are sixteen.
const QByteArrayList Tokens {
    "token-a-........", "token-b-    2 3 ", QByteArray("token-c-\0\r\n\n\xff\xfe:2", 16),
    "token-d-:2:3:4:5", "token-e-%s%d{}[]", QByteArray(16, '\0'),
};

Milliseconds wholeMilliseconds(ServerTime time)
{
    return std::chrono::floor<Milliseconds>(time);
}

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

// Redis keeps no order in a hash, and another one in a set.
State sorted(State state)
{
    const auto byToken = [](const auto &left, const auto &right) { return left.token < right.token; };
    std::sort(state.members.value.begin(), state.members.value.end(),
              [](const auto &left, const auto &right) {
                  return std::tie(left.token, left.number) < std::tie(right.token, right.number);
              });
    std::sort(state.waiters.value.begin(), state.waiters.value.end(), byToken);
    std::sort(state.withdrawn.value.begin(), state.withdrawn.value.end(), byToken);
    std::sort(state.fences.value.begin(), state.fences.value.end(), byToken);
    return state;
}

// The expected value, made the actual one where that is within what the passing time allows.
template <typename T, typename Slack>
void allow(T &expected, T actual, Slack earlier, Slack later)
{
    if (actual >= expected - earlier && actual <= expected + later)
        expected = actual;
}

void allowExpiries(State &expected, const State &actual, Milliseconds earlier, Milliseconds later)
{
    const auto allowed = [earlier, later](auto &key, const auto &found) {
        if (key.expiry != NoExpiry)
            allow(key.expiry, found.expiry, earlier, later);
    };
    allowed(expected.holder, actual.holder);
    allowed(expected.members, actual.members);
    allowed(expected.foreign, actual.foreign);
    allowed(expected.queue, actual.queue);
    allowed(expected.waiters, actual.waiters);
    allowed(expected.fence, actual.fence);
    allowed(expected.withdrawn, actual.withdrawn);
    allowed(expected.fences, actual.fences);
}

Reply apply(Server &server, const Operation &operation, ServerTime now)
{
    const auto &arguments = operation.arguments;
    switch (operation.call) {
    case Call::Acquire:
        return server.acquire(arguments, now);
    case Call::Release:
        return server.release(arguments.token, arguments.permits, arguments.notAfter, now);
    case Call::Renew:
        break;
    }
    return server.renew(arguments.token, arguments.ttl, arguments.permits, now);
}

QByteArray describe(const std::vector<Published> &messages)
{
    QByteArrayList lines;
    for (const auto &message : messages)
        lines += "    " + ::describe(message);
    return lines.join('\n');
}

} // namespace

Differential::Differential(PlainClient &client, PlainClient &listener, Kind kind, quint32 seed)
    : m_client(client)
    , m_listener(listener)
    , m_calls(kind, "{name}:of-a-" + number(seed))
    , m_reference(kind, [this](const QByteArray &channel) { return m_subscribed.contains(channel); })
    , m_dice(seed)
    , m_tokens(Tokens.mid(0, 3 + qsizetype(below(4))))
    , m_capacity(1 + int(below(5)))
{
    setSubscribed(Marker, true);
    setSubscribed(SteadyChannel, true);
    setSubscribed(FlappingChannel, true);
}

QByteArray Differential::run(int steps)
{
    m_client.command({"FLUSHALL"});
    m_now = ServerTime(m_client.command({"EVAL", "return redis.call('TIME')[1] * 1000000", "0"}).integer);
    for (int i = 0; i < steps; ++i) {
        const auto difference = step();
        if (!difference.isEmpty())
            return "step " + number(i) + ' ' + difference;
    }
    return {};
}

QByteArray Differential::step()
{
    if (oneIn(12))
        setSubscribed(FlappingChannel, oneIn(2));
    const auto operation = randomOperation();
    const auto before = m_reference.state();
    Observed observed;
    if (!execute(operation, observed))
        return ::describe(operation) + "\n  is answered: " + m_problem;
    const auto difference = compare(operation, observed);
    if (!difference.isEmpty())
        return ::describe(operation) + "\n  before\n" + ::describe(sorted(before)) + difference;
    m_reference.setState(observed.tampered.state);
    m_now = observed.tampered.now;
    return {};
}

bool Differential::execute(const Operation &operation, Observed &observed)
{
    QList<QByteArrayList> commands {m_calls.command(operation), m_calls.snapshotCommand()};
    commands += randomInterference();
    commands += m_calls.postponeCommand(Hour + below(3 * Hour));
    commands += m_calls.snapshotCommand();
    commands += {"PUBLISH", Marker, number(++m_marker)};

    m_client.send({"MULTI"});
    for (const auto &command : commands)
        m_client.send(command);
    m_client.send({"EXEC"});
    for (qsizetype i = 0; i <= commands.size(); ++i)
        m_client.read();
    const auto value = m_client.read();
    m_problem = ::describe(value);
    if (qsizetype(value.elements.size()) != commands.size())
        return false;

    const auto reply = ScriptCalls::decode(operation.call, value.elements[0]);
    const auto after = m_calls.decodeSnapshot(value.elements[1]);
    const auto tampered = m_calls.decodeSnapshot(value.elements[value.elements.size() - 2]);
    if (!reply || !after || !tampered)
        return false;
    observed = {*reply, *after, *tampered, {}};
    return receive(observed);
}

bool Differential::receive(Observed &observed)
{
    while (true) {
        const auto pushed = m_listener.read();
        if (pushed.elements.size() != 3) {
            m_problem = ::describe(pushed);
            return false;
        }
        const auto &channel = pushed.elements[1].bytes;
        const auto &payload = pushed.elements[2].bytes;
        if (channel == Marker)
            return payload == number(m_marker);
        const auto message = m_calls.decodeMessage(channel, payload);
        if (!message) {
            m_problem = ::describe(pushed);
            return false;
        }
        observed.messages.push_back(*message);
    }
}

QByteArray Differential::compare(const Operation &operation, Observed &observed)
{
    const bool failed = observed.reply.now == 0us;
    const ServerTime now = failed ? observed.after.now : observed.reply.now;
    const auto slack = wholeMilliseconds(observed.after.now) - wholeMilliseconds(now);
    auto reply = apply(m_reference, operation, now);
    auto messages = m_reference.published();
    count(reply, messages);

    // The end of a lock's lease is computed from what is left of it when the script asks.
    const auto earlier = m_calls.kind() == Kind::Lock ? ServerTime(slack) : 0us;
    const auto *found = std::get_if<AcquireReply>(&observed.reply.reply);
    if (auto *expected = std::get_if<AcquireReply>(&reply); expected && found)
        allow(expected->leaseEnd, found->leaseEnd, earlier, 0us);
    for (std::size_t i = 0; i < std::min(messages.size(), observed.messages.size()); ++i)
        allow(messages[i].leaseEnd, observed.messages[i].leaseEnd, earlier, 0us);

    const auto actual = sorted(observed.after.state);
    const bool keyIsGone = !actual.holder.exists() && !actual.members.exists() && !actual.foreign.exists();
    if (keyIsGone && m_reference.keyExpiry() < wholeMilliseconds(observed.after.now))
        m_reference.deleteKey();
    auto state = sorted(m_reference.state());
    // An error does not say when the script ran: between the last look at the keys and this one. What it
    // rounded up may be a millisecond more than now.
    const auto span = wholeMilliseconds(now) - wholeMilliseconds(m_now);
    allowExpiries(state, actual, failed ? span : 0ms, slack + (failed ? 1ms : 0ms));

    QByteArray difference;
    if (reply != observed.reply.reply)
        difference += "\n  reply " + ::describe(observed.reply.reply) + "\n  expected " + ::describe(reply);
    if (messages != observed.messages) {
        difference += "\n  messages\n" + describe(observed.messages);
        difference += "\n  expected\n" + describe(messages);
    }
    if (state != actual)
        difference += "\n  state\n" + ::describe(actual) + "\n  expected\n" + ::describe(state);
    if (!difference.isEmpty())
        difference += "\n  at " + number(now.count()) + ", within " + number(slack.count()) + " ms";
    return difference;
}

void Differential::count(const Reply &reply, const std::vector<Published> &messages)
{
    static constexpr const char *acquireNames[] = {"queued", "held", "too late", "acquire of a wrong type"};
    static constexpr const char *releaseNames[] = {"not held", "released", "release of a wrong type"};
    static constexpr const char *renewNames[] = {"gone", "extended", "taken over", "renewal of a wrong type"};
    if (const auto *acquire = std::get_if<AcquireReply>(&reply)) {
        ++m_seen[acquireNames[int(acquire->code)]];
        if (acquire->entered)
            ++m_seen["entered"];
        if (acquire->leaseEnd == ServerTime(-1))
            ++m_seen["end not known"];
        if (acquire->code == AcquireReply::Code::Queued && acquire->ticket == 0)
            ++m_seen["refused"];
    } else if (const auto *release = std::get_if<ReleaseReply>(&reply)) {
        ++m_seen[releaseNames[int(*release)]];
    } else {
        ++m_seen[renewNames[int(std::get<RenewReply>(reply))]];
    }
    for (const auto &message : messages)
        ++m_seen[message.isGrant ? "grant" : "head"];
    if (messages.size() > 1)
        ++m_seen["several messages"];
}

void Differential::setSubscribed(const QByteArray &channel, bool subscribed)
{
    m_listener.command({subscribed ? "SUBSCRIBE" : "UNSUBSCRIBE", channel});
    if (subscribed)
        m_subscribed.insert(channel);
    else
        m_subscribed.remove(channel);
}

Operation Differential::randomOperation()
{
    static const QList<Milliseconds> ttls {700ms, 1500ms, 2s, 5s, 30min, 3h, 30h};
    static const QByteArrayList channels {
        SteadyChannel, SteadyChannel, SteadyChannel, FlappingChannel, DeadChannel, DeadChannel, {}};
    Operation operation;
    const auto kind = below(100);
    operation.call = kind < 58 ? Call::Acquire : kind < 86 ? Call::Release : Call::Renew;
    auto &arguments = operation.arguments;
    arguments.token = operation.call == Call::Acquire ? oneOf(m_tokens) : knownToken();
    arguments.ttl = oneOf(ttls);
    arguments.permits = oneIn(2) ? 1 : 1 + int(below(3));
    arguments.capacity = oneIn(6) ? arguments.permits + int(below(5)) - 1 : m_capacity;
    arguments.wait = !oneIn(5);
    arguments.channel = oneOf(channels);
    arguments.ticket = oneIn(3) ? randomTicket() : 0;
    // Some are copies of what was sent before.
    arguments.notAfter = m_now + (oneIn(25) ? -1h : oneIn(4) ? 19h : 20h);
    if (operation.call == Call::Release)
        arguments.notAfter = oneIn(5) ? randomTime() : 0us;
    return operation;
}

// Mostly one that holds, or the first that waits.
QByteArray Differential::knownToken()
{
    const auto &state = m_reference.state();
    QByteArrayList known;
    if (state.holder.exists())
        known.append(*state.holder.value);
    for (const auto &member : state.members.value)
        known.append(member.token);
    if (state.queue.exists())
        known.append(state.queue.value.front().token);
    return known.isEmpty() || oneIn(4) ? oneOf(m_tokens) : oneOf(known);
}

ServerTime Differential::randomTime()
{
    return m_now + std::chrono::minutes((1 + int(below(600))) * (oneIn(2) ? 1 : -1));
}

// Of those that there were, so that some meet.
qint64 Differential::randomTicket()
{
    if (m_tickets.isEmpty() || oneIn(4))
        m_tickets.append(oneIn(4) ? 1 + below(5) : randomTime().count());
    return oneOf(m_tickets);
}

QList<QByteArrayList> Differential::randomInterference()
{
    const bool isForeign = m_reference.state().foreign.exists();
    if (isForeign && oneIn(2))
        return {{"DEL", m_calls.key()}};
    if (oneIn(120))
        return {{"FLUSHALL"}};
    switch (below(10)) {
    case 0:
    case 1:
        return interferenceWithKey();
    case 2:
        return interferenceWithHelpers();
    default:
        return {};
    }
}

// What a Python client, an administrator, or the passing time does to K.
QList<QByteArrayList> Differential::interferenceWithKey()
{
    const auto &key = m_calls.key();
    const auto &token = oneOf(m_tokens);
    const auto away = number(Hour + below(40 * Hour));
    switch (below(12)) {
    case 0:
        return {{"DEL", key}, {"RPUSH", key, "x"}, {"PEXPIRE", key, away}};
    case 1:
        return {{"PERSIST", key}};
    case 2:
        return {{"PEXPIRE", key, away}};
    case 3:
    case 4:
        return {{"DEL", key}};
    case 5:
        if (m_calls.kind() == Kind::Semaphore)
            return {{"DEL", key}, {"SET", key, token, "PX", away}};
        return {{"DEL", key}, {"ZADD", key, "1", token}};
    default:
        break;
    }
    if (m_calls.kind() == Kind::Semaphore) {
        const auto score = number(randomTime().count());
        return oneIn(2) ? QList<QByteArrayList> {{"ZADD", key, score, token}}
                        : QList<QByteArrayList> {{"ZADD", key, "XX", score, token}};
    }
    return oneIn(3) ? QList<QByteArrayList> {{"SET", key, token}}
                    : QList<QByteArrayList> {{"SET", key, token, "PX", away}};
}

// What eviction, an administrator, or an older client does to the rest.
QList<QByteArrayList> Differential::interferenceWithHelpers()
{
    const auto &token = oneOf(m_tokens);
    const auto &helper = m_calls.keys().at(1 + qsizetype(below(quint32(m_calls.keys().size()) - 1)));
    switch (below(8)) {
    case 0:
        return {{"DEL", helper}};
    case 1:
        return {{"PEXPIRE", helper, number(Hour / 2 + below(40 * Hour))}};
    case 2:
        return {{"HDEL", m_calls.waiters(), token}};
    case 3:
        return {{"ZADD", m_calls.queue(), number(randomTicket()), token}};
    case 4:
        return {{"SET", m_calls.fence(), number(randomTime().count())}};
    case 5:
        return {{"ZADD", m_calls.withdrawn(), number(randomTime().count()), token}};
    default:
        return {{"DEL", m_calls.withdrawn()}};
    }
}
