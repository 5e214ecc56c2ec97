// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"

#include "caller.h"
#include "chart.h"

#include "console/bootclock.h"

namespace throttle {

using namespace Qt::StringLiterals;
using console::Bold;
using console::Dim;
using console::Row;
using console::Rows;

namespace {

constexpr int ChartRows = 5;

QString rateText(double perSecond)
{
    return Dashboard::tr("%1/s").arg(perSecond, 0, 'f', 1);
}

QString spanText(std::chrono::nanoseconds span)
{
    const double seconds = std::chrono::duration<double>(span).count();
    return seconds < 600 ? Dashboard::tr("%1 s").arg(seconds)
                         : Dashboard::tr("%1 min").arg(seconds / 60, 0, 'f', 0);
}

QString ruleText(const redguard::RateLimiterOptions &rate)
{
    const QString limit = Dashboard::tr("%1 per %2").arg(rate.limit).arg(spanText(rate.window));
    return rate.algorithm == redguard::Algorithm::Paced ? Dashboard::tr("%1, paced").arg(limit) : limit;
}

} // namespace

Dashboard::Dashboard(const Options &options, const Caller &caller, QObject *parent)
    : console::Dashboard({.name = u"%1:%2"_s.arg(options.nameSpace, options.name),
                          .rule = ruleText(options.rate),
                          .widest = 72,
                          .factWidth = 32},
                         parent)
    , m_limit(options.rate.limit)
    , m_caller(caller)
    , m_history(options.rate)
{
    connect(&caller, &Caller::called, this, [this](const Call &call) { m_history.add(call); });
    start();
}

Dashboard::~Dashboard()
{
    draw();
}

redguard::ConnectionState Dashboard::connection() const
{
    return m_caller.state();
}

QString Dashboard::trouble() const
{
    return m_caller.trouble();
}

void Dashboard::addPicture(Rows &rows) const
{
    const auto now = console::bootTime();
    addChart(rows, now);
    rows << legend(now);
}

int Dashboard::axisWidth() const
{
    return int(QString::number(m_limit).size()) + 2;
}

void Dashboard::addChart(Rows &rows, std::chrono::nanoseconds now) const
{
    const QList<History::Use> uses = m_history.uses(now, width() - Margin - axisWidth());
    const Chart chart(uses, ChartRows, hasColor());
    for (int i = 0; i < ChartRows; ++i) {
        Row row;
        const QString label = i == 0 ? QString::number(m_limit) : QString();
        row.addRight(Margin + axisWidth() - 1, label, Dim).add(i == 0 ? u"┤"_s : u"│"_s, Dim);
        chart.addRow(row, i);
        rows << row;
    }
    Row axis;
    axis.addRight(Margin + axisWidth() - 1, u"0"_s, Dim).add(u"└"_s + QString(uses.size(), u'─'), Dim);
    Row labels;
    labels.to(Margin + axisWidth()).add(tr("%1 ago").arg(spanText(m_history.length())), Dim);
    labels.addRight(Margin + axisWidth() + int(uses.size()), tr("now"), Dim);
    rows << axis << labels;
}

Row Dashboard::legend(std::chrono::nanoseconds now) const
{
    const History::Use rates = m_history.perSecond(now, m_caller.tally().begun());
    Row row;
    row.to(Margin).add(u"█ "_s, {.foreground = OwnColor});
    row.add(tr("this process %1").arg(rateText(rates.own)), Bold);
    row.add(u"   "_s).add(hasColor() ? u"█ "_s : u"░ "_s, {.foreground = OthersColor});
    return row.add(tr("the others %1").arg(rateText(rates.others)));
}

QList<Dashboard::Fact> Dashboard::facts() const
{
    const Tally &tally = m_caller.tally();
    return {
        {tr("calls"), QString::number(tally.calls())},
        {tr("last wait"), secondsText(tally.lastWait())},
        {tr("remaining"), QString::number(m_caller.remaining())},
        {tr("mean wait"), secondsText(tally.meanWait())},
        {tr("waiting for"), secondsText(m_caller.waiting())},
        {tr("longest wait"), secondsText(tally.longestWait())},
    };
}

} // namespace throttle
