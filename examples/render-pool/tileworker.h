// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_TILEWORKER_H
#define RENDER_TILEWORKER_H

#include "mandelbrot.h"

#include <QtCore/qobject.h>

#include <memory>

namespace render {

// What a renderer does in its own thread.
class TileWorker : public QObject
{
    Q_OBJECT

public:
    TileWorker(QSize size, int samples, QObject *parent = nullptr);

    // From any thread: the tile in hand comes out null, and so do those after it.
    void abort() { m_aborted = true; }

    void render(int tile, const QRect &area);

Q_SIGNALS:
    void rendered(int tile, const QImage &image);

private:
    QSize m_size;
    int m_samples;
    std::unique_ptr<Mandelbrot> m_mandelbrot;
    std::atomic_bool m_aborted = false;
};

} // namespace render

#endif
