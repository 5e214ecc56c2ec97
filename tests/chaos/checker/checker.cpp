// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "checker.h"

#include <algorithm>
#include <array>
#include <map>

namespace chaos {

namespace {

constexpr Instant Hiccup = 150ms; // of an event loop that says every 50 ms that it runs

QByteArray who(const Record &record)
{
    return record.process->label + " request " + QByteArray::number(record.request) + " fence "
        + QByteArray::number(record.fence);
}

bool isSlow(const Observation &look)
{
    return look.after - look.before > 1s;
}

QByteArray milliseconds(Instant duration)
{
    return QByteArray::number(double(duration.count()) / 1e6, 'f', 1) + " ms";
}

} // namespace

QByteArray nameOf(Promise promise)
{
    static constexpr std::array<const char *, 15> Names = {
        "S1",          "S2", "S6", "S7", "S3",          "S5",           "S9",
        "L2",          "L3", "L4", "L5", "one outcome", "lost is told", "nothing is left",
        "programs end"};
    return Names.at(std::size_t(promise));
}

bool restsOnTheServer(Promise promise)
{
    return promise <= Promise::S7 || promise == Promise::L3;
}

bool wasServed(const Process &process, const QByteArray &name, Instant from, Instant to)
{
    using What = Event::What;
    bool hasAsked = false;
    for (const Event &event : process.events) {
        hasAsked = hasAsked || (event.name == name && event.what == What::Invoke);
        const bool isService =
            event.what == What::Queued || event.what == What::Acquired || event.what == What::Admitted;
        if (isService && event.name == name && event.time > from && event.time <= to)
            return true;
    }
    return !hasAsked;
}

Checker::Checker(const Run &run, const Tolerance &tolerance)
    : m_run(run)
    , m_tolerance(tolerance)
{
    for (const Process &process : run.processes)
        gather(process);
}

void Checker::gather(const Process &process)
{
    using What = Event::What;
    std::map<quint64, Record> records;
    for (const Event &event : process.events) {
        if (event.what == What::Alive) {
            m_alive[&process].append(event.time);
            continue;
        }
        Record &record = records[event.request];
        record.process = &process;
        record.request = event.request;
        switch (event.what) {
        case What::Invoke:
            record.name = event.name;
            record.permits = event.permits;
            record.invoked = event.time;
            record.span = event.span;
            break;
        case What::Queued:
            if (record.queued == Instant::zero())
                record.queued = event.time;
            break;
        case What::Acquired:
        case What::Admitted:
            record.fence = event.fence;
            record.acquired = event.time;
            record.since = event.since;
            [[fallthrough]];
        case What::TimedOut:
        case What::Cancelled:
        case What::Failed:
            ++record.outcomes;
            record.ended = std::min(record.ended, event.time);
            break;
        case What::Held:
            record.first = std::min(record.first, event.time);
            record.last = std::max(record.last, event.since);
            break;
        case What::NotHeld:
            record.notHeld = std::min(record.notHeld, event.time);
            break;
        case What::Releasing:
            record.gone = event.time;
            break;
        case What::Released:
            record.toldReleased = true;
            record.over = std::min(record.over, event.time);
            break;
        case What::Lost:
            record.lost = event.time;
            record.over = std::min(record.over, event.time);
            break;
        case What::Dropped:
            record.ended = std::min(record.ended, event.time);
            record.over = std::min(record.over, event.time);
            break;
        case What::Alive:
            break;
        }
    }
    for (const auto &[request, record] : records)
        m_records.append(record);
}

QList<Finding> Checker::check()
{
    m_findings.clear();
    for (const Subject &subject : m_run.subjects) {
        checkServer(subject);
        checkService(subject);
        if (subject.kind == Subject::Kind::Limiter) {
            checkAdmissions(subject);
            continue;
        }
        if (subject.kind == Subject::Kind::Lock)
            checkBeliefs(subject);
        checkPermits(subject);
        checkGrantOrder(subject);
        checkContainment(subject);
        checkQueueOrder(subject);
        checkIdlePlaces(subject);
        checkUnclaimed(subject);
    }
    for (const Record &record : m_records) {
        checkOutcome(record);
        checkEnd(record);
    }
    checkLeftBehind();
    checkProcesses();
    std::stable_sort(m_findings.begin(), m_findings.end(),
                     [](const Finding &a, const Finding &b) { return a.at < b.at; });
    return m_findings;
}

void Checker::find(Promise promise, const QByteArray &name, Instant at, const QByteArray &text)
{
    m_findings.append({promise, name, at, text});
}

QList<const Record *> Checker::holdsOf(const Subject &subject) const
{
    QList<const Record *> holds;
    for (const Record &record : m_records) {
        if (record.name == subject.name && record.isHold())
            holds.append(&record);
    }
    return holds;
}

QList<const Observation *> Checker::observationsOf(const Subject &subject) const
{
    QList<const Observation *> found;
    for (const Observation &observation : m_run.observations) {
        if (observation.name == subject.name)
            found.append(&observation);
    }
    return found;
}

// Who still believes after one with a higher fence did, did so at the same time or out of order.
void Checker::checkBeliefs(const Subject &subject)
{
    auto holds = holdsOf(subject);
    std::sort(holds.begin(), holds.end(), [](auto *a, auto *b) { return a->fence < b->fence; });
    const Record *latest = nullptr;
    for (const Record *hold : holds) {
        if (latest && latest->fence != hold->fence && latest->last > hold->first)
            find(Promise::S1, subject.name, latest->last,
                 who(*latest) + " was believed in for " + milliseconds(latest->last - hold->first) + " after "
                     + who(*hold));
        if (!latest || hold->last > latest->last)
            latest = hold;
    }
}

void Checker::checkPermits(const Subject &subject)
{
    std::multimap<Instant, int> changes;
    for (const Record *hold : holdsOf(subject)) {
        if (hold->first < hold->last) {
            changes.emplace(hold->first, hold->permits);
            changes.emplace(hold->last, -hold->permits);
        }
    }
    int held = 0;
    for (auto it = changes.begin(); it != changes.end();) {
        const Instant at = it->first;
        int taken = 0;
        for (; it != changes.end() && it->first == at; ++it) {
            held += std::min(it->second, 0); // what ends here does so first
            taken += std::max(it->second, 0);
        }
        held += taken;
        if (held > subject.capacity && taken > 0)
            find(Promise::S1, subject.name, at,
                 QByteArray::number(held) + " permits of " + QByteArray::number(subject.capacity)
                     + " were believed in at once");
    }
}

// Who asks after another was told that it acquired is granted later. No fence comes twice.
void Checker::checkGrantOrder(const Subject &subject)
{
    auto byAcquired = holdsOf(subject);
    std::sort(byAcquired.begin(), byAcquired.end(),
              [](auto *a, auto *b) { return a->acquired < b->acquired; });
    auto byInvoked = byAcquired;
    std::sort(byInvoked.begin(), byInvoked.end(), [](auto *a, auto *b) { return a->invoked < b->invoked; });
    const Record *highest = nullptr;
    auto next = byAcquired.begin();
    QHash<qint64, const Record *> seen;
    for (const Record *hold : byInvoked) {
        for (; next != byAcquired.end() && (*next)->acquired < hold->invoked; ++next) {
            if (!highest || (*next)->fence > highest->fence)
                highest = *next;
        }
        if (highest && highest->fence > hold->fence)
            find(Promise::S3, subject.name, hold->acquired,
                 who(*hold) + " was asked for after " + who(*highest) + " was acquired");
        if (const Record *twin = seen.value(hold->fence))
            find(Promise::S3, subject.name, hold->acquired, who(*hold) + " has the fence of " + who(*twin));
        seen.insert(hold->fence, hold);
    }
}

// What was granted before a look and believed in after it has to be there when looked at.
void Checker::checkContainment(const Subject &subject)
{
    const auto observations = observationsOf(subject);
    for (const Record *hold : holdsOf(subject)) {
        auto look = std::upper_bound(observations.begin(), observations.end(), hold->acquired,
                                     [](Instant at, auto *each) { return at < each->before; });
        for (; look != observations.end() && (*look)->after < hold->last; ++look) {
            if ((*look)->fences.contains(hold->fence))
                continue;
            find(Promise::S2, subject.name, hold->last,
                 who(*hold) + " was believed in for " + milliseconds(hold->last - (*look)->after)
                     + " after the server had no such lease");
            break;
        }
    }
}

void Checker::checkServer(const Subject &subject)
{
    bool toldForever = false;
    bool toldMany = false;
    for (const Observation *look : observationsOf(subject)) {
        if (look->foreverKey && !std::exchange(toldForever, true))
            find(Promise::S9, subject.name, look->after, "a key has no expiry");
        if (toldMany)
            continue;
        if (subject.kind != Subject::Kind::Limiter) {
            toldMany = look->used > subject.capacity;
            if (toldMany)
                find(Promise::S1, subject.name, look->after,
                     "the server has granted " + QByteArray::number(look->used) + " of "
                         + QByteArray::number(subject.capacity));
            continue;
        }
        auto taken = look->reserved;
        std::sort(taken.begin(), taken.end());
        const auto window = std::chrono::microseconds(subject.ttl).count();
        for (qsizetype i = 0; i + subject.capacity < taken.size() && !toldMany; ++i) {
            toldMany = taken.at(i + subject.capacity) - taken.at(i) < window;
            if (toldMany)
                find(Promise::S6, subject.name, look->after,
                     "the server has reserved more than " + QByteArray::number(subject.capacity)
                         + " slots within " + QByteArray::number(taken.at(i + subject.capacity) - taken.at(i))
                         + " us");
        }
    }
}

// An admission was delivered between `since` and `acquired`, at most the slack after its slot; but a reply
// that was long under way may tell of a slot that had come any time after the request.
void Checker::checkAdmissions(const Subject &subject)
{
    struct Admission
    {
        Instant earliest;
        Instant latest;
        int cost;
    };
    QList<Admission> admissions;
    for (const Record &record : m_records) {
        if (record.name != subject.name || record.acquired == Instant::zero())
            continue;
        const bool prompt = isCalm(record.invoked, record.acquired, false)
            && !wasServerSlow(subject, record.invoked, record.acquired);
        admissions.append(
            {prompt ? std::max(record.since - m_tolerance.slack, record.invoked) : record.invoked,
             record.acquired, record.permits});
    }
    std::sort(admissions.begin(), admissions.end(), [](auto &a, auto &b) { return a.latest < b.latest; });
    for (qsizetype i = 0; i < admissions.size(); ++i) {
        int sum = 0;
        Instant earliest = Instant::max();
        for (qsizetype j = i; j < admissions.size() && sum <= subject.capacity; ++j) {
            sum += admissions.at(j).cost;
            earliest = std::min(earliest, admissions.at(j).earliest);
            if (sum > subject.capacity && admissions.at(j).latest - earliest < subject.ttl) {
                find(Promise::S6, subject.name, admissions.at(j).latest,
                     QByteArray::number(sum) + " were admitted within "
                         + milliseconds(admissions.at(j).latest - earliest));
                return;
            }
        }
    }
}

void Checker::checkQueueOrder(const Subject &subject)
{
    const auto holds = holdsOf(subject);
    for (const Record *first : holds) {
        if (first->queued == Instant::zero() || !isCalm(first->queued, first->acquired, true)
            || wasServerSlow(subject, first->queued, first->acquired)
            || stalled(*first->process, first->queued, first->acquired) > subject.ttl / 4)
            continue;
        for (const Record *second : holds) {
            if (second->invoked > first->queued && second->fence < first->fence) {
                find(Promise::L3, subject.name, second->acquired,
                     who(*second) + " was asked for after " + who(*first) + " was in the queue");
                break;
            }
        }
    }
}

// A place that is free and a queue that is not, while nothing is done to anybody.
void Checker::checkIdlePlaces(const Subject &subject)
{
    constexpr Instant None = Instant::max();
    Instant begin = None;
    for (const Observation *look : observationsOf(subject)) {
        if (look->used > 0 || look->waiting == 0 || isSlow(*look)) {
            begin = None;
        } else if (begin == None) {
            begin = look->before;
        } else if (look->after - begin > m_tolerance.idle) {
            if (isCalm(begin, look->after, false) && hasLiveWaiter(subject, begin, look->after)) {
                find(Promise::L2, subject.name, look->after,
                     QByteArray::number(look->waiting) + " waited for a free place for "
                         + milliseconds(look->after - begin));
                return;
            }
            begin = look->before;
        }
    }
}

bool Checker::hasLiveWaiter(const Subject &subject, Instant from, Instant to) const
{
    return std::any_of(m_records.begin(), m_records.end(), [&](const Record &record) {
        return record.name == subject.name && record.queued > Instant::zero() && record.queued < from
            && record.ended > to && endOf(*record.process) > to
            && stalled(*record.process, from, to) < Hiccup * 4;
    });
}

// A grant that nobody could be told of in time goes to the next; so it is with a server that hangs, as on its
// disk.
bool Checker::wasServerSlow(const Subject &subject, Instant from, Instant to) const
{
    return std::any_of(m_run.observations.begin(), m_run.observations.end(), [&](const Observation &look) {
        return look.after >= from && look.before <= to && look.after - look.before > subject.ttl / 4;
    });
}

// A grant that lasts although no request knows of it, nor was killed before it could say so.
void Checker::checkUnclaimed(const Subject &subject)
{
    struct Sighting
    {
        Instant first;
        Instant begin; // of the time in which nothing hindered anybody
        bool told = false;
    };
    QHash<qint64, bool> claimed;
    for (const Record *hold : holdsOf(subject))
        claimed.insert(hold->fence, true);
    QHash<qint64, Sighting> sightings;
    for (const Observation *look : observationsOf(subject)) {
        for (const qint64 fence : look->fences) {
            if (claimed.contains(fence))
                continue;
            if (!sightings.contains(fence))
                sightings.insert(fence, {look->before, look->before});
            Sighting &sighting = sightings[fence];
            if (isSlow(*look))
                sighting.begin = look->after;
            if (sighting.told || look->after - sighting.begin < m_tolerance.unclaimed)
                continue;
            if (!isCalm(sighting.begin, look->after, true)) {
                sighting.begin = look->before;
            } else if (!wasKilled(sighting.first - 1s, look->after)) {
                sighting.told = true;
                find(Promise::S7, subject.name, look->after,
                     "the server has granted fence " + QByteArray::number(fence) + " for "
                         + milliseconds(look->after - sighting.first) + " to a request that nobody made");
            }
        }
    }
}

void Checker::checkOutcome(const Record &record)
{
    if (record.invoked == Instant::zero())
        return;
    if (record.outcomes > 1)
        find(Promise::Once, record.name, record.ended, who(record) + " had more than one outcome");
    const Instant end = std::min(record.ended, endOf(*record.process));
    if (record.span < Instant::zero()) {
        if (record.ended == Instant::max() && end >= m_run.end)
            find(Promise::L2, record.name, end, who(record) + " waited until the end of the run");
        return;
    }
    const Instant late = end - record.invoked - record.span;
    if (late > m_tolerance.outcome
        && late > m_tolerance.outcome + stalled(*record.process, record.invoked, end))
        find(Promise::L5, record.name, end,
             who(record) + " ended " + milliseconds(late) + " past its timeout");
}

void Checker::checkEnd(const Record &record)
{
    if (record.last > record.gone)
        find(Promise::S2, record.name, record.last, who(record) + " was believed in after its release()");
    if (record.last > record.lost || record.last > record.notHeld)
        find(Promise::S5, record.name, record.last, who(record) + " was believed in again after its loss");
    if (record.notHeld == Instant::max())
        return;
    if (record.toldReleased && record.gone == Instant::max())
        find(Promise::Lost, record.name, record.over, who(record) + " was lost and told as released");
    const Instant end = std::min(record.over, endOf(*record.process));
    const Instant late = end - record.notHeld;
    if (late > m_tolerance.lost && late > m_tolerance.lost + stalled(*record.process, record.notHeld, end))
        find(Promise::Lost, record.name, end, who(record) + " was lost " + milliseconds(late) + " untold");
}

// All works again by itself.
void Checker::checkService(const Subject &subject)
{
    const Instant time = m_run.told - m_run.healed;
    if (time < m_tolerance.service)
        return;
    for (const Process &process : m_run.processes) {
        const bool isThere =
            endOf(process) > m_run.told - 1s && stalled(process, m_run.healed, m_run.told) < time / 4;
        if (isThere && !wasServed(process, subject.name, m_run.healed, m_run.told))
            find(Promise::L4, subject.name, m_run.told,
                 process.label + " got no answer for " + milliseconds(time) + " after the last fault");
    }
}

void Checker::checkLeftBehind()
{
    for (const QByteArray &key : m_run.leftBehind)
        find(Promise::Left, key, m_run.end, "a key outlived every lease: " + key);
}

void Checker::checkProcesses()
{
    for (const Process &process : m_run.processes) {
        if (!process.complaint.isEmpty())
            find(Promise::Ends, process.label, endOf(process), process.label + ' ' + process.complaint);
    }
}

bool Checker::wasKilled(Instant from, Instant to) const
{
    return std::any_of(m_run.faults.begin(), m_run.faults.end(), [&](const Fault &fault) {
        return fault.kills && fault.from >= from && fault.from <= to;
    });
}

Instant Checker::endOf(const Process &process) const
{
    if (process.killedAt)
        return *process.killedAt;
    return process.events.isEmpty() ? Instant::zero() : process.events.last().time;
}

// How long its event loop did not run in that time.
Instant Checker::stalled(const Process &process, Instant from, Instant to) const
{
    const auto alive = m_alive.value(&process);
    Instant sum {};
    Instant before = from;
    for (auto it = std::upper_bound(alive.begin(), alive.end(), from); before < to; ++it) {
        const Instant next = it == alive.end() ? to : std::min(*it, to);
        if (next - before > Hiccup)
            sum += next - before;
        if (it == alive.end())
            break;
        before = next;
    }
    return sum;
}

bool Checker::isCalm(Instant from, Instant to, bool clientsToo) const
{
    return std::none_of(m_run.faults.begin(), m_run.faults.end(), [&](const Fault &fault) {
        const bool hinders = clientsToo || fault.reach != Fault::Reach::Clients;
        return hinders && fault.from <= to && fault.to + m_tolerance.aftermath >= from;
    });
}

} // namespace chaos
