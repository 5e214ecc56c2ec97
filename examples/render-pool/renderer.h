// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_RENDERER_H
#define RENDER_RENDERER_H

#include <QtCore/qthread.h>

#include <QtGui/qimage.h>

namespace render {

class TileWorker;

// The expensive resource: a thread, and the table that it computes before its first tile.
class Renderer : public QObject
{
    Q_OBJECT

public:
    Renderer(int number, QSize size, int samples, QObject *parent = nullptr);
    ~Renderer() override;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isUsable() const { return m_thread.isRunning() && !m_aborted; }
    void render(int tile, const QRect &area);
    // The tile in hand comes out null; the renderer is of no use any more.
    void abort();

Q_SIGNALS:
    void rendered(int tile, const QImage &image);

private:
    int m_number;
    QThread m_thread;
    TileWorker *m_worker;
    bool m_aborted = false;
};

} // namespace render

#endif
