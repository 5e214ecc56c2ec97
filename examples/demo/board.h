// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_BOARD_H
#define DEMO_BOARD_H

#include "record.h"

#include <array>
#include <map>
#include <vector>

namespace demo {

// The state of affairs at one moment, for a view. Records of several processes do not arrive in the
// order of their times: the board stays a little behind, and enters them in that order.
class Board
{
public:
    using Time = std::chrono::nanoseconds;

    struct Hold
    {
        int worker = 0;
        qint64 turn = 0;
        Time from {0};
        Time to = Time::max();
    };

    Board(int workers, std::chrono::seconds duration);

    void begin(Time now) { m_begin = now; }
    void add(const Record &record);
    void advance(Time now);

    [[nodiscard]] int workers() const { return m_workers; }
    [[nodiscard]] std::chrono::seconds duration() const { return m_duration; }
    [[nodiscard]] Time now() const { return m_now; }
    [[nodiscard]] Time elapsed() const;

    [[nodiscard]] int acquired(Kind kind) const { return site(kind).acquired; }
    [[nodiscard]] int held(Kind kind) const;
    // Who waits, in the order of asking.
    [[nodiscard]] std::vector<int> waiting(Kind kind) const;
    [[nodiscard]] const Hold *holdAt(Kind kind, int place, Time time) const;
    [[nodiscard]] int admissions(Time from, Time to) const;
    [[nodiscard]] qint64 fence() const { return m_fence; }
    [[nodiscard]] int updates() const { return m_updates; }
    [[nodiscard]] int resourcesMade() const { return m_resourcesMade; }

private:
    using Place = std::vector<Hold>; // one permit over time

    struct Site
    {
        std::vector<Place> places;
        std::vector<std::pair<int, qint64>> waiting;
        int acquired = 0;
    };

    [[nodiscard]] Site &site(Kind kind) { return m_sites[std::size_t(kind)]; }
    [[nodiscard]] const Site &site(Kind kind) const { return m_sites[std::size_t(kind)]; }
    void enter(const Record &record);
    void acquire(const Record &record);
    void release(const Record &record);
    static Place &freePlace(Site &site);

    int m_workers;
    std::chrono::seconds m_duration;
    Time m_begin {0};
    Time m_now {0};
    std::array<Site, KindCount> m_sites;
    std::multimap<Time, Record> m_coming;
    std::vector<Time> m_admissions;
    qint64 m_fence = 0;
    int m_updates = 0;
    int m_resourcesMade = 0;
};

} // namespace demo

#endif
