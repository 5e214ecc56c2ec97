// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "checker.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;
using reference::Milliseconds;
using reference::State;
using sync::Action;
using Phase = sync::Acquisition::Phase;

namespace {

// An alarm and what is posted from it, at their latest.
constexpr Duration AlarmLatency = 2ms;

bool isOutcome(Action action)
{
    return action == Action::TellAcquired || action == Action::TellTimedOut || action == Action::TellCancelled
        || action == Action::TellFailed;
}

bool isEnd(Action action)
{
    return action == Action::TellLost || action == Action::TellReleased;
}

std::string text(const QByteArray &bytes)
{
    return bytes.toStdString();
}

} // namespace

Checker::Checker(World &world)
    : m_world(world)
    , m_newestFence(world.scenario.names.size())
    , m_hasLapsed(world.scenario.names.size())
{
}

void Checker::fail(const char *property, const std::string &what)
{
    if (m_violation.empty())
        m_violation = std::string(property) + ": " + what;
}

Checker::Record &Checker::of(const Request &request)
{
    if (m_records.size() <= std::size_t(request.id()))
        m_records.resize(std::size_t(request.id()) + 1);
    return m_records[std::size_t(request.id())];
}

int Checker::requestOf(const QByteArray &token) const
{
    if (!token.startsWith('T'))
        return -1;
    const auto point = token.indexOf('.');
    return token.mid(1, point < 0 ? -1 : point - 1).toInt();
}

void Checker::started(const Request &request)
{
    Record &record = of(request);
    record.isActive = true;
    record.startedAt = m_world.now();
    const auto wait = request.plan().timeout > 0ms ? request.plan().timeout : m_world.scenario.patience;
    record.waitUntil = request.client().clock().whenShows(after(request.now(), wait));
    m_active.push_back(request.id());
}

void Checker::queued(const Request &request, qint64 ticket)
{
    // Both are times: a ticket older than a grant went with it.
    if (Record &record = of(request); ticket > record.fence)
        record.knownTicket = ticket;
}

void Checker::held(const Request &request)
{
    Record &record = of(request);
    ++m_holdCount;
    record.heldFence = request.machine().fence();
    record.seenDeadline = request.machine().deadline();
    if (request.now() >= request.machine().deadline())
        fail("S5", "a hold begins past its deadline");
    if (!record.isExempt && record.heldFence != record.fence
        && m_world.server.holds(request.plan().name, request.token()))
        fail("S3", "the fence of request " + std::to_string(request.id()) + " is not that of its grant");
}

void Checker::decided(const Request &request, Action action)
{
    Record &record = of(request);
    const std::string who = "request " + std::to_string(request.id());
    const bool isCalm = !m_world.scenario.isFaulty();
    if (isOutcome(action) && ++record.outcomes > 1)
        fail("outcome", who + " has more than one");
    if (isEnd(action) && ++record.ends > 1)
        fail("outcome", "the hold of " + who + " has more than one end");
    if (action == Action::TellFailed && isCalm)
        fail("L", who + " failed though nothing went wrong");
    if (action != Action::TellLost)
        return;
    record.isLossUntold = true;
    record.lossAt = m_world.now();
    const sync::LeaseTerms &terms = request.plan().terms;
    if (isCalm && terms.renewal != Renewal::None && terms.maxHold == Never)
        fail("L", "the hold of " + who + " is renewed, and was lost though nothing went wrong");
}

void Checker::told(const Request &request, Action action)
{
    Record &record = of(request);
    const std::string who = "request " + std::to_string(request.id());
    record.toldOutcomes += isOutcome(action);
    record.toldEnds += isEnd(action);
    if (record.toldOutcomes > record.outcomes || record.toldEnds > record.ends)
        fail("outcome", who + " is told of something twice");
    if (action == Action::TellAcquired)
        record.isAcquired = true;
    if (action == Action::TellLost)
        record.isLossUntold = false;
    const bool isOfHold = isEnd(action) || action == Action::TellRenewed || action == Action::TellAtRisk;
    if (isOfHold && !record.isAcquired)
        fail("outcome", who + " is told of a hold that it never had");
    if (isOfHold && !isEnd(action) && record.toldEnds > 0)
        fail("S5", who + " is told of its hold after the end");
    if (record.isAcquired && request.machine().fence() != record.heldFence)
        fail("S3", "the fence of " + who + " changed");
}

void Checker::ended(const Request &request, Leave how)
{
    Record &record = of(request);
    record.isEnded = true;
    record.isRefusedSilently = how == Leave::Abandon;
}

// What the server gives to another from here on must find the holder told.
void Checker::releaseSent(const Request &request)
{
    if (of(request).isLossUntold)
        fail("S2",
             "the lease of request " + std::to_string(request.id())
                 + " is given back before its loss is told");
}

void Checker::forgotten(const Request &request)
{
    Record &record = of(request);
    std::erase(m_active, request.id());
    record.isActive = false;
    if (record.outcomes != 1 && !(record.outcomes == 0 && record.isRefusedSilently))
        fail("outcome", "request " + std::to_string(request.id()) + " ends without one");
    if (request.hold() && record.ends != 1 && !record.isRefusedSilently)
        fail("outcome", "the hold of request " + std::to_string(request.id()) + " ends without one");
    checkNothingLeft("S8", request);
}

void Checker::closing(const Client &client, const Link &link)
{
    for (const int id : m_active) {
        if (m_world.requestAt(id).plan().client == client.id() && m_world.scenario.refusedPercent == 0)
            m_closing.emplace_back(link.id, id);
    }
}

void Checker::closed(const Link &link)
{
    for (const auto &[id, request] : m_closing) {
        if (id == link.id)
            checkNothingLeft("L6", m_world.requestAt(request));
    }
}

void Checker::checkNothingLeft(const char *property, const Request &request)
{
    const int name = request.plan().name;
    const std::string who = "request " + std::to_string(request.id());
    if (m_world.server.holds(name, request.token()))
        fail(property, who + " is done, and its lease runs");
    for (const auto &place : m_world.server.state(name).queue.value) {
        if (place.token == request.token())
            fail(property, who + " is done, and has its place in the queue");
    }
}

// What was held or granted is gone, and so is the memory of what was withdrawn.
void Checker::serverLost()
{
    for (const auto &request : m_world.requests) {
        Record &record = of(*request);
        const bool isHeld = request->hold() && request->hold()->isHeld(request->now());
        record.hasSeenLoss = record.hasSeenLoss || request->isStarted();
        record.isExempt =
            record.isExempt || isHeld || m_world.server.holds(request->plan().name, request->token());
    }
}

void Checker::published(const reference::Published &message)
{
    if (!m_world.server.isReachable(message.channel))
        fail("S8", "a message goes to nobody");
}

void Checker::changed(int name, const State &before, const State &after, const Cause &cause)
{
    if (cause.isLoss)
        return;
    checkGrants(name, before, after, cause);
    if (cause.command && (after.holder.exists() || after.members.exists()))
        m_hasLapsed[std::size_t(name)] = false;
    checkOwnership(name, before, after, cause);
    checkPlaces(name, after);
    checkDropped(before, after, cause, name);
    checkHandedOver(name, after, cause);
    checkTicket(cause);
    checkExpiries(after);
}

void Checker::checkGrants(int name, const State &before, const State &after, const Cause &cause)
{
    if (!cause.command) {
        // The server has seen to an expiry by itself.
        if (!(before.holder == after.holder && before.members == after.members))
            m_hasLapsed[std::size_t(name)] = true;
        return;
    }
    if (m_world.scenario.names[std::size_t(name)].kind == reference::Kind::Lock) {
        const bool ran = before.holder.expiry >= std::chrono::floor<Milliseconds>(m_world.serverNow());
        if (after.holder.exists() && (after.holder.value != before.holder.value || !ran))
            granted(name, *after.holder.value, after.fence.value.value_or(0), before, after, cause);
        return;
    }
    for (const auto &fence : after.fences.value) {
        if (std::find(before.fences.value.begin(), before.fences.value.end(), fence)
            == before.fences.value.end())
            granted(name, fence.token, fence.fence, before, after, cause);
    }
}

void Checker::granted(int name, const QByteArray &token, qint64 fence, const State &before,
                      const State &after, const Cause &cause)
{
    m_world.note("server      name %d goes to %s, fence %lld", name, token.constData(),
                 static_cast<long long>(fence));
    qint64 &newest = m_newestFence[std::size_t(name)];
    if (fence <= newest)
        fail("S3", "fence " + std::to_string(fence) + " after " + std::to_string(newest));
    newest = fence;
    checkToken(token, "is granted");
    checkTurn(token, before, after, cause);
    checkTold(name);
    const int id = requestOf(token);
    if (id < 0)
        return;
    Record &record = m_records[std::size_t(id)];
    record.fence = fence;
    record.knownTicket = 0;
    const bool byTimer = cause.command->isClaim;
    const bool hadLapsed =
        before.holder.exists() || before.members.exists() || m_hasLapsed[std::size_t(name)];
    if (byTimer && !hadLapsed && m_world.scenario.weather == Weather::Calm)
        fail("L2", "the safety net had to rescue");
}

// Nobody who came later goes first.
void Checker::checkTurn(const QByteArray &token, const State &before, const State &after, const Cause &cause)
{
    const auto ticketIn = [&](const State &state) -> qint64 {
        for (const auto &place : state.queue.value) {
            if (place.token == token)
                return place.ticket;
        }
        return 0;
    };
    qint64 ticket = ticketIn(before);
    if (ticket == 0 && cause.command->token == token)
        ticket = cause.command->ticket;
    for (const auto &place : before.queue.value) {
        const bool stays =
            std::find(after.queue.value.begin(), after.queue.value.end(), place) != after.queue.value.end();
        if (stays && place.token != token && (ticket == 0 || place.ticket < ticket))
            fail("L3", text(token) + " is served before " + text(place.token));
    }
}

// Whoever runs has told of the end of a lease before the server can give it to another.
void Checker::checkTold(int name)
{
    for (const int id : m_active) {
        const Request &request = m_world.requestAt(id);
        const Record &record = m_records[std::size_t(id)];
        const bool holds = request.isHolding() || record.isLossUntold;
        if (request.plan().name != name || !holds || record.isExempt || record.isEnded)
            continue;
        if (request.client().blockedUntil() + AlarmLatency < m_world.now()
            && !m_world.server.holds(name, request.token()))
            fail("S2", "request " + std::to_string(id) + " is not told of its loss when another is granted");
    }
}

void Checker::checkOwnership(int name, const State &before, const State &after, const Cause &cause)
{
    if (cause.isForeign)
        return;
    if (m_world.scenario.names[std::size_t(name)].kind == reference::Kind::Lock)
        checkLockOwnership(before, after, cause);
    else
        checkPermitOwnership(before, after, cause);
}

void Checker::checkLockOwnership(const State &before, const State &after, const Cause &cause)
{
    const bool ran = before.holder.exists()
        && before.holder.expiry >= std::chrono::floor<Milliseconds>(m_world.serverNow());
    const bool isOwn = cause.command && before.holder.value == cause.command->token;
    if (cause.command && cause.command->type == Message::Type::Renew && !(ran && isOwn)
        && after.holder.value == cause.command->token)
        fail("S4", "a renewal brings a lease back");
    if (!ran)
        return;
    if (after.holder.value != before.holder.value
        && !(isOwn && cause.command->type == Message::Type::Release))
        fail("S4", "the lease of " + text(*before.holder.value) + " is ended by another");
    if (after.holder.value != before.holder.value)
        return;
    if (after.holder.expiry < before.holder.expiry)
        fail("S9", "the lease of " + text(*before.holder.value) + " is shortened");
    if (after.holder.expiry > before.holder.expiry && !isOwn)
        fail("S4", "the lease of " + text(*before.holder.value) + " is renewed by another");
}

void Checker::checkPermitOwnership(const State &before, const State &after, const Cause &cause)
{
    const QByteArray own = cause.command ? cause.command->token : QByteArray();
    const bool isRelease = cause.command && cause.command->type == Message::Type::Release;
    for (const auto &member : before.members.value) {
        if (member.end <= m_world.serverNow())
            continue;
        const auto found =
            std::find_if(after.members.value.begin(), after.members.value.end(), [&](const auto &other) {
                return other.token == member.token && other.number == member.number;
            });
        if (found == after.members.value.end()) {
            if (!(isRelease && member.token == own))
                fail("S4", "a permit of " + text(member.token) + " is ended by another");
        } else if (found->end < member.end) {
            fail("S9", "a permit of " + text(member.token) + " is shortened");
        } else if (found->end > member.end && member.token != own) {
            fail("S4", "a permit of " + text(member.token) + " is renewed by another");
        }
    }
}

// What belongs to a request that is done, or to none at all.
void Checker::checkToken(const QByteArray &token, const char *where)
{
    const int id = requestOf(token);
    if (id < 0)
        return;
    const Request &request = m_world.requestAt(id);
    if (request.token() != token)
        fail("S7", text(token) + " " + where + ", though its request has another token by now");
    else if (request.isForgotten() && !m_records[std::size_t(id)].hasSeenLoss)
        fail("S7", text(token) + " " + where + ", though its request is done");
}

void Checker::checkPlaces(int name, const State &after)
{
    const auto &queue = after.queue.value;
    for (auto place = queue.begin(); place != queue.end(); ++place) {
        const auto same = [&](const auto &other) { return other.token == place->token; };
        if (std::find_if(place + 1, queue.end(), same) != queue.end())
            fail("S7", text(place->token) + " has two places");
        if (m_world.server.holds(name, place->token))
            fail("S7", text(place->token) + " holds, and has a place in the queue");
        checkToken(place->token, "waits");
    }
    int used = 0;
    const auto &members = after.members.value;
    for (auto member = members.begin(); member != members.end(); ++member) {
        used += member->end > m_world.serverNow();
        const int id = requestOf(member->token);
        const bool isTwice = std::any_of(member + 1, members.end(), [&](const auto &other) {
            return other.token == member->token && other.number == member->number;
        });
        if (isTwice || (id >= 0 && member->number > m_world.requestAt(id).plan().permits))
            fail("S7", text(member->token) + " has too many permits");
    }
    if (used > m_world.scenario.names[std::size_t(name)].capacity)
        fail("S1", "the server has given more permits than there are");
}

// A place is kept by who can be reached.
void Checker::checkDropped(const State &before, const State &after, const Cause &cause, int name)
{
    if (before.queue.value == after.queue.value)
        return;
    for (const auto &place : before.queue.value) {
        const auto same = [&](const auto &other) { return other.token == place.token; };
        if (std::any_of(after.queue.value.begin(), after.queue.value.end(), same)
            || m_world.server.holds(name, place.token))
            continue;
        const bool isOwn = cause.command && cause.command->type == Message::Type::Release
            && cause.command->token == place.token;
        const auto entry = std::find_if(before.waiters.value.begin(), before.waiters.value.end(), same);
        if (!isOwn && entry != before.waiters.value.end()
            && (entry->channel.isEmpty() || m_world.server.isReachable(entry->channel)))
            fail("L3", text(place.token) + " lost its place though it can be reached");
    }
}

// No script leaves something free to the first of a queue.
void Checker::checkHandedOver(int name, const State &after, const Cause &cause)
{
    using Type = Message::Type;
    if (!cause.command || cause.command->type == Type::Renew || !after.queue.exists())
        return;
    if (cause.command->type == Type::Acquire
        && cause.command->acquired.verdict == sync::AcquireReply::Verdict::TooLate)
        return;
    const int id = requestOf(after.queue.value.front().token);
    if (id >= 0 && m_world.server.freeAt(name, m_world.requestAt(id).plan().permits) <= m_world.now())
        fail("L2", "a place is free, and " + text(after.queue.value.front().token) + " waits");
}

// A waiter that is back has the place it had.
void Checker::checkTicket(const Cause &cause)
{
    if (!cause.command || cause.command->type != Message::Type::Acquire)
        return;
    const int id = requestOf(cause.command->token);
    const auto &reply = cause.command->acquired;
    if (id < 0 || reply.verdict != sync::AcquireReply::Verdict::Waits || !cause.command->waits)
        return;
    const qint64 known = m_records[std::size_t(id)].knownTicket;
    const bool isStray = m_world.requestAt(id).isCrashed() || m_world.isStray(*cause.command);
    if (known != 0 && known < reply.place.ticket && !isStray)
        fail("L3", text(cause.command->token) + " is back with a later ticket");
}

void Checker::checkExpiries(const State &after)
{
    bool isKept = true;
    for (const auto &member : after.members.value)
        isKept = isKept && after.members.expiry != reference::NoExpiry
            && after.members.expiry >= std::chrono::floor<Milliseconds>(member.end);
    for (const auto &tombstone : after.withdrawn.value)
        isKept = isKept && after.withdrawn.expiry != reference::NoExpiry
            && after.withdrawn.expiry >= std::chrono::floor<Milliseconds>(tombstone.notAfter);
    const auto hasEnd = [](const auto &key) { return !key.exists() || key.expiry != reference::NoExpiry; };
    if (!isKept || !hasEnd(after.holder) || !hasEnd(after.queue) || !hasEnd(after.waiters)
        || !hasEnd(after.fence) || !hasEnd(after.fences))
        fail("S9", "a key expires never, or before what is in it");
    if (after.queue.exists() && after.holder.exists() && after.queue.expiry < after.holder.expiry)
        fail("S9", "a queue expires before the lease that it waits for");
}

void Checker::stepped()
{
    for (const int id : m_active) {
        Record &record = m_records[std::size_t(id)];
        const Request &request = m_world.requestAt(id);
        if (request.isCrashed())
            continue;
        checkHold(request, record);
        checkWait(request, record);
    }
    std::erase_if(m_active, [this](int id) { return m_world.requestAt(id).isCrashed(); });
    for (int name = 0; name < m_world.server.nameCount(); ++name)
        checkName(name);
}

void Checker::checkHold(const Request &request, Record &record)
{
    const bool isAwake = request.client().blockedUntil() + AlarmLatency < m_world.now();
    if (record.isLossUntold && isAwake && record.lossAt + AlarmLatency < m_world.now())
        fail("S2", "request " + std::to_string(request.id()) + " is not told of its loss");
    const std::optional<Hold> &hold = request.hold();
    if (!hold)
        return;
    const Instant local = request.now();
    record.hasCeased = record.hasCeased || record.seenDeadline <= local;
    record.seenDeadline = hold->deadline;
    if (!hold->isHeld(local)) {
        record.hasCeased = true;
        if (isAwake && request.isHolding() && !record.isEnded
            && request.client().clock().whenShows(hold->deadline) + AlarmLatency < m_world.now())
            fail("S2", "request " + std::to_string(request.id()) + " does not notice the end of its lease");
        return;
    }
    if (record.isEnded)
        fail("S2", "request " + std::to_string(request.id()) + " holds after its release");
    if (record.hasCeased)
        fail("S5", "the hold of request " + std::to_string(request.id()) + " comes back");
    if (record.isExempt)
        return;
    if (m_world.server.heldUntil(request.plan().name, request.token(), request.plan().permits)
        < request.client().clock().whenShows(hold->deadline))
        fail("S2",
             "request " + std::to_string(request.id())
                 + " believes in a lease beyond what the server has for it");
}

void Checker::checkWait(const Request &request, Record &record)
{
    if (!request.isWaiting())
        return;
    const Instant latest = std::max(record.waitUntil, request.client().blockedUntil());
    if (record.waitUntil != Never && latest + AlarmLatency < m_world.now())
        fail("L5", "request " + std::to_string(request.id()) + " waits longer than its timeout");
    // What the server knows of who believes to be in its queue.
    const auto &queue = m_world.server.state(request.plan().name).queue.value;
    const bool isKnown = request.machine().phase() != Phase::Queued
        || request.client().healthySince() > m_world.now()
        || m_world.server.holds(request.plan().name, request.token())
        || std::any_of(queue.begin(), queue.end(),
                       [&](const auto &place) { return place.token == request.token(); });
    if (isKnown)
        record.missingSince = Never;
    else if (record.missingSince == Never)
        record.missingSince = m_world.now();
    else if (record.missingSince + noticeBound(request) < m_world.now())
        fail("L4",
             "request " + std::to_string(request.id()) + " is no longer in the queue, and does not notice");
}

void Checker::checkName(int name)
{
    int used = 0;
    for (const int id : m_active) {
        const Request &request = m_world.requestAt(id);
        if (request.plan().name == name && request.hold() && !m_records[std::size_t(id)].isExempt
            && request.hold()->isHeld(request.now()))
            used += request.plan().permits;
    }
    for (const Foreigner &foreigner : m_world.foreigners) {
        if (foreigner.name() == name && foreigner.isHolding(m_world.now()))
            ++used;
    }
    if (used > m_world.scenario.names[std::size_t(name)].capacity)
        fail("S1", "more is held of name " + std::to_string(name) + " than there is");
    checkStarvation(name);
}

Duration Checker::starvationBound(bool isHeadWell) const
{
    const Scenario &plan = m_world.scenario;
    if (isHeadWell && !plan.isFaulty())
        return 3 * plan.mostDelay + plan.drift.longer(12s) - 12s + 30ms;
    return 12s + 3 * plan.worstDelay() + plan.patience;
}

// Who is told of the loss of all keys asks at once for all; a grant that lapsed is in the post.
Duration Checker::noticeBound(const Request &request) const
{
    const bool listens = m_world.scenario.clients[std::size_t(request.plan().client)].listens;
    if (!listens || m_world.scenario.refusedPercent > 0)
        return starvationBound(false);
    return 6 * m_world.scenario.worstDelay() + 100ms;
}

// Something is free, and somebody who is connected and awake does not get it.
void Checker::checkStarvation(int name)
{
    const auto &queue = m_world.server.state(name).queue.value;
    const int head = queue.empty() ? -1 : requestOf(queue.front().token);
    for (const int id : m_active) {
        const Request &request = m_world.requestAt(id);
        if (request.plan().name != name || !request.isWaiting())
            continue;
        const bool isHead = id == head;
        const Instant wellSince = request.client().healthySince();
        if ((head >= 0 && !isHead && !m_world.scenario.isFaulty()) || wellSince > m_world.now())
            continue;
        const Instant since = std::max({m_world.server.freeAt(name, request.plan().permits), wellSince,
                                        m_records[std::size_t(id)].startedAt});
        if (since < m_world.now() && m_world.now() - since > starvationBound(isHead))
            fail("L1",
                 "request " + std::to_string(id) + " waits though there is something free since "
                     + std::to_string((m_world.now() - since) / 1ms) + " ms");
    }
}

bool Checker::isAllDone() const
{
    return m_active.empty();
}

// Everybody has given everything back, and all that was under way has arrived.
void Checker::stopped()
{
    if (!isAllDone())
        fail("S8", "request " + std::to_string(m_active.front()) + " does not end");
    for (const auto &request : m_world.requests) {
        const Record &record = of(*request);
        if (!request->isCrashed()
            && (record.toldOutcomes != record.outcomes || record.toldEnds != record.ends))
            fail("outcome", "request " + std::to_string(request->id()) + " is never told");
    }
    m_world.server.expire(m_world.serverNow());
    bool hadCrash = false;
    for (const auto &request : m_world.requests)
        hadCrash = hadCrash || request->isCrashed();
    for (int name = 0; name < m_world.server.nameCount() && !hadCrash; ++name) {
        const State &state = m_world.server.state(name);
        const bool isFree = !state.holder.exists() || !state.holder.value->startsWith('T');
        if (!isFree || state.members.exists() || state.queue.exists() || state.waiters.exists())
            fail("S8", "something is left behind of name " + std::to_string(name));
    }
    m_world.server.expire(m_world.serverNow() + std::chrono::hours(2));
    for (int name = 0; name < m_world.server.nameCount(); ++name) {
        const State &state = m_world.server.state(name);
        if (state.holder.exists() || state.members.exists() || state.queue.exists() || state.waiters.exists()
            || state.withdrawn.exists())
            fail("S9", "something of name " + std::to_string(name) + " is there hours later");
    }
}

} // namespace redguard::sim
