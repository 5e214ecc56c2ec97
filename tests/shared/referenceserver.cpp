// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "referenceserver.h"

#include <algorithm>

namespace redguard::reference {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds GrantLease = 2s;
constexpr Milliseconds QueueLife = 1h;
constexpr Milliseconds FenceLife = 24h;
// What has to be put off is put off by so much more, so that not every change has to.
constexpr Milliseconds Ahead = 1min;

Milliseconds wholeMilliseconds(ServerTime time)
{
    return std::chrono::floor<Milliseconds>(time);
}

template <typename T>
auto find(T &items, const QByteArray &token)
{
    return std::find_if(items.begin(), items.end(), [&](const auto &item) { return item.token == token; });
}

template <typename T>
void lose(Key<T> &key)
{
    key = {};
}

// Redis removes a collection with its last item, and the expiry goes with it.
template <typename T, typename Predicate>
auto removeWhere(Key<T> &key, Predicate predicate)
{
    const auto removed = std::erase_if(key.value, predicate);
    if (key.value.empty())
        lose(key);
    return removed;
}

template <typename T>
bool removeToken(Key<T> &key, const QByteArray &token)
{
    return removeWhere(key, [&](const auto &item) { return item.token == token; }) > 0;
}

template <typename T>
void expireKey(Key<T> &key, ServerTime now)
{
    if (key.expiry < wholeMilliseconds(now))
        lose(key);
}

bool isBefore(const Place &left, const Place &right)
{
    return left.ticket != right.ticket ? left.ticket < right.ticket : left.token < right.token;
}

} // namespace

Server::Server(Kind kind, Reachable reachable)
    : m_kind(kind)
    , m_reachable(std::move(reachable))
{
}

AcquireReply Server::acquire(const AcquireArguments &arguments, ServerTime now)
{
    using Code = AcquireReply::Code;
    begin(now);
    const auto &[token, ttl, permits, capacity, wait, channel, ticket, notAfter] = arguments;
    if (now > notAfter || isWithdrawn(token))
        return {.code = Code::TooLate};
    if (m_state.foreign.exists())
        return {.code = Code::WrongType};

    bool entered = false;
    const bool isBack = wait && (ticket > 0 || placeOf(token)) && !holds(token, now);
    if (isBack)
        entered = enqueue(arguments, ticket > 0 ? ticket : placeOf(token)->ticket);
    settle(false);
    keepQueue(isBack);

    if (holds(token, now)) {
        extend(token, permits, ttl);
        keep(m_state.fence, ttl + FenceLife, Ahead);
        return {.code = Code::Held, .fence = fenceOf(token), .entered = entered};
    }
    if (!m_state.queue.exists() && fits(permits, capacity)) {
        const qint64 fence = nextFence(ttl);
        take(token, permits, ttl, fence);
        return {.code = Code::Held, .fence = fence, .entered = entered};
    }
    if (!wait)
        return {.position = int(m_state.queue.value.size()) + 1, .leaseEnd = leaseEnd()};
    return queued(arguments, entered);
}

AcquireReply Server::queued(const AcquireArguments &arguments, bool entered)
{
    if (!placeOf(arguments.token)) {
        entered = enqueue(arguments, nextTicket());
        keepQueue(true);
    }
    const Place *place = placeOf(arguments.token);
    Q_ASSERT(place);
    return {.position = int(place - m_state.queue.value.data()) + 1,
            .leaseEnd = leaseEnd(),
            .ticket = place->ticket,
            .entered = entered};
}

// Who holds has no place in the queue. The place goes even where K is not ours; the rest needs to know
// what K holds.
ReleaseReply Server::release(const QByteArray &token, int permits, ServerTime notAfter, ServerTime now)
{
    begin(now);
    const bool held = holds(token, now);
    const bool wasHead = m_state.queue.exists() && m_state.queue.value.front().token == token;
    const bool waited = !held && unqueue(token);
    withdraw(token, notAfter);
    if (m_state.foreign.exists())
        return ReleaseReply::WrongType;
    drop(token, permits);
    settle(held || (waited && wasHead));
    keepQueue(false);
    return held ? ReleaseReply::Held : ReleaseReply::NotHeld;
}

RenewReply Server::renew(const QByteArray &token, Milliseconds ttl, int permits, ServerTime now)
{
    begin(now);
    if (m_state.foreign.exists())
        return RenewReply::WrongType;
    if (!holds(token, now))
        return m_state.holder.exists() ? RenewReply::TakenOver : RenewReply::Gone;
    extend(token, permits, ttl);
    return RenewReply::Extended;
}

void Server::deleteKey()
{
    lose(m_state.holder);
    lose(m_state.members);
    lose(m_state.foreign);
}

void Server::setHolder(const QByteArray &token, Milliseconds expiry)
{
    deleteKey();
    m_state.holder = {token, expiry};
}

void Server::addMember(const QByteArray &token, ServerTime end)
{
    auto &members = m_state.members.value;
    const auto found = find(members, token);
    if (found == members.end())
        members.push_back({token, 1, end});
    else
        found->end = end;
}

void Server::setForeign(Milliseconds expiry)
{
    deleteKey();
    m_state.foreign = {true, expiry};
}

void Server::begin(ServerTime now)
{
    m_now = now;
    m_published.clear();
    expire(now);
}

void Server::expire(ServerTime now)
{
    expireKey(m_state.holder, now);
    expireKey(m_state.members, now);
    expireKey(m_state.foreign, now);
    expireKey(m_state.queue, now);
    expireKey(m_state.waiters, now);
    expireKey(m_state.fence, now);
    expireKey(m_state.withdrawn, now);
    expireKey(m_state.fences, now);
}

bool Server::holds(const QByteArray &token, ServerTime now) const
{
    if (m_kind == Kind::Lock)
        return m_state.holder.value == token && m_state.holder.expiry >= wholeMilliseconds(now);
    const auto &members = m_state.members;
    return members.expiry >= wholeMilliseconds(now)
        && std::any_of(members.value.begin(), members.value.end(), [&](const Member &member) {
               return member.number == 1 && member.token == token && member.end > now;
           });
}

Milliseconds Server::keyExpiry() const
{
    return std::min({m_state.holder.expiry, m_state.members.expiry, m_state.foreign.expiry});
}

bool Server::isWithdrawn(const QByteArray &token) const
{
    return find(m_state.withdrawn.value, token) != m_state.withdrawn.value.end();
}

bool Server::fits(int permits, int capacity) const
{
    if (m_kind == Kind::Lock)
        return !m_state.holder.exists();
    return int(m_state.members.value.size()) + permits <= capacity;
}

// A lock's end is known in whole milliseconds from now.
ServerTime Server::leaseEnd() const
{
    if (m_kind == Kind::Semaphore) {
        const auto &members = m_state.members.value;
        const auto first = std::min_element(members.begin(), members.end(),
                                            [](const auto &a, const auto &b) { return a.end < b.end; });
        return first == members.end() ? ServerTime(0) : first->end;
    }
    if (!m_state.holder.exists())
        return ServerTime(0);
    const auto expiry = keyExpiry();
    return expiry == NoExpiry ? ServerTime(-1) : m_now + (expiry - wholeMilliseconds(m_now));
}

qint64 Server::fenceOf(const QByteArray &token) const
{
    if (m_kind == Kind::Lock)
        return fence();
    const auto found = find(m_state.fences.value, token);
    return found == m_state.fences.value.end() ? 0 : found->fence;
}

// The fences follow their permits; and K's expiry follows its members, which others add to.
void Server::removeLapsed()
{
    if (m_kind == Kind::Lock)
        return;
    auto &members = m_state.members;
    for (const auto &member : members.value) {
        if (member.end <= m_now && member.number == 1)
            removeToken(m_state.fences, member.token);
    }
    removeWhere(members, [this](const Member &member) { return member.end <= m_now; });
    if (!members.exists()) {
        lose(m_state.fences);
        return;
    }
    const auto newest = std::max_element(members.value.begin(), members.value.end(),
                                         [](const auto &a, const auto &b) { return a.end < b.end; });
    keep(members, std::chrono::ceil<Milliseconds>(newest->end - m_now) + 1ms);
}

void Server::take(const QByteArray &token, int permits, Milliseconds lease, qint64 fence)
{
    if (m_kind == Kind::Lock) {
        m_state.holder = {token, wholeMilliseconds(m_now) + lease};
        return;
    }
    auto &members = m_state.members;
    for (int number = 1; number <= permits; ++number) {
        const auto same = [&](const Member &m) { return m.token == token && m.number == number; };
        std::erase_if(members.value, same);
        members.value.push_back({token, number, m_now + lease});
    }
    keep(members, lease + 1ms);
    std::erase_if(m_state.fences.value, [&](const PermitFence &item) { return item.token == token; });
    m_state.fences.value.push_back({token, fence});
    keep(m_state.fences, lease + FenceLife, Ahead);
}

void Server::extend(const QByteArray &token, int permits, Milliseconds ttl)
{
    if (m_kind == Kind::Lock) {
        keep(m_state.holder, ttl);
        return;
    }
    for (auto &member : m_state.members.value) {
        if (member.token == token && member.number <= permits)
            member.end = std::max(member.end, m_now + ttl);
    }
    const auto &members = m_state.members.value;
    const auto newest = std::max_element(members.begin(), members.end(),
                                         [](const auto &a, const auto &b) { return a.end < b.end; });
    keep(m_state.members, std::chrono::ceil<Milliseconds>(newest->end - m_now) + 1ms);
}

void Server::drop(const QByteArray &token, int permits)
{
    if (m_kind == Kind::Lock) {
        if (holds(token, m_now))
            lose(m_state.holder);
        return;
    }
    removeWhere(m_state.members,
                [&](const Member &member) { return member.token == token && member.number <= permits; });
    removeToken(m_state.fences, token);
}

// An acquire that is still under way somewhere must find this for as long as it could take effect.
void Server::withdraw(const QByteArray &token, ServerTime notAfter)
{
    if (notAfter <= m_now)
        return;
    auto &withdrawn = m_state.withdrawn;
    removeWhere(withdrawn, [this](const Tombstone &item) { return item.notAfter < m_now; });
    const auto known = find(withdrawn.value, token);
    if (known == withdrawn.value.end())
        withdrawn.value.push_back({token, notAfter});
    else
        known->notAfter = std::max(known->notAfter, notAfter);
    keep(withdrawn, std::chrono::ceil<Milliseconds>(notAfter - m_now) + 1s);
}

Place *Server::placeOf(const QByteArray &token)
{
    const auto found = find(m_state.queue.value, token);
    return found == m_state.queue.value.end() ? nullptr : &*found;
}

const Entry *Server::entryOf(const QByteArray &token) const
{
    const auto found = find(m_state.waiters.value, token);
    return found == m_state.waiters.value.end() ? nullptr : &*found;
}

// The earliest place that the waiter ever had is its own; what it wants is what it said last, and not
// what an older copy says that was long under way.
bool Server::enqueue(const AcquireArguments &arguments, qint64 ticket)
{
    const Entry entry {arguments.token,    arguments.ttl,      arguments.permits,
                       arguments.capacity, arguments.notAfter, arguments.channel};
    auto &waiters = m_state.waiters.value;
    const auto known = find(waiters, arguments.token);
    Place *old = placeOf(arguments.token);
    if (known != waiters.end() && known->attempt > entry.attempt && old)
        return false;
    if (known == waiters.end())
        waiters.push_back(entry);
    else
        *known = entry;

    auto &queue = m_state.queue.value;
    if (old) {
        old->ticket = std::min(old->ticket, ticket);
        std::sort(queue.begin(), queue.end(), isBefore);
        return false;
    }
    const Place place {arguments.token, ticket};
    queue.insert(std::upper_bound(queue.begin(), queue.end(), place, isBefore), place);
    return true;
}

bool Server::unqueue(const QByteArray &token)
{
    removeToken(m_state.waiters, token);
    return removeToken(m_state.queue, token);
}

qint64 Server::nextTicket() const
{
    const auto &queue = m_state.queue.value;
    const qint64 newest = queue.empty() ? 0 : queue.back().ticket;
    return std::max(newest + 1, qint64(m_now.count()));
}

qint64 Server::nextFence(Milliseconds lease)
{
    const qint64 next = std::max(fence() + 1, qint64(m_now.count()));
    m_state.fence.value = next;
    keep(m_state.fence, lease + FenceLife, Ahead);
    return next;
}

// What is free goes to those who wait, in order. Where the holder or the head is another than
// before, the new head has to know; who cannot be reached loses the place.
void Server::settle(bool changed)
{
    removeLapsed();
    while (m_state.queue.exists()) {
        const QByteArray token = m_state.queue.value.front().token;
        const Entry *known = entryOf(token);
        if (!known) {
            unqueue(token);
            changed = true;
            continue;
        }
        const Entry entry = *known;
        if (fits(entry.permits, entry.capacity)) {
            unqueue(token);
            grant(entry);
            changed = true;
        } else if (!changed || tellHead(entry)) {
            return;
        } else {
            unqueue(token);
        }
    }
}

// They are put off together, and where something was written that may have made them anew.
void Server::keepQueue(bool written)
{
    if (!m_state.queue.exists())
        return;
    const auto expiry = keyExpiry();
    const auto left = expiry == NoExpiry ? 0ms : expiry - wholeMilliseconds(m_now);
    const auto before = m_state.queue.expiry;
    keep(m_state.queue, left + QueueLife, Ahead);
    if (written || m_state.queue.expiry != before)
        keep(m_state.waiters, left + QueueLife, Ahead);
}

// A fence is used up even where the waiter turns out to be gone.
void Server::grant(const Entry &entry)
{
    const bool asks = entry.channel.isEmpty();
    const auto lease = asks ? std::max<Milliseconds>(entry.ttl, 2s) + 1s : std::min(GrantLease, entry.ttl);
    const qint64 fence = nextFence(lease);
    const Published message {.channel = entry.channel,
                             .isGrant = true,
                             .token = entry.token,
                             .now = m_now,
                             .fence = fence,
                             .lease = lease,
                             .permits = entry.permits};
    if (asks || publish(message))
        take(entry.token, entry.permits, lease, fence);
}

bool Server::tellHead(const Entry &entry)
{
    return entry.channel.isEmpty()
        || publish({.channel = entry.channel, .token = entry.token, .now = m_now, .leaseEnd = leaseEnd()});
}

bool Server::publish(const Published &message)
{
    if (!m_reachable(message.channel))
        return false;
    m_published.push_back(message);
    return true;
}

// Nothing shortens an expiry.
template <typename T>
void Server::keep(Key<T> &key, Milliseconds life, Milliseconds more)
{
    const auto expiry = wholeMilliseconds(m_now) + life;
    if (key.exists() && (key.expiry == NoExpiry || key.expiry < expiry))
        key.expiry = expiry + more;
}

} // namespace redguard::reference
