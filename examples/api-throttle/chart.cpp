// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "chart.h"

#include <algorithm>
#include <cmath>

namespace throttle {

using namespace Qt::StringLiterals;
using console::Row;
using console::Style;

namespace {

QString bar(int eighths)
{
    return u" ▁▂▃▄▅▆▇█"_s.sliced(eighths, 1);
}

} // namespace

Chart::Chart(const QList<History::Use> &uses, int rows, bool color)
    : m_rows(rows)
    , m_color(color)
{
    const double top = rows * Eighths;
    for (const History::Use &use : uses) {
        const auto own = int(std::lround(std::clamp(use.own, 0., 1.) * top));
        const auto all = int(std::lround(std::clamp(use.own + use.others, 0., 1.) * top));
        m_columns.append({own, all});
    }
}

void Chart::addRow(Row &row, int fromTop) const
{
    for (const Column &column : m_columns)
        addCell(row, column, (m_rows - 1 - fromTop) * Eighths);
}

// A cell has two colours, which is enough unless both bars end within it: then the longer part shows.
void Chart::addCell(Row &row, const Column &column, int floor) const
{
    const int own = std::clamp(column.own - floor, 0, Eighths);
    const int all = std::clamp(column.all - floor, 0, Eighths);
    if (!m_color && own < all && own < Eighths / 2)
        row.add(all >= Eighths / 2 ? u"░"_s : u" "_s);
    else if (own == 0)
        row.add(bar(all), {.foreground = OthersColor});
    else if (own < Eighths && all == Eighths)
        row.add(bar(own), {.foreground = OwnColor, .background = OthersColor});
    else
        row.add(bar(all), {.foreground = own * 2 >= all ? OwnColor : OthersColor});
}

} // namespace throttle
