// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"

#include "caller.h"
#include "chart.h"

#include "console/bootclock.h"

#include <QtCore/qtimer.h>

namespace throttle {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using console::Row;
using console::Rows;
using console::Style;
using redguard::ConnectionState;

namespace {

constexpr std::chrono::milliseconds Interval = 100ms;
constexpr int Widest = 72;
constexpr int Margin = 2;
constexpr int ChartRows = 5;
constexpr int FactWidth = 32;

constexpr Style Bold {.bold = true};
constexpr Style Dim {.dim = true};

QString stateText(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Disconnected:
        return Dashboard::tr("disconnected");
    case ConnectionState::Connecting:
        return Dashboard::tr("connecting");
    case ConnectionState::Connected:
        return Dashboard::tr("connected");
    case ConnectionState::Closed:
        break;
    }
    return Dashboard::tr("ended");
}

Style styleOf(ConnectionState state)
{
    return {.foreground = state == ConnectionState::Connected ? 0x87d787 : 0xff8787, .bold = true};
}

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

} // namespace

Dashboard::Dashboard(const Options &options, const Caller &caller, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_caller(caller)
    , m_history(options.rate)
{
    connect(&caller, &Caller::called, this, [this](const Call &call) { m_history.add(call); });
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &Dashboard::draw);
    timer->start(Interval);
    draw();
}

Dashboard::~Dashboard()
{
    draw();
}

void Dashboard::draw()
{
    m_area.update();
    m_now = console::bootTime();
    m_area.show(rows());
}

int Dashboard::width() const
{
    return std::min(m_area.columns(), Widest) - Margin;
}

Rows Dashboard::rows() const
{
    Rows rows {title(), Row()};
    addChart(rows);
    rows << legend() << Row();
    addFacts(rows);
    if (!m_caller.trouble().isEmpty())
        rows << Row().to(Margin).add(m_caller.trouble(), styleOf(ConnectionState::Disconnected));
    return rows;
}

int Dashboard::axisWidth() const
{
    return int(QString::number(m_options.rate.limit).size()) + 2;
}

Row Dashboard::title() const
{
    const QString state = stateText(m_caller.state());
    QString limit = tr("%1 per %2").arg(m_options.rate.limit).arg(spanText(m_options.rate.window));
    if (m_options.rate.algorithm == redguard::Algorithm::Paced)
        limit = tr("%1, paced").arg(limit);
    Row row;
    row.to(Margin).add(u"%1:%2"_s.arg(m_options.nameSpace, m_options.name), Bold);
    row.add(u"  "_s + limit);
    return row.addRight(width(), state, styleOf(m_caller.state()));
}

void Dashboard::addChart(Rows &rows) const
{
    const QList<History::Use> uses = m_history.uses(m_now, width() - Margin - axisWidth());
    const Chart chart(uses, ChartRows, m_area.hasColor());
    for (int i = 0; i < ChartRows; ++i) {
        Row row;
        const QString label = i == 0 ? QString::number(m_options.rate.limit) : QString();
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

Row Dashboard::legend() const
{
    const History::Use rates = m_history.perSecond(m_now, m_caller.tally().begun());
    Row row;
    row.to(Margin).add(u"█ "_s, {.foreground = OwnColor});
    row.add(tr("this process %1").arg(rateText(rates.own)), Bold);
    row.add(u"   "_s).add(m_area.hasColor() ? u"█ "_s : u"░ "_s, {.foreground = OthersColor});
    return row.add(tr("the others %1").arg(rateText(rates.others)));
}

void Dashboard::addFacts(Rows &rows) const
{
    const Tally &tally = m_caller.tally();
    const QList<std::pair<QString, QString>> facts {
        {tr("calls"), QString::number(tally.calls())},
        {tr("last wait"), secondsText(tally.lastWait())},
        {tr("remaining"), QString::number(m_caller.remaining())},
        {tr("mean wait"), secondsText(tally.meanWait())},
        {tr("retry after"), secondsText(m_caller.retryAfter())},
        {tr("longest wait"), secondsText(tally.longestWait())},
    };
    const int perRow = std::max(1, width() / FactWidth);
    for (qsizetype i = 0; i < facts.size(); ++i) {
        const int column = int(i % perRow) * FactWidth;
        if (column == 0)
            rows << Row();
        rows.last().to(Margin + column).add(facts[i].first, Dim);
        rows.last().addRight(column + FactWidth - 2, facts[i].second);
    }
}

} // namespace throttle
