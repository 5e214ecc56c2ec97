// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "wording.h"

#include <cmath>

namespace monitor {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

QString Wording::kind(Kind kind)
{
    switch (kind) {
    case Kind::Unused:
        return tr("Unused");
    case Kind::Lock:
        return tr("Lock");
    case Kind::Semaphore:
        return tr("Semaphore");
    case Kind::RateLimiter:
        return tr("Rate limiter");
    case Kind::PacedLimiter:
        return tr("Paced limiter");
    case Kind::Foreign:
        return tr("Not RedGuard's");
    }
    return {};
}

QString Wording::mark(Kind kind)
{
    switch (kind) {
    case Kind::Unused:
        return u"–"_s;
    case Kind::Lock:
        return tr("L", "Lock");
    case Kind::Semaphore:
        return tr("S", "Semaphore");
    case Kind::RateLimiter:
        return tr("R", "Rate limiter");
    case Kind::PacedLimiter:
        return tr("P", "Paced limiter");
    case Kind::Foreign:
        return u"?"_s;
    }
    return {};
}

QString Wording::duration(std::chrono::milliseconds duration)
{
    const auto hours = std::chrono::floor<std::chrono::hours>(duration).count();
    const auto minutes = std::chrono::floor<std::chrono::minutes>(duration).count() % 60;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration).count() % 60;
    if (hours > 0)
        return u"%1:%2:%3"_s.arg(hours)
            .arg(minutes, 2, 10, QLatin1Char('0'))
            .arg(seconds, 2, 10, QLatin1Char('0'));
    return u"%1:%2"_s.arg(minutes).arg(seconds, 2, 10, QLatin1Char('0'));
}

// Not one text with %n, which has a plural only in a translation.
QString Wording::permits(qint64 count)
{
    return count == 1 ? tr("1 permit") : tr("%1 permits").arg(count);
}

QString Wording::holder(const redguard::Status::Holder &holder)
{
    return holder.client.isEmpty() ? holder.token : holder.client;
}

QString Wording::holders(const redguard::Status &status)
{
    QStringList names;
    for (const redguard::Status::Holder &each : status.holders)
        names.append(holder(each));
    names.sort();
    names.removeDuplicates();
    if (names.size() > 2)
        return tr("%1 and %n others", nullptr, int(names.size()) - 1).arg(names.first());
    return names.join(u", "_s);
}

QString Wording::use(const redguard::Status &status)
{
    if (status.kind == Kind::Semaphore && status.used > 0)
        return permits(status.used);
    if (status.kind == Kind::RateLimiter)
        return tr("%n in window", nullptr, int(status.used));
    if (status.kind == Kind::PacedLimiter)
        return tr("pacing");
    return {};
}

QString Wording::brief(const redguard::Status &status)
{
    QStringList parts {kind(status.kind)};
    const bool isLease = status.kind == Kind::Lock || status.kind == Kind::Semaphore;
    if (isLease)
        parts.append(status.holders.isEmpty() ? tr("free") : tr("held by %1").arg(holders(status)));
    if (const QString used = use(status); !used.isEmpty())
        parts.append(used);
    if (status.waiters > 0)
        parts.append(tr("%n waiting", nullptr, int(status.waiters)));
    return parts.join(u", "_s);
}

QString Wording::summary(const redguard::Status &status, std::chrono::milliseconds left)
{
    return left > 0ms ? tr("%1, %2 left").arg(brief(status), duration(left)) : brief(status);
}

QString Wording::event(const Event &event)
{
    const int count = int(event.count);
    switch (event.what) {
    case Event::What::Granted:
        return count > 1 ? tr("granted to %1, %2").arg(event.who, permits(count))
                         : tr("granted to %1").arg(event.who);
    case Event::What::Released:
        return tr("released by %1").arg(event.who);
    case Event::What::Expired:
        return tr("lease of %1 expired").arg(event.who);
    case Event::What::Passed:
        return tr("granted and gone between two looks");
    case Event::What::Vanished:
        return tr("deleted on the server");
    case Event::What::QueueGrew:
        return tr("queue grew to %n", nullptr, count);
    case Event::What::QueueShrank:
        return tr("queue shrank to %n", nullptr, count);
    case Event::What::Admitted:
        return count > 0 ? tr("%n admitted", nullptr, count) : tr("admitted some");
    }
    return {};
}

QString Wording::sign(Event::What what)
{
    switch (what) {
    case Event::What::Granted:
        return u"●"_s;
    case Event::What::Released:
        return u"○"_s;
    case Event::What::Expired:
    case Event::What::Vanished:
        return u"✕"_s;
    case Event::What::Passed:
        return u"◐"_s;
    case Event::What::QueueGrew:
        return u"↑"_s;
    case Event::What::QueueShrank:
        return u"↓"_s;
    case Event::What::Admitted:
        return u"→"_s;
    }
    return {};
}

QString Wording::history(const History &history, Kind kind)
{
    if (history.samples().empty())
        return tr("No look yet");
    const auto &now = history.samples().back();
    QStringList parts;
    if (kind == Kind::Lock || kind == Kind::Semaphore) {
        parts << tr("held at %1 % of the looks").arg(std::lround(history.heldShare() * 100));
        parts << tr("%1 waiting now, at most %2").arg(now.waiters).arg(history.mostWaiters());
    }
    if (kind == Kind::Semaphore)
        parts << tr("permits held: %1 now, at most %2").arg(now.used).arg(history.mostUsed());
    if (kind == Kind::RateLimiter)
        parts << tr("%1 in the window now, at most %2").arg(now.used).arg(history.mostUsed());
    return tr("The last 2 minutes: %1").arg(parts.isEmpty() ? tr("in use") : parts.join(u"; "_s));
}

} // namespace monitor
