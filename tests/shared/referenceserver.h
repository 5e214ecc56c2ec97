// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REFERENCESERVER_H
#define REFERENCESERVER_H

#include "time/instant.h"

#include <QtCore/qbytearray.h>

#include <functional>
#include <optional>
#include <vector>

// What the scripts of locks and semaphores do, in plain C++ and in memory, for one name: the
// specification that simulations run against and that the scripts are compared with.
namespace redguard::reference {

using Milliseconds = std::chrono::milliseconds;

enum class Kind : quint8 { Lock, Semaphore };

inline constexpr Milliseconds NoExpiry = Milliseconds::max();

// A key of the server, which is there while it has a value. As in Redis the expiry is a whole
// millisecond, and the key is gone once that millisecond is over.
template <typename T>
struct Key
{
    T value {};
    Milliseconds expiry = NoExpiry;

    [[nodiscard]] bool exists() const { return value != T {}; }
    friend bool operator==(const Key &, const Key &) = default;
};

// A weight of k is k members, numbered from 1.
struct Member
{
    QByteArray token {};
    int number = 1;
    ServerTime end {};

    friend bool operator==(const Member &, const Member &) = default;
};

struct Place
{
    QByteArray token {};
    qint64 ticket = 0;

    friend bool operator==(const Place &, const Place &) = default;
};

struct Entry
{
    QByteArray token {};
    Milliseconds ttl {};
    int permits = 1;
    int capacity = 1;
    ServerTime attempt {}; // tells an asking from a later one: its notAfter
    QByteArray channel {}; // empty: the client asks instead of being told

    friend bool operator==(const Entry &, const Entry &) = default;
};

struct Tombstone
{
    QByteArray token {};
    ServerTime notAfter {};

    friend bool operator==(const Tombstone &, const Tombstone &) = default;
};

struct PermitFence
{
    QByteArray token {};
    qint64 fence = 0;

    friend bool operator==(const PermitFence &, const PermitFence &) = default;
};

// At most one of the first three is there: they are K.
struct State
{
    Key<std::optional<QByteArray>> holder; // of a lock
    Key<std::vector<Member>> members;      // of a semaphore
    Key<bool> foreign;                     // K is of a type that is not ours

    Key<std::vector<Place>> queue; // in order
    Key<std::vector<Entry>> waiters;
    Key<std::optional<qint64>> fence;
    Key<std::vector<Tombstone>> withdrawn;
    Key<std::vector<PermitFence>> fences; // of a semaphore's permits

    friend bool operator==(const State &, const State &) = default;
};

struct AcquireArguments
{
    QByteArray token {};
    Milliseconds ttl {};
    int permits = 1;
    int capacity = 1;
    bool wait = true;
    QByteArray channel {};
    qint64 ticket = 0;
    ServerTime notAfter = ServerTime::max();
};

struct AcquireReply
{
    enum class Code : quint8 { Queued, Held, TooLate, WrongType };

    Code code = Code::Queued;
    qint64 fence = 0;
    int position = 0;
    ServerTime leaseEnd {}; // 0: a place is free, -1: not known
    qint64 ticket = 0;
    bool entered = false; // it was not in the queue before, and had to be put there

    friend bool operator==(const AcquireReply &, const AcquireReply &) = default;
};

enum class ReleaseReply : quint8 { NotHeld, Held, WrongType };
enum class RenewReply : quint8 { Gone, Extended, TakenOver, WrongType };

struct Published
{
    QByteArray channel {};
    bool isGrant = false;
    QByteArray token {};
    ServerTime now {};
    qint64 fence = 0;       // of a grant
    Milliseconds lease {};  // of a grant
    int permits = 0;        // of a grant
    ServerTime leaseEnd {}; // told to a new head

    friend bool operator==(const Published &, const Published &) = default;
};

class Server
{
public:
    // Whether a channel has a subscriber.
    using Reachable = std::function<bool(const QByteArray &channel)>;

    Server(Kind kind, Reachable reachable);

    // The scripts.
    AcquireReply acquire(const AcquireArguments &arguments, ServerTime now);
    ReleaseReply release(const QByteArray &token, int permits, ServerTime notAfter, ServerTime now);
    RenewReply renew(const QByteArray &token, Milliseconds ttl, int permits, ServerTime now);
    // What the last of them published, in order.
    [[nodiscard]] const std::vector<Published> &published() const { return m_published; }

    // What others do to K: a Python client, an administrator.
    void deleteKey();
    void setHolder(const QByteArray &token, Milliseconds expiry = NoExpiry);
    void addMember(const QByteArray &token, ServerTime end);
    void setForeign(Milliseconds expiry = NoExpiry);

    // FLUSHALL, or a restart without persistence.
    void loseEverything() { m_state = {}; }
    // What has run out by now is gone; the scripts see to it themselves.
    void expire(ServerTime now);

    [[nodiscard]] const State &state() const { return m_state; }
    void setState(const State &state) { m_state = state; }
    [[nodiscard]] bool holds(const QByteArray &token, ServerTime now) const;
    [[nodiscard]] Milliseconds keyExpiry() const;
    [[nodiscard]] qint64 fence() const { return m_state.fence.value.value_or(0); }

private:
    void begin(ServerTime now);
    [[nodiscard]] bool isWithdrawn(const QByteArray &token) const;
    [[nodiscard]] bool fits(int permits, int capacity) const;
    [[nodiscard]] ServerTime leaseEnd() const;
    [[nodiscard]] qint64 fenceOf(const QByteArray &token) const;
    void removeLapsed();
    void take(const QByteArray &token, int permits, Milliseconds lease, qint64 fence);
    void extend(const QByteArray &token, int permits, Milliseconds ttl);
    void drop(const QByteArray &token, int permits);
    void withdraw(const QByteArray &token, ServerTime notAfter);

    [[nodiscard]] Place *placeOf(const QByteArray &token);
    [[nodiscard]] const Entry *entryOf(const QByteArray &token) const;
    bool enqueue(const AcquireArguments &arguments, qint64 ticket);
    bool unqueue(const QByteArray &token);
    [[nodiscard]] qint64 nextTicket() const;
    qint64 nextFence(Milliseconds lease);

    [[nodiscard]] AcquireReply queued(const AcquireArguments &arguments, bool entered);
    void settle(bool changed);
    void keepQueue(bool written);
    void grant(const Entry &entry);
    [[nodiscard]] bool tellHead(const Entry &entry);
    [[nodiscard]] bool publish(const Published &message);

    template <typename T>
    void keep(Key<T> &key, Milliseconds life, Milliseconds more = {});

    Kind m_kind;
    Reachable m_reachable;
    State m_state;
    std::vector<Published> m_published;
    ServerTime m_now {}; // of the script that runs
};

} // namespace redguard::reference

#endif
