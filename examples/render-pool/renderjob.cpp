// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "renderjob.h"

#include "console/exitcode.h"

#include <QtGui/qimagewriter.h>
#include <QtGui/qpainter.h>

#include <numeric>

namespace render {

using namespace std::chrono_literals;
using redguard::Error;
using redguard::ErrorCode;
using redguard::RedGuard;
using redguard::Result;

namespace {

constexpr std::chrono::milliseconds LongestEnd = 1s;

} // namespace

RenderJob::RenderJob(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_tiling(options.size, options.tiles)
    , m_picture(options.size, QImage::Format_RGB32)
    , m_guard(RedGuard::fromUrl(options.url, options.nameSpace, this))
    , m_states(std::size_t(m_tiling.count()))
    , m_waiting(std::size_t(m_tiling.count()))
{
    m_picture.fill(Qt::darkGray); // which shows through where a preview mixes points
    std::iota(m_waiting.begin(), m_waiting.end(), 0);
    connect(m_guard, &RedGuard::errorOccurred, this, &RenderJob::meet);
    connect(m_guard, &RedGuard::closed, this, [this] { Q_EMIT finished(m_exitCode); });
    connect(m_guard, &RedGuard::stateChanged, this, [this](redguard::ConnectionState state) {
        if (state == redguard::ConnectionState::Connected)
            m_trouble.clear();
    });
    setUpPool();
}

void RenderJob::setUpPool()
{
    m_pool =
        m_guard->pool<std::unique_ptr<Renderer>>(m_options.name, [this] { return Result(makeRenderer()); },
                                                 {.capacity = m_options.workers, .ttl = m_options.ttl});
    m_pool->setValidate([](std::unique_ptr<Renderer> &renderer) { return renderer->isUsable(); });
    m_pool->setDispose([this](std::unique_ptr<Renderer> &renderer) {
        renderer->abort();
        ++m_disposed;
    });
    connect(m_pool, &Pool::lost, this, &RenderJob::permitLost);
}

std::unique_ptr<Renderer> RenderJob::makeRenderer()
{
    auto renderer = std::make_unique<Renderer>(++m_created, m_options.size, m_options.samples);
    connect(renderer.get(), &Renderer::rendered, this, &RenderJob::rendered);
    return renderer;
}

void RenderJob::start()
{
    if (const Error error = m_guard->error()) // a URL that is none
        meet(error);
    else
        askForRenderers();
}

void RenderJob::interrupt()
{
    end(console::Interrupted);
}

// As many as could ever be had, and no more than there is to do.
void RenderJob::askForRenderers()
{
    const auto most = std::size_t(m_options.workers);
    while (!m_ending && m_asked < m_waiting.size() && m_asked + m_active.size() < most) {
        ++m_asked;
        m_pool->acquireAsync(redguard::Forever, this,
                             [this](const Result<Pool::Resource> &renderer) { answered(renderer); });
    }
}

void RenderJob::answered(const Result<Pool::Resource> &renderer)
{
    --m_asked;
    if (m_ending)
        return;
    if (renderer)
        begin(*renderer);
    else
        meet(renderer.error());
    askForRenderers();
}

void RenderJob::begin(const Pool::Resource &renderer)
{
    if (m_waiting.empty())
        return; // and it goes back with its last copy
    const int tile = m_waiting.front();
    m_waiting.pop_front();
    m_states[std::size_t(tile)] = TileState::Rendering;
    m_active.emplace(tile, renderer);
    ++m_begun;
    Q_EMIT tileBegun(tile, (*renderer)->number());
    (*renderer)->render(tile, m_tiling.area(tile));
}

void RenderJob::rendered(int tile, const QImage &image)
{
    const auto found = m_active.find(tile);
    if (found == m_active.end())
        return;
    if (!image.isNull() && found->second.lease().isHeld())
        keep(tile, image);
    else
        renderAgain(tile);
    m_active.erase(found); // the last copy: renderer and permit go back with it
    if (m_done == m_tiling.count())
        save();
    else
        QMetaObject::invokeMethod(this, &RenderJob::askForRenderers, Qt::QueuedConnection);
}

void RenderJob::keep(int tile, const QImage &image)
{
    QPainter(&m_picture).drawImage(m_tiling.area(tile).topLeft(), image);
    m_states[std::size_t(tile)] = TileState::Done;
    ++m_done;
    Q_EMIT tileEnded(tile, rendererOf(tile));
}

void RenderJob::renderAgain(int tile)
{
    m_states[std::size_t(tile)] = TileState::Waiting;
    m_waiting.push_front(tile);
    ++m_lost;
    Q_EMIT tileLost(tile, rendererOf(tile));
}

int RenderJob::rendererOf(int tile) const
{
    return (*m_active.at(tile))->number();
}

// Another program may render in its place at once.
void RenderJob::permitLost(const redguard::LeaseInfo &lease)
{
    for (const auto &[tile, renderer] : m_active) {
        if (renderer.lease().info().requestId() == lease.requestId())
            (*renderer)->abort();
    }
}

void RenderJob::meet(const Error &error)
{
    if (m_ending)
        return;
    const bool isNew = std::exchange(m_trouble, error.message()) != error.message();
    const int exitCode = console::exitCodeOf(error.code());
    if (exitCode != console::Success)
        end(exitCode);
    else if (isNew) // and not once for every attempt
        Q_EMIT troubled(m_trouble);
}

void RenderJob::save()
{
    QImageWriter writer(m_options.output);
    const bool isWritten = writer.write(m_picture);
    if (!isWritten)
        m_trouble = tr("%1 cannot be written: %2").arg(m_options.output, writer.errorString());
    end(isWritten ? console::Success : console::NotWritten);
}

// What is held goes back at once, so that others go on.
void RenderJob::end(int exitCode)
{
    if (std::exchange(m_ending, true))
        return;
    m_exitCode = exitCode;
    m_active.clear();
    m_pool->clear();
    m_guard->closeWithin(LongestEnd);
}

QString RenderJob::summary() const
{
    return tr("%1: %2 of %3 tiles; renderers: %4 created, %5 reused, %6 disposed of; %7 permits lost")
        .arg(m_options.output)
        .arg(m_done)
        .arg(m_tiling.count())
        .arg(m_created)
        .arg(reused())
        .arg(m_disposed)
        .arg(m_lost);
}

} // namespace render
