// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_PREVIEW_H
#define RENDER_PREVIEW_H

#include "console/row.h"

#include <QtGui/qimage.h>

namespace render {

class RenderJob;

// The picture so far in so many characters, each of which shows two points above each other. Without
// colours it shows the states of the tiles.
class Preview
{
public:
    Preview(const RenderJob &job, int columns, bool color);

    [[nodiscard]] int columns() const { return m_small.width(); }
    [[nodiscard]] int rows() const { return m_small.height() / 2; }
    void addRow(console::Row &row, int fromTop) const;

private:
    [[nodiscard]] int tileAt(int x, int y) const;
    [[nodiscard]] qint32 colorAt(int x, int y) const;

    const RenderJob &m_job;
    QImage m_small;
    bool m_color;
};

inline constexpr qint32 RenderingColor = 0xffaf5f;
inline constexpr qint32 WaitingColor = 0x303030;

} // namespace render

#endif
