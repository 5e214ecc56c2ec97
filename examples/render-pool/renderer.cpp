// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "renderer.h"

#include "tileworker.h"

namespace render {

Renderer::Renderer(int number, QSize size, int samples, QObject *parent)
    : QObject(parent)
    , m_number(number)
    , m_worker(new TileWorker(size, samples))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &TileWorker::rendered, this, &Renderer::rendered);
    m_thread.start(QThread::LowPriority); // whoever looks on comes first
}

// Waits for a row of a tile at most.
Renderer::~Renderer()
{
    abort();
    m_thread.quit();
    m_thread.wait();
}

void Renderer::render(int tile, const QRect &area)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, tile, area] { worker->render(tile, area); });
}

void Renderer::abort()
{
    m_aborted = true;
    m_worker->abort();
}

} // namespace render
