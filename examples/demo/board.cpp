// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "board.h"

#include <algorithm>

namespace demo {

using namespace std::chrono_literals;

namespace {

constexpr Board::Time Open = Board::Time::max();

} // namespace

Board::Board(int workers, std::chrono::seconds duration)
    : m_workers(workers)
    , m_duration(duration)
{
}

void Board::add(const Record &record)
{
    m_coming.emplace(record.time, record);
}

void Board::advance(Time now)
{
    m_now = now;
    const auto end = m_coming.upper_bound(now);
    for (auto coming = m_coming.begin(); coming != end; ++coming)
        enter(coming->second);
    m_coming.erase(m_coming.begin(), end);
}

Board::Time Board::elapsed() const
{
    return m_begin == 0ns ? 0ns : std::clamp<Time>(m_now - m_begin, 0ns, m_duration);
}

void Board::enter(const Record &record)
{
    if (record.what == What::Asked)
        site(record.kind).waiting.emplace_back(record.worker, record.turn);
    else if (record.what == What::Acquired)
        acquire(record);
    else if (record.what == What::Released)
        release(record);
}

void Board::acquire(const Record &record)
{
    Site &here = site(record.kind);
    std::erase(here.waiting, std::pair(record.worker, record.turn));
    ++here.acquired;
    m_fence = record.kind == Kind::Lock ? record.fence : m_fence;
    m_resourcesMade += record.isNew;
    if (record.kind == Kind::RateLimiter)
        m_admissions.push_back(record.time);
    else
        freePlace(here).push_back({record.worker, record.turn, record.time});
}

void Board::release(const Record &record)
{
    m_updates += record.kind == Kind::Lock;
    for (Place &place : site(record.kind).places) {
        Hold &newest = place.back();
        if (newest.worker == record.worker && newest.turn == record.turn)
            newest.to = record.time;
    }
}

// As many as ever were held at once; more than were promised where one was broken.
Board::Place &Board::freePlace(Site &site)
{
    for (Place &place : site.places) {
        if (place.back().to != Open)
            return place;
    }
    return site.places.emplace_back();
}

int Board::held(Kind kind) const
{
    const auto &places = site(kind).places;
    return int(std::count_if(places.begin(), places.end(),
                             [](const Place &place) { return place.back().to == Open; }));
}

std::vector<int> Board::waiting(Kind kind) const
{
    std::vector<int> workers;
    for (const auto &[worker, turn] : site(kind).waiting)
        workers.push_back(worker);
    return workers;
}

const Board::Hold *Board::holdAt(Kind kind, int place, Time time) const
{
    const auto &places = site(kind).places;
    if (place >= int(places.size()))
        return nullptr;
    const Place &holds = places[std::size_t(place)];
    const auto after = std::upper_bound(holds.begin(), holds.end(), time,
                                        [](Time when, const Hold &hold) { return when < hold.from; });
    return after != holds.begin() && time < std::prev(after)->to ? &*std::prev(after) : nullptr;
}

int Board::admissions(Time from, Time to) const
{
    const auto first = std::lower_bound(m_admissions.begin(), m_admissions.end(), from);
    return int(std::lower_bound(first, m_admissions.end(), to) - first);
}

} // namespace demo
