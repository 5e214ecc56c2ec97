// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include "promises.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Look = Style::Look;

namespace {

constexpr int Margin = 2;
constexpr int WhatColumn = 17;
constexpr int MarkColumn = 70;

QString nameOf(Kind kind)
{
    static const QString names[] = {u"lock"_s, u"semaphore"_s, u"rate limiter"_s, u"pool"_s};
    return names[std::size_t(kind)];
}

double milliseconds(Time time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

double seconds(Time time)
{
    return std::chrono::duration<double>(time).count();
}

double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

QString inMilliseconds(Time time)
{
    return u"%1 ms"_s.arg(milliseconds(time), 0, 'f', time < 10ms ? 1 : 0);
}

Line heading(const QString &left, std::initializer_list<std::pair<int, const char *>> columns)
{
    Line line;
    line.to(Margin).add(left, Look::Bold);
    for (const auto &[end, text] : columns)
        line.addRight(end, QString::fromUtf8(text), Look::Dim);
    return line;
}

Line note(const QString &text, Look look = Look::Dim)
{
    return Line().to(Margin).add(text, look);
}

} // namespace

Line Report::Check::line(bool isFirst) const
{
    Line line;
    line.to(Margin).add(isFirst ? subject : QString()).to(WhatColumn).add(what);
    line.addRight(52, most == 0 ? u"0"_s : u"≤ %1"_s.arg(most));
    line.addRight(64, QString::number(counted), isKept() ? Look::Bold : Look::Bad);
    line.to(MarkColumn).add(isKept() ? u"ok"_s : u"BROKEN"_s, isKept() ? Look::Good : Look::Bad);
    return line;
}

QJsonObject Report::Check::toJson() const
{
    return {{u"of"_s, subject},
            {u"what"_s, what},
            {u"most"_s, most},
            {u"counted"_s, counted},
            {u"ok"_s, isKept()}};
}

Report::Report(const Outcome &outcome)
    : m_outcome(outcome)
    , m_tally(outcome.records)
{
    const QString window = u"admitted within %1 ms"_s.arg(MeasuredWindow.count());
    m_checks = {
        {nameOf(Kind::Lock), u"updates lost"_s, lostUpdates(), 0},
        {nameOf(Kind::Lock), u"fences out of order"_s, m_tally.fencesOutOfOrder, 0},
        {nameOf(Kind::Lock), u"holders at once"_s, m_tally[Kind::Lock].mostAtOnce, 1},
        {nameOf(Kind::Semaphore), u"permits in use at once"_s, m_tally[Kind::Semaphore].mostAtOnce, Permits},
        {nameOf(Kind::RateLimiter), window, m_tally.mostAdmissions, Limit},
        {nameOf(Kind::Pool), u"tables in use at once"_s, m_tally[Kind::Pool].mostAtOnce, Tables},
        {u"all"_s, u"never acquired at all"_s, unused(), 0},
        {u"all"_s, u"processes that failed"_s, outcome.workers - outcome.workersFinished, 0},
    };
}

// Numbers that stay at zero because nothing happened are no proof.
int Report::unused() const
{
    return int(std::count_if(std::begin(Kinds), std::end(Kinds),
                             [this](Kind kind) { return m_tally[kind].acquired == 0; }));
}

bool Report::isKept() const
{
    return m_outcome.failures.isEmpty()
        && std::all_of(m_checks.begin(), m_checks.end(), std::mem_fn(&Check::isKept));
}

Lines Report::table() const
{
    Lines lines;
    if (hasRun()) {
        addChecks(lines);
        addUses(lines);
        addNotes(lines);
    }
    for (const QString &failure : m_outcome.failures)
        lines << note(failure, Look::Bad);
    return lines << verdict();
}

void Report::addChecks(Lines &lines) const
{
    lines << note(u"%1 processes, %2 s, %3"_s.arg(m_outcome.workers)
                      .arg(seconds(m_outcome.duration), 0, 'f', 1)
                      .arg(m_outcome.server));
    lines << Line() << heading(u"Promised"_s, {{52, "promise"}, {64, "counted"}});
    QString subject;
    for (const Check &check : m_checks)
        lines << check.line(std::exchange(subject, check.subject) != check.subject);
    lines << Line();
}

void Report::addUses(Lines &lines) const
{
    lines << heading(u"Waited"_s, {{30, "times"}, {42, "median"}, {53, "95 %"}, {64, "longest"}});
    for (const Kind kind : Kinds)
        lines << useLine(kind);
    lines << Line();
}

Line Report::useLine(Kind kind) const
{
    const Use &use = m_tally[kind];
    Line line;
    line.to(Margin).add(nameOf(kind)).addRight(30, QString::number(use.acquired));
    line.addRight(42, inMilliseconds(use.waiting.median)).addRight(53, inMilliseconds(use.waiting.p95));
    return line.addRight(64, inMilliseconds(use.waiting.longest));
}

void Report::addNotes(Lines &lines) const
{
    lines << note(u"%1 added, and %2 in the file; %3 tables made, and reused %4 times."_s.arg(m_tally.updates)
                      .arg(m_outcome.counter)
                      .arg(m_tally.resourcesMade)
                      .arg(m_tally[Kind::Pool].acquired - m_tally.resourcesMade));
    lines << note(
        u"%1 ms: %2 s less the slack by which an admission may trail its slot"_s.arg(MeasuredWindow.count())
            .arg(seconds(Window)));
}

Line Report::verdict() const
{
    if (!hasRun())
        return note(u"There is nothing to count."_s, Look::Bad);
    if (!isKept())
        return note(u"Not every promise was kept."_s, Look::Bad);
    if (m_outcome.interrupted)
        return note(u"Interrupted. Every promise was kept until then."_s, Look::Bold);
    return note(u"Every promise was kept."_s, Look::Good);
}

QJsonObject Report::useJson(Kind kind) const
{
    const Use &use = m_tally[kind];
    return {
        {u"acquired"_s, use.acquired},
        {u"waitedMs"_s,
         QJsonObject {{u"median"_s, rounded(milliseconds(use.waiting.median))},
                      {u"p95"_s, rounded(milliseconds(use.waiting.p95))},
                      {u"longest"_s, rounded(milliseconds(use.waiting.longest))}}},
    };
}

QJsonObject Report::lockJson() const
{
    QJsonObject object = useJson(Kind::Lock);
    object.insert(u"updates"_s, m_tally.updates);
    object.insert(u"counter"_s, m_outcome.counter);
    object.insert(u"lostUpdates"_s, lostUpdates());
    object.insert(u"fencesOutOfOrder"_s, m_tally.fencesOutOfOrder);
    object.insert(u"mostHolders"_s, m_tally[Kind::Lock].mostAtOnce);
    return object;
}

QJsonObject Report::semaphoreJson() const
{
    QJsonObject object = useJson(Kind::Semaphore);
    object.insert(u"capacity"_s, Permits);
    object.insert(u"mostPermits"_s, m_tally[Kind::Semaphore].mostAtOnce);
    return object;
}

QJsonObject Report::limiterJson() const
{
    QJsonObject object = useJson(Kind::RateLimiter);
    object.insert(u"limit"_s, Limit);
    object.insert(u"windowMs"_s, qint64(Window.count()));
    object.insert(u"slackMs"_s, qint64(Slack.count()));
    object.insert(u"mostAdmissions"_s, m_tally.mostAdmissions);
    return object;
}

QJsonObject Report::poolJson() const
{
    QJsonObject object = useJson(Kind::Pool);
    object.insert(u"capacity"_s, Tables);
    object.insert(u"mostInUse"_s, m_tally[Kind::Pool].mostAtOnce);
    object.insert(u"made"_s, m_tally.resourcesMade);
    object.insert(u"reused"_s, m_tally[Kind::Pool].acquired - m_tally.resourcesMade);
    return object;
}

QJsonObject Report::toJson() const
{
    QJsonArray checks;
    for (const Check &check : m_checks)
        checks.append(check.toJson());
    return {
        {u"ok"_s, isKept()},
        {u"interrupted"_s, m_outcome.interrupted},
        {u"server"_s, m_outcome.server},
        {u"seconds"_s, rounded(seconds(m_outcome.duration))},
        {u"workers"_s,
         QJsonObject {{u"started"_s, m_outcome.workers}, {u"finished"_s, m_outcome.workersFinished}}},
        {u"lock"_s, lockJson()},
        {u"semaphore"_s, semaphoreJson()},
        {u"limiter"_s, limiterJson()},
        {u"pool"_s, poolJson()},
        {u"checks"_s, checks},
        {u"failures"_s, QJsonArray::fromStringList(m_outcome.failures)},
    };
}

} // namespace demo
