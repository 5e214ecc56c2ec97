// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "tileworker.h"

namespace render {

TileWorker::TileWorker(QSize size, int samples, QObject *parent)
    : QObject(parent)
    , m_size(size)
    , m_samples(samples)
{
}

// The table is made here and not in the constructor, which runs in the thread of the event loop.
void TileWorker::render(int tile, const QRect &area)
{
    if (!m_mandelbrot && !m_aborted)
        m_mandelbrot = std::make_unique<Mandelbrot>(m_size, m_samples);
    Q_EMIT rendered(tile, m_mandelbrot ? m_mandelbrot->render(area, m_aborted) : QImage());
}

} // namespace render
