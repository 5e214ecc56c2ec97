// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"

#include "preview.h"
#include "renderjob.h"

namespace render {

using namespace Qt::StringLiterals;
using console::Dim;
using console::Row;
using console::Rows;

Dashboard::Dashboard(const Options &options, const RenderJob &job, QObject *parent)
    : console::Dashboard({.name = u"%1:%2"_s.arg(options.nameSpace, options.name),
                          .rule = tr("permits for all programs: %1").arg(options.workers),
                          .widest = 76,
                          .factWidth = 24},
                         parent)
    , m_permits(options.workers)
    , m_job(job)
{
    m_time.start();
    start();
}

Dashboard::~Dashboard()
{
    draw();
}

redguard::ConnectionState Dashboard::connection() const
{
    return m_job.connection();
}

QString Dashboard::trouble() const
{
    return m_job.trouble();
}

void Dashboard::addPicture(Rows &rows) const
{
    const Preview preview(m_job, width() - Margin, hasColor());
    for (int i = 0; i < preview.rows(); ++i) {
        rows << Row().to(Margin);
        preview.addRow(rows.last(), i);
    }
    rows << legend();
}

Row Dashboard::legend() const
{
    Row row;
    row.to(Margin).add(hasColor() ? u"█ "_s : u"▒ "_s, {.foreground = RenderingColor});
    row.add(tr("in work here")).add(u"   "_s);
    row.add(hasColor() ? u"█ "_s : u"· "_s, {.foreground = WaitingColor});
    row.add(tr("waiting"));
    return row.addRight(width(), tr("%1 s").arg(double(m_time.elapsed()) / 1000, 0, 'f', 1), Dim);
}

QList<Dashboard::Fact> Dashboard::facts() const
{
    return {
        {tr("tiles done"), tr("%1 of %2").arg(m_job.done()).arg(m_job.tiling().count())},
        {tr("permits held"), tr("%1 of %2").arg(m_job.rendering()).arg(m_permits)},
        {tr("permits lost"), QString::number(m_job.lost())},
        {tr("created"), QString::number(m_job.created())},
        {tr("reused"), QString::number(m_job.reused())},
        {tr("disposed of"), QString::number(m_job.disposed())},
    };
}

} // namespace render
