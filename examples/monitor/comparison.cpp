// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "comparison.h"

#include <QtCore/qmap.h>

#include <algorithm>

namespace monitor {

using redguard::Status;
using namespace std::chrono_literals;

namespace {

// A client that does not renew gives its lease up a hundredth of its length before the end, and takes it
// off the server: so much of the usual half minute. One that renews never comes so near to the end.
constexpr auto Early = 350ms;

// The server rounds.
constexpr auto Tolerance = 2ms;

QMap<QString, Status> byName(const QList<Status> &names)
{
    QMap<QString, Status> map;
    for (const Status &status : names)
        map.insert(status.name, status);
    return map;
}

Status in(const QMap<QString, Status> &names, const QString &name)
{
    Status nothing;
    nothing.name = name;
    return names.value(name, nothing);
}

bool has(const Status &status, const Status::Holder &holder)
{
    return std::any_of(status.holders.begin(), status.holders.end(),
                       [&holder](const Status::Holder &other) { return other.token == holder.token; });
}

// Of a longer list none is known to be missing.
bool namesAll(const Status &status)
{
    return status.holders.size() < Status::MostHolders;
}

bool isLimiter(const Status &status)
{
    return status.kind == Status::Kind::RateLimiter || status.kind == Status::Kind::PacedLimiter;
}

QString whoIs(const Status::Holder &holder)
{
    return holder.client.isEmpty() ? holder.token : holder.client;
}

} // namespace

Comparison::Comparison(const Look &before, const Look &after)
    : m_before(before)
    , m_after(after)
{
    const auto earlier = byName(before.names);
    const auto later = byName(after.names);
    auto all = earlier;
    all.insert(later);
    for (auto it = all.cbegin(); it != all.cend(); ++it)
        compare(in(earlier, it.key()), in(later, it.key()));
}

void Comparison::compare(const Status &before, const Status &after)
{
    const bool hasTrace = after.fence > 0 || !after.holders.isEmpty();
    if (before.fence > 0 && !before.holders.isEmpty() && !hasTrace) {
        tell(Event::What::Vanished, before.name, {}, 0);
        return;
    }
    if (isLimiter(before) || isLimiter(after)) {
        compareUse(before, after);
        return;
    }
    compareHolders(before, after);
    compareQueues(before, after);
}

void Comparison::compareHolders(const Status &before, const Status &after)
{
    for (const Status::Holder &holder : before.holders) {
        if (!has(after, holder) && namesAll(after))
            tellLeft(before, holder);
    }
    bool anyNew = false;
    for (const Status::Holder &holder : after.holders) {
        const bool isNew = !has(before, holder) && namesAll(before);
        anyNew = anyNew || isNew;
        if (isNew)
            tell(Event::What::Granted, after.name, whoIs(holder), holder.permits);
    }
    if (!anyNew && after.fence > before.fence)
        tell(Event::What::Passed, after.name, {}, 0);
}

void Comparison::tellLeft(const Status &before, const Status::Holder &holder)
{
    const bool hasEnd = holder.remaining > 0ms;
    const bool mayHaveExpired = hasEnd && m_before.asked + holder.remaining <= m_after.answered + Early;
    tell(mayHaveExpired ? Event::What::Expired : Event::What::Released, before.name, whoIs(holder),
         holder.permits);
}

void Comparison::compareQueues(const Status &before, const Status &after)
{
    if (after.waiters > before.waiters)
        tell(Event::What::QueueGrew, after.name, {}, after.waiters);
    else if (after.waiters < before.waiters)
        tell(Event::What::QueueShrank, after.name, {}, after.waiters);
}

// An admission moves the end, also where as many have left the window meanwhile. The end lies no later
// than the first look says it from its answer on, and no earlier than the second from its question on.
void Comparison::compareUse(const Status &before, const Status &after)
{
    const bool isCounted = after.kind == Status::Kind::RateLimiter;
    if (isCounted && after.used > before.used)
        tell(Event::What::Admitted, after.name, {}, after.used - before.used);
    else if (isLimiter(after)
             && m_after.asked + after.remaining > m_before.answered + before.remaining + Tolerance)
        tell(Event::What::Admitted, after.name, {}, 0);
}

void Comparison::tell(Event::What what, const QString &name, const QString &who, qint64 count)
{
    m_events.append({what, name, who, count, m_after.wallClock});
}

} // namespace monitor
