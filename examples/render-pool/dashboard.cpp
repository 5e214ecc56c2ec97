// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"

#include "preview.h"
#include "renderjob.h"

#include <QtCore/qtimer.h>

namespace render {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using console::Row;
using console::Rows;
using console::Style;
using redguard::ConnectionState;

namespace {

constexpr std::chrono::milliseconds Interval = 100ms;
constexpr int Widest = 76;
constexpr int Margin = 2;
constexpr int FactWidth = 24;

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

} // namespace

Dashboard::Dashboard(const Options &options, const RenderJob &job, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_job(job)
{
    m_time.start();
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
    m_area.show(rows());
}

int Dashboard::width() const
{
    return std::min(m_area.columns(), Widest) - Margin;
}

Rows Dashboard::rows() const
{
    Rows rows {title(), Row()};
    const Preview preview(m_job, width() - Margin, m_area.hasColor());
    for (int i = 0; i < preview.rows(); ++i) {
        rows << Row().to(Margin);
        preview.addRow(rows.last(), i);
    }
    rows << legend() << Row();
    addFacts(rows);
    if (!m_job.trouble().isEmpty())
        rows << Row().to(Margin).add(m_job.trouble(), styleOf(ConnectionState::Disconnected));
    return rows;
}

Row Dashboard::title() const
{
    Row row;
    row.to(Margin).add(u"%1:%2"_s.arg(m_options.nameSpace, m_options.name), Bold);
    row.add(u"  "_s + tr("permits for all programs: %1").arg(m_options.workers));
    return row.addRight(width(), stateText(m_job.connection()), styleOf(m_job.connection()));
}

Row Dashboard::legend() const
{
    Row row;
    row.to(Margin).add(m_area.hasColor() ? u"█ "_s : u"▒ "_s, {.foreground = RenderingColor});
    row.add(tr("in work here")).add(u"   "_s);
    row.add(m_area.hasColor() ? u"█ "_s : u"· "_s, {.foreground = WaitingColor});
    row.add(tr("waiting"));
    return row.addRight(width(), tr("%1 s").arg(double(m_time.elapsed()) / 1000, 0, 'f', 1), Dim);
}

void Dashboard::addFacts(Rows &rows) const
{
    const QList<std::pair<QString, QString>> facts {
        {tr("tiles done"), tr("%1 of %2").arg(m_job.done()).arg(m_job.tiling().count())},
        {tr("permits held"), tr("%1 of %2").arg(m_job.rendering()).arg(m_options.workers)},
        {tr("permits lost"), QString::number(m_job.lost())},
        {tr("created"), QString::number(m_job.created())},
        {tr("reused"), QString::number(m_job.reused())},
        {tr("disposed of"), QString::number(m_job.disposed())},
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

} // namespace render
