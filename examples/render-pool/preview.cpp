// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "preview.h"

#include "renderjob.h"

#include <algorithm>

namespace render {

using namespace Qt::StringLiterals;
using State = RenderJob::TileState;

namespace {

QString sign(State state)
{
    switch (state) {
    case State::Waiting:
        return u"·"_s;
    case State::Rendering:
        return u"▒"_s;
    case State::Done:
        break;
    }
    return u"█"_s;
}

QSize sizeFor(QSize picture, int columns)
{
    const int halfRows = std::max(1, columns * picture.height() / picture.width() / 2);
    return {columns, halfRows * 2};
}

} // namespace

Preview::Preview(const RenderJob &job, int columns, bool color)
    : m_job(job)
    , m_small(job.picture().scaled(sizeFor(job.picture().size(), columns), Qt::IgnoreAspectRatio,
                                   Qt::SmoothTransformation))
    , m_color(color)
{
}

void Preview::addRow(console::Row &row, int fromTop) const
{
    for (int x = 0; x < columns(); ++x) {
        const int y = fromTop * 2;
        if (m_color)
            row.add(u"▀"_s, {.foreground = colorAt(x, y), .background = colorAt(x, y + 1)});
        else
            row.add(sign(m_job.state(tileAt(x, y))));
    }
}

int Preview::tileAt(int x, int y) const
{
    const QSize size = m_job.tiling().size();
    return m_job.tiling().tileAt({x * size.width() / m_small.width(), y * size.height() / m_small.height()});
}

qint32 Preview::colorAt(int x, int y) const
{
    switch (m_job.state(tileAt(x, y))) {
    case State::Waiting:
        return WaitingColor;
    case State::Rendering:
        return RenderingColor;
    case State::Done:
        break;
    }
    return qint32(m_small.pixel(x, y) & 0xffffff);
}

} // namespace render
