// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_CHART_H
#define THROTTLE_CHART_H

#include "history.h"

#include "console/row.h"

namespace throttle {

inline constexpr qint32 OwnColor = 0x5fafff;
inline constexpr qint32 OthersColor = 0xffaf5f;

// Columns of eighths of a character: what this process used, and on top of it what the others did.
class Chart
{
public:
    Chart(const QList<History::Use> &uses, int rows, bool color);

    // From the top, without what the row has already.
    void addRow(console::Row &row, int fromTop) const;

private:
    static constexpr int Eighths = 8;

    struct Column
    {
        int own = 0; // eighths of a row
        int all = 0;
    };

    void addCell(console::Row &row, const Column &column, int floor) const;

    QList<Column> m_columns;
    int m_rows;
    bool m_color;
};

} // namespace throttle

#endif
