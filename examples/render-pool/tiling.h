// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_TILING_H
#define RENDER_TILING_H

#include <QtCore/qrect.h>

namespace render {

// A picture cut into so many tiles in rows, as near to squares as that number allows.
class Tiling
{
public:
    Tiling(QSize size, int tiles);

    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] int count() const { return m_columns * m_rows; }
    [[nodiscard]] QRect area(int tile) const;
    [[nodiscard]] int tileAt(QPoint point) const;

private:
    QSize m_size;
    int m_columns = 1;
    int m_rows = 1;
};

} // namespace render

#endif
