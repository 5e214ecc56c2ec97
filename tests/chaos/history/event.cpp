// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "event.h"

#include <array>

namespace chaos {

namespace {

constexpr std::array<const char *, 14> Names = {"alive",    "invoke",    "queued",    "acquired", "admitted",
                                                "held",     "notHeld",   "releasing", "released", "lost",
                                                "timedOut", "cancelled", "failed",    "dropped"};

} // namespace

QByteArray nameOf(Event::What what)
{
    return Names.at(std::size_t(what));
}

QByteArray Event::toLine() const
{
    QByteArrayList words;
    words << QByteArray::number(qint64(time.count())) << QByteArray::number(qint64(since.count()))
          << nameOf(what) << QByteArray::number(request) << (name.isEmpty() ? QByteArray("-") : name)
          << QByteArray::number(fence) << QByteArray::number(permits)
          << QByteArray::number(qint64(span.count())) << text;
    return words.join(' ') + '\n';
}

std::optional<Event> Event::fromLine(const QByteArray &line)
{
    constexpr int Fixed = 8;
    const QByteArrayList words = line.split(' ');
    if (words.size() <= Fixed)
        return std::nullopt;
    const auto what = std::find(Names.begin(), Names.end(), words.at(2));
    if (what == Names.end())
        return std::nullopt;
    Event event;
    event.time = Instant(words.at(0).toLongLong());
    event.since = Instant(words.at(1).toLongLong());
    event.what = What(what - Names.begin());
    event.request = words.at(3).toULongLong();
    event.name = words.at(4) == "-" ? QByteArray() : words.at(4);
    event.fence = words.at(5).toLongLong();
    event.permits = words.at(6).toInt();
    event.span = Instant(words.at(7).toLongLong());
    event.text = words.mid(Fixed).join(' ');
    return event;
}

QList<Event> readHistory(const QByteArray &text)
{
    QList<Event> events;
    qsizetype from = 0;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        if (const auto event = Event::fromLine(text.mid(from, end - from)))
            events.append(*event);
        from = end + 1;
    }
    return events;
}

} // namespace chaos
