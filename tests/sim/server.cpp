// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "server.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;
using reference::Kind;

namespace {

ServerTime endOf(reference::Milliseconds expiry)
{
    return expiry + 1ms;
}

} // namespace

Server::Server(World &world, const std::vector<NamePlan> &names)
    : m_world(world)
{
    for (const NamePlan &plan : names) {
        const auto reachable = [this](const QByteArray &channel) {
            return m_world.has(Bug::GrantToNobody) || isReachable(channel);
        };
        m_names.push_back({plan, reference::Server(plan.kind, reachable), {}, {}, {}});
    }
}

bool Server::isReachable(const QByteArray &channel) const
{
    if (channel.isEmpty())
        return false;
    const Link &link = m_world.network.link(channel.mid(1).toInt());
    return link.isOpenAtServer && link.isSubscribed;
}

void Server::arrived(int id)
{
    const auto message = m_world.network.arrivedAtServer(id);
    Link &link = m_world.network.link(id);
    if (!message || !link.isOpenAtServer)
        return;
    Message reply = *message;
    if (reply.type == Message::Type::Closed) {
        m_world.checker.closed(link);
        link.isOpenAtServer = link.isSubscribed = false;
        link.isTracking = {};
        return;
    }
    execute(link, reply);
}

void Server::execute(Link &link, Message &message)
{
    using Type = Message::Type;
    message.time = m_world.serverNow();
    m_pushes.clear();
    message.isRefused = message.type >= Type::Acquire && m_world.scenario.refusedPercent > 0
        && !m_world.isStopping() && m_world.random.chance(m_world.scenario.refusedPercent);
    if (message.type == Type::Hello) {
        link.isSubscribed = message.waits;
    } else if (message.type == Type::Watch && !message.isRefused) {
        watch(link, message);
    } else if (message.type >= Type::Acquire && !message.isRefused) {
        Name &name = at(message.name);
        const reference::State before = name.before;
        if (message.type == Type::Acquire)
            acquire(link, message);
        else if (message.type == Type::Release)
            release(message);
        else
            renew(message);
        spoil(name, message, before);
        m_world.describe(message, "server <-", link.connection / 2);
        settled(message.name, {&message});
    }
    const auto pushes = std::exchange(m_pushes, {});
    const auto push = [&](bool own) {
        for (const auto &[target, pushed] : pushes) {
            if ((target == link.id) == own)
                m_world.network.sendDown(m_world.network.link(target), Message(pushed));
        }
    };
    if (m_world.scenario.pushComesFirst)
        push(true);
    m_world.network.sendDown(link, Message(message));
    if (!m_world.scenario.pushComesFirst)
        push(true);
    push(false);
}

void Server::acquire(Link &link, Message &message)
{
    using Code = reference::AcquireReply::Code;
    using Verdict = sync::AcquireReply::Verdict;
    Name &name = at(message.name);
    reference::AcquireArguments arguments;
    arguments.token = message.token;
    arguments.ttl = message.ttl;
    arguments.permits = message.permits;
    arguments.capacity = name.plan.capacity + (m_world.has(Bug::OverCapacity) ? 1 : 0);
    arguments.wait = message.waits;
    arguments.channel = link.isSubscribed ? link.channel : QByteArray();
    arguments.ticket = message.ticket;
    arguments.notAfter = message.notAfter;
    const reference::State &state = name.reference.state();
    std::optional<reference::State> kept;
    if (m_world.has(Bug::Barging) && state.queue.exists()
        && freeAt(message.name, message.permits) <= m_world.now()) {
        kept = state;
        reference::State withoutQueue = state;
        withoutQueue.queue = {};
        name.reference.setState(withoutQueue);
    }
    const auto reply = name.reference.acquire(arguments, m_world.serverNow());
    if (kept) {
        reference::State merged = name.reference.state();
        merged.queue = kept->queue;
        std::erase_if(merged.queue.value, [&](const auto &place) { return place.token == message.token; });
        name.reference.setState(merged);
    }
    publish(name, message.name);
    message.acquired.verdict = reply.code == Code::Held ? Verdict::Held
        : reply.code == Code::Queued                    ? Verdict::Waits
                                                        : Verdict::TooLate;
    message.acquired.fence = reply.fence;
    message.acquired.place = {reply.ticket, reply.position, reply.leaseEnd, reply.entered};
}

void Server::release(Message &message)
{
    Name &name = at(message.name);
    if (m_world.has(Bug::ReleaseWithoutCompare) && name.plan.kind == Kind::Lock)
        name.reference.deleteKey();
    if (m_world.has(Bug::ReleaseWithoutHandOver)) {
        reference::State state = name.reference.state();
        const auto queue = std::exchange(state.queue, {});
        std::erase_if(state.queue.value, [&](const auto &place) { return place.token == message.token; });
        name.reference.setState(state);
        message.wasHeld =
            name.reference.release(message.token, message.permits, message.notAfter, m_world.serverNow())
            == reference::ReleaseReply::Held;
        state = name.reference.state();
        state.queue = queue;
        std::erase_if(state.queue.value, [&](const auto &place) { return place.token == message.token; });
        name.reference.setState(state);
        return;
    }
    message.wasHeld =
        name.reference.release(message.token, message.permits, message.notAfter, m_world.serverNow())
        == reference::ReleaseReply::Held;
    publish(name, message.name);
}

void Server::renew(Message &message)
{
    Name &name = at(message.name);
    const auto reply = name.reference.renew(message.token, message.ttl, message.permits, m_world.serverNow());
    message.renewed = reply == reference::RenewReply::Extended ? sync::RenewReply::Extended
        : reply == reference::RenewReply::TakenOver            ? sync::RenewReply::TakenOver
                                                               : sync::RenewReply::Gone;
    const auto expiry = std::chrono::floor<reference::Milliseconds>(m_world.serverNow()) + message.ttl;
    if (m_world.has(Bug::RenewalRecreates) && name.plan.kind == Kind::Lock
        && reply == reference::RenewReply::Gone) {
        name.reference.setHolder(message.token, expiry);
        message.renewed = sync::RenewReply::Extended;
    }
    if (m_world.has(Bug::RenewalOfAnothers) && reply == reference::RenewReply::TakenOver) {
        name.reference.setHolder(*name.reference.state().holder.value, expiry);
        message.renewed = sync::RenewReply::Extended;
    }
    if (m_world.has(Bug::RenewalShortens) && name.plan.kind == Kind::Lock
        && reply == reference::RenewReply::Extended)
        name.reference.setHolder(message.token, expiry);
}

// Faults of scripts that show in what they leave behind.
void Server::spoil(Name &name, const Message &message, const reference::State &before)
{
    reference::State state = name.reference.state();
    if (m_world.has(Bug::ExpirySetOnce)) {
        if (before.members.exists() && state.members.exists()
            && before.members.expiry >= std::chrono::floor<reference::Milliseconds>(m_world.serverNow()))
            state.members.expiry = before.members.expiry;
    } else if (m_world.has(Bug::GrantKeepsPlace)) {
        for (const auto &published : name.reference.published()) {
            if (published.isGrant)
                state.queue.value.insert(state.queue.value.begin(), {published.token, 1});
        }
    } else if (m_world.has(Bug::FenceFromClockOfSeconds)) {
        if (state.fence.value != before.fence.value
            && message.acquired.verdict == sync::AcquireReply::Verdict::Held)
            state.fence.value = *state.fence.value / 1'000'000 * 1'000'000;
    } else {
        return;
    }
    name.reference.setState(state);
}

void Server::watch(Link &link, Message &message)
{
    at(message.name).reference.expire(m_world.serverNow());
    settled(message.name, {});
    link.isTracking[message.name] = link.isSubscribed;
    const reference::State &state = at(message.name).reference.state();
    if (at(message.name).plan.kind == Kind::Semaphore)
        message.number = int(state.members.value.size());
    else if (!state.holder.exists())
        message.number = -2;
    else
        message.number =
            int((state.holder.expiry - std::chrono::floor<reference::Milliseconds>(message.time)).count());
}

void Server::publish(Name &name, int id)
{
    for (const auto &published : name.reference.published()) {
        m_world.checker.published(published);
        Message message;
        message.name = quint8(id);
        message.type = published.isGrant ? Message::Type::Granted : Message::Type::Head;
        message.token = published.token;
        message.permits = published.permits;
        message.grant = {published.fence, published.now, published.lease};
        message.leaseEnd = published.leaseEnd;
        if (!published.isGrant && m_world.has(Bug::HeadNotTold))
            continue;
        m_pushes.emplace_back(published.channel.mid(1).toInt(), message);
    }
}

bool Server::isSameKey(const reference::State &a, const reference::State &b)
{
    return a.holder == b.holder && a.members == b.members;
}

void Server::settled(int id, const Cause &cause)
{
    Name &name = at(id);
    const reference::State &state = name.reference.state();
    if (!isSameKey(state, name.before)) {
        name.changedAt = m_world.now();
        tellChanged(id);
        const auto expiry = name.reference.keyExpiry();
        if (expiry != reference::NoExpiry && World::momentOf(endOf(expiry)) != name.reportDueFor) {
            name.reportDueFor = World::momentOf(endOf(expiry));
            m_world.enter(name.reportDueFor + m_world.random.between(0ms, 10s), Happening::KeyReported, id);
        }
    }
    m_world.checker.changed(id, name.before, state, cause);
    name.before = state;
}

void Server::tellChanged(int id)
{
    for (Link &link : m_world.network.links()) {
        if (!std::exchange(link.isTracking[std::size_t(id)], false))
            continue;
        Message message;
        message.type = Message::Type::Changed;
        message.name = quint8(id);
        m_pushes.emplace_back(link.id, message);
    }
}

// Outside of a command nothing else goes out.
void Server::keyReported(int id)
{
    m_pushes.clear();
    at(id).reference.expire(m_world.serverNow());
    settled(id, {});
    for (auto &[target, message] : std::exchange(m_pushes, {}))
        m_world.network.sendDown(m_world.network.link(target), std::move(message));
}

void Server::freeze(Duration lasts)
{
    m_frozenUntil = std::max(m_frozenUntil, m_world.now() + lasts);
}

void Server::dropAllConnections()
{
    for (Link &link : m_world.network.links()) {
        if (link.isOpenAtServer)
            m_world.network.closeAtServer(link);
    }
}

// Every client that ever asked for tracking is told that all is void.
void Server::loseEverything()
{
    m_pushes.clear();
    for (int id = 0; id < nameCount(); ++id) {
        at(id).reference.loseEverything();
        settled(id, {nullptr, true});
    }
    m_pushes.clear();
    for (Link &link : m_world.network.links()) {
        Message message;
        message.type = Message::Type::AllChanged;
        link.isTracking = {};
        if (link.isSubscribed)
            m_world.network.sendDown(link, std::move(message));
    }
    for (auto &[target, message] : std::exchange(m_pushes, {}))
        m_world.network.sendDown(m_world.network.link(target), std::move(message));
}

bool Server::takeForeign(int id, const QByteArray &token, reference::Milliseconds ttl)
{
    keyReported(id);
    if (state(id).holder.exists())
        return false;
    m_pushes.clear();
    at(id).reference.setHolder(token, std::chrono::floor<reference::Milliseconds>(m_world.serverNow()) + ttl);
    settled(id, {nullptr, false, true});
    for (auto &[target, message] : std::exchange(m_pushes, {}))
        m_world.network.sendDown(m_world.network.link(target), std::move(message));
    return true;
}

void Server::deleteForeign(int id, const QByteArray &token)
{
    keyReported(id);
    if (state(id).holder.value != token)
        return;
    m_pushes.clear();
    at(id).reference.deleteKey();
    settled(id, {nullptr, false, true});
    for (auto &[target, message] : std::exchange(m_pushes, {}))
        m_world.network.sendDown(m_world.network.link(target), std::move(message));
}

bool Server::holds(int name, const QByteArray &token) const
{
    return at(name).reference.holds(token, m_world.serverNow());
}

Instant Server::heldUntil(int id, const QByteArray &token, int permits) const
{
    const reference::State &now = state(id);
    if (at(id).plan.kind == Kind::Lock)
        return now.holder.value == token ? World::momentOf(endOf(now.holder.expiry)) : Instant {};
    ServerTime end = endOf(now.members.expiry);
    int count = 0;
    for (const auto &member : now.members.value) {
        if (member.token == token) {
            end = std::min(end, member.end);
            ++count;
        }
    }
    return count == permits ? World::momentOf(end) : Instant {};
}

Instant Server::freeAt(int id, int permits) const
{
    const reference::State &now = state(id);
    const Instant changed = at(id).changedAt;
    if (at(id).plan.kind == Kind::Lock)
        return now.holder.exists() ? World::momentOf(endOf(now.holder.expiry)) : changed;
    const auto &members = now.members.value;
    const int wanted = int(members.size()) + permits - at(id).plan.capacity;
    if (wanted <= 0)
        return changed;
    std::vector<ServerTime> ends;
    for (const auto &member : members)
        ends.push_back(member.end);
    std::nth_element(ends.begin(), ends.begin() + wanted - 1, ends.end());
    return std::max(changed, World::momentOf(ends[std::size_t(wanted - 1)]));
}

void Server::expire(ServerTime now)
{
    for (Name &name : m_names)
        name.reference.expire(now);
}

} // namespace redguard::sim
