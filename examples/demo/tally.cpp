// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "tally.h"

#include "promises.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace demo {

namespace {

constexpr Time Open = Time::max(); // asked, acquired or released is yet to come

struct Turn
{
    Time asked = Open;
    Time acquired = Open;
    Time released = Open;
};

// By worker and turn.
using Turns = std::map<std::pair<int, qint64>, Turn>;

void enter(Turn &turn, const Record &record)
{
    if (record.what == What::Asked)
        turn.asked = record.time;
    else if (record.what == What::Acquired)
        turn.acquired = record.time;
    else if (record.what == What::Released)
        turn.released = record.time;
}

Turns turnsOf(const std::vector<Record> &records, Kind kind)
{
    Turns turns;
    for (const Record &record : records) {
        if (record.kind == kind && record.turn > 0)
            enter(turns[{record.worker, record.turn}], record);
    }
    std::erase_if(turns, [](const auto &entry) { return entry.second.acquired == Open; });
    return turns;
}

Use useOf(const Turns &turns)
{
    std::vector<Interval> holds;
    std::vector<Time> waits;
    for (const auto &[key, turn] : turns) {
        holds.push_back({turn.acquired, turn.released});
        waits.push_back(turn.acquired - turn.asked);
    }
    return {int(turns.size()), mostAtOnce(holds), waitingOf(std::move(waits))};
}

std::vector<Time> admissionsOf(const Turns &turns)
{
    std::vector<Time> times;
    for (const auto &[key, turn] : turns)
        times.push_back(turn.acquired);
    return times;
}

template <typename Predicate>
int count(const std::vector<Record> &records, Kind kind, What what, Predicate predicate)
{
    return int(std::count_if(records.begin(), records.end(), [&](const Record &record) {
        return record.kind == kind && record.what == what && predicate(record);
    }));
}

Time quantile(const std::vector<Time> &sorted, double share)
{
    return sorted[std::size_t(share * double(sorted.size() - 1) + 0.5)];
}

} // namespace

int mostAtOnce(const std::vector<Interval> &intervals)
{
    std::vector<std::pair<Time, int>> steps; // at the same time an end sorts before a beginning
    for (const Interval &interval : intervals) {
        steps.emplace_back(interval.from, +1);
        steps.emplace_back(interval.to, -1);
    }
    std::sort(steps.begin(), steps.end());
    int current = 0;
    int most = 0;
    for (const auto &[time, step] : steps)
        most = std::max(most, current += step);
    return most;
}

int mostWithin(std::vector<Time> times, Time length)
{
    std::sort(times.begin(), times.end());
    std::ptrdiff_t most = 0;
    auto first = times.cbegin();
    for (auto last = times.cbegin(); last != times.cend(); ++last) {
        while (*last - *first >= length)
            ++first;
        most = std::max(most, last - first + 1);
    }
    return int(most);
}

Waiting waitingOf(std::vector<Time> times)
{
    if (times.empty())
        return {};
    std::sort(times.begin(), times.end());
    return {quantile(times, 0.5), quantile(times, 0.95), times.back()};
}

Tally::Tally(const std::vector<Record> &records)
{
    for (const Kind kind : Kinds)
        uses[std::size_t(kind)] = useOf(turnsOf(records, kind));
    updates = count(records, Kind::Lock, What::Released, [](const Record &) { return true; });
    fencesOutOfOrder = count(records, Kind::Lock, What::Released,
                             [](const Record &record) { return record.fence <= record.fenceBefore; });
    mostAdmissions = mostWithin(admissionsOf(turnsOf(records, Kind::RateLimiter)), MeasuredWindow);
    resourcesMade =
        count(records, Kind::Pool, What::Acquired, [](const Record &record) { return record.isNew; });
}

} // namespace demo
