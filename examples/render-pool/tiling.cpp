// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "tiling.h"

#include <cmath>

namespace render {

namespace {

// Part `index` of `count` of a length; the parts differ by one at most.
int start(int length, int count, int index)
{
    return int(qint64(length) * index / count);
}

int partAt(int length, int count, int position)
{
    return int((qint64(position + 1) * count - 1) / length);
}

double distortion(QSize size, int columns, int rows)
{
    return std::abs(std::log(double(size.width()) / columns * rows / size.height()));
}

} // namespace

Tiling::Tiling(QSize size, int tiles)
    : m_size(size)
    , m_columns(tiles)
{
    for (int rows = 2; rows <= tiles; ++rows) {
        if (tiles % rows == 0 && distortion(size, tiles / rows, rows) < distortion(size, m_columns, m_rows)) {
            m_columns = tiles / rows;
            m_rows = rows;
        }
    }
}

QRect Tiling::area(int tile) const
{
    const int column = tile % m_columns;
    const int row = tile / m_columns;
    const QPoint from(start(m_size.width(), m_columns, column), start(m_size.height(), m_rows, row));
    const QPoint to(start(m_size.width(), m_columns, column + 1), start(m_size.height(), m_rows, row + 1));
    return {from, QSize(to.x() - from.x(), to.y() - from.y())};
}

int Tiling::tileAt(QPoint point) const
{
    return partAt(m_size.height(), m_rows, point.y()) * m_columns
        + partAt(m_size.width(), m_columns, point.x());
}

} // namespace render
