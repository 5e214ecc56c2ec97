// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_RENDERJOB_H
#define RENDER_RENDERJOB_H

#include "options.h"
#include "renderer.h"
#include "tiling.h"

#include <RedGuard/RedGuard>

#include <deque>
#include <map>
#include <memory>

namespace render {

// Renders the picture with the renderers of a pool whose permits are shared with other programs.
class RenderJob : public QObject
{
    Q_OBJECT

public:
    enum class TileState : quint8 { Waiting, Rendering, Done };

    explicit RenderJob(const Options &options, QObject *parent = nullptr);

    void start();
    void interrupt();

    [[nodiscard]] const Tiling &tiling() const { return m_tiling; }
    [[nodiscard]] const QImage &picture() const { return m_picture; }
    [[nodiscard]] TileState state(int tile) const { return m_states[std::size_t(tile)]; }
    [[nodiscard]] redguard::ConnectionState connection() const { return m_guard->state(); }
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] int rendering() const { return int(m_active.size()); }
    [[nodiscard]] int created() const { return m_created; }
    [[nodiscard]] int reused() const { return m_begun - m_created; }
    [[nodiscard]] int disposed() const { return m_disposed; }
    [[nodiscard]] int lost() const { return m_lost; }
    [[nodiscard]] QString trouble() const { return m_trouble; }
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void tileBegun(int tile, int renderer);
    void tileEnded(int tile, int renderer);
    // Its permit is gone, and the tile is rendered again.
    void tileLost(int tile, int renderer);
    // It goes on by itself once this is over.
    void troubled(const QString &why);
    void finished(int exitCode);

private:
    using Pool = redguard::SharedResourcePool<std::unique_ptr<Renderer>>;

    void setUpPool();
    [[nodiscard]] std::unique_ptr<Renderer> makeRenderer();
    void askForRenderers();
    void answered(const redguard::Result<Pool::Resource> &renderer);
    void begin(const Pool::Resource &renderer);
    void rendered(int tile, const QImage &image);
    void keep(int tile, const QImage &image);
    void renderAgain(int tile);
    [[nodiscard]] int rendererOf(int tile) const;
    void permitLost(const redguard::LeaseInfo &lease);
    void meet(const redguard::Error &error);
    void save();
    void end(int exitCode);

    Options m_options;
    Tiling m_tiling;
    QImage m_picture;
    redguard::RedGuard *m_guard;
    Pool *m_pool;
    std::vector<TileState> m_states;
    std::deque<int> m_waiting;
    std::map<int, Pool::Resource> m_active; // by tile
    std::size_t m_asked = 0;
    int m_done = 0;
    int m_created = 0;
    int m_begun = 0;
    int m_disposed = 0;
    int m_lost = 0;
    QString m_trouble;
    int m_exitCode = 0;
    bool m_ending = false;
};

} // namespace render

#endif
