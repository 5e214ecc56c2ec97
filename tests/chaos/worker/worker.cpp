// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "worker.h"

#include <QtCore/qabstracteventdispatcher.h>

#include <unistd.h>

namespace chaos {

using namespace std::chrono_literals;

Worker::Worker(const QString &url, HistoryWriter &history, quint32 seed, const Workload &load)
    : m_url(url)
    , m_load(load)
    , m_history(history)
    , m_random(seed)
    , m_stage {m_load, history, m_sampler, m_random}
    , m_input(STDIN_FILENO, QSocketNotifier::Read)
{
    m_alive.setTimerType(Qt::PreciseTimer);
    m_alive.callOnTimeout(this, [this] { m_history.write({.what = Event::What::Alive}); });
    m_alive.start(50ms);
    // An outcome is delivered in the turn of the event loop in which it was decided or in the next one.
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [this] {
        m_awoke = {m_awoke[1], m_awoke[2], trueTime()};
        m_stage.loopSince = m_awoke[0];
    });
    connect(&m_input, &QSocketNotifier::activated, this, &Worker::readInput);
    build();
    scheduleRebuild();
    scheduleBlock();
}

Worker::~Worker()
{
    tear();
}

void Worker::build()
{
    m_guard = std::make_unique<redguard::RedGuard>(m_url, QString(),
                                                   redguard::GuardOptions {.connectTimeout = 2s,
                                                                           .commandTimeout = m_stage.patience,
                                                                           .healthCheckInterval = 1s});
    for (const Subject &subject : std::as_const(m_load.subjects)) {
        for (int i = 0; i < m_load.objects; ++i) {
            m_actors.push_back(std::make_unique<Actor>(subject, m_guard.get(), m_stage, nullptr));
            connect(m_actors.back().get(), &Actor::idle, this, &Worker::closeIfIdle, Qt::QueuedConnection);
        }
    }
}

void Worker::tear()
{
    m_actors.clear();
    m_guard.reset();
}

void Worker::scheduleRebuild()
{
    if (m_load.rebuild == 0ms)
        return;
    QTimer::singleShot(m_load.rebuild / 2 + m_stage.upTo(m_load.rebuild), this, [this] {
        if (m_stopping || m_isSettled)
            return;
        tear();
        build();
        scheduleRebuild();
    });
}

void Worker::scheduleBlock()
{
    if (m_load.block == 0ms)
        return;
    QTimer::singleShot(1s + m_stage.upTo(6s), this, [this] {
        std::this_thread::sleep_for(m_stage.upTo(m_load.block));
        scheduleBlock();
    });
}

void Worker::readInput()
{
    char byte = 0;
    if (::read(STDIN_FILENO, &byte, 1) > 0)
        m_isSettled = true;
    else
        stop();
}

void Worker::stop()
{
    m_input.setEnabled(false);
    m_stopping = true;
    for (const auto &actor : m_actors)
        actor->stop();
    closeIfIdle();
}

void Worker::closeIfIdle()
{
    const bool idle = m_stopping
        && std::all_of(m_actors.begin(), m_actors.end(), [](const auto &actor) { return actor->isIdle(); });
    if (!idle || std::exchange(m_closing, true))
        return;
    connect(m_guard.get(), &redguard::RedGuard::closed, this, &Worker::finished);
    m_guard->closeWithin(5s);
}

} // namespace chaos
