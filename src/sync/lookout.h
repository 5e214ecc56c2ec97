// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SYNC_LOOKOUT_H
#define REDGUARD_SYNC_LOOKOUT_H

#include "sync/serverclock.h"

#include <QtCore/qhash.h>

#include <deque>
#include <optional>
#include <vector>

namespace redguard::sync {

// Where a waiter stands, as a reply told it.
struct Place
{
    qint64 ticket = 0;
    int position = 0;
    ServerTime leaseEnd {}; // of what frees a place; 0: one is free, negative: not known
    bool entered = false;   // the queue did not know the waiter before
};

// Looks after one name for all its waiters of one client, so that a lease that nobody gives back is
// noticed: one timer and one claim, whatever the number of waiters. Where one of them is the head of
// the queue, the key is watched too. A claim is an acquire that a waiter repeats: the server settles
// the queue first, and whoever is granted is told by message.
class Lookout
{
public:
    using Waiter = quint64;

    struct Orders
    {
        std::optional<Waiter> claim; // has to ask again
        std::optional<Waiter> watch; // the head: its key has to be watched
        std::vector<Waiter> requeue; // the queue was lost: these have to ask again too
        bool isBlind = false;        // nothing gives cause to claim but the time that has passed
    };

    explicit Lookout(const ServerClock &clock);

    [[nodiscard]] bool isEmpty() const { return m_places.isEmpty() && m_lost.empty(); }

    void queued(Waiter waiter, const Place &place, Duration ttl, Instant now);
    void movedToHead(Waiter waiter, ServerTime leaseEnd, Instant now);
    // Waits no more, granted or not.
    void left(Waiter waiter);
    void disconnected();
    // Somebody who was granted had not been in the queue any more.
    void queueLost();

    // The server says that the watched key changed; what it was told may be stale.
    void keyChanged();
    // So did every key, the queue's maybe too.
    void everythingChanged(Instant now);
    // The answer to the watch: whether a place is free, and how long the lease runs where it is told.
    void watched(bool isFree, std::optional<Duration> left, Instant readAt);

    // What is to be done by now.
    [[nodiscard]] Orders take(Instant now);
    // When take() is wanted next.
    [[nodiscard]] Instant wakeAt() const;

private:
    enum class Watch : quint8 { Off, Wanted, Asked, Armed };

    struct Entry
    {
        qint64 ticket = 0;
        Duration ttl {};
    };

    [[nodiscard]] Waiter first() const { return m_byTicket.front().second; }
    [[nodiscard]] Duration checkInterval() const;
    [[nodiscard]] Duration step() const;
    void remove(Waiter waiter);
    void checkAt(Instant when);
    void checkAfter(ServerTime leaseEnd, Instant now);
    void becomeHead(Waiter waiter);

    const ServerClock &m_clock;
    QHash<Waiter, Entry> m_places;
    std::deque<std::pair<qint64, Waiter>> m_byTicket; // sorted
    int m_position = 0;                               // of the first of them
    std::optional<Waiter> m_head;
    std::optional<Waiter> m_claiming;
    Watch m_watch = Watch::Off;
    std::vector<Waiter> m_lost; // from the queue
    Instant m_checkAt = Never;
    bool m_isBlind = false; // that check
};

} // namespace redguard::sync

#endif
