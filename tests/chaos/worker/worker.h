// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WORKER_H
#define WORKER_H

#include "actor.h"

#include <QtCore/qsocketnotifier.h>

namespace chaos {

// A program that uses the library as hard as it can, until its input ends. Once there was something in its
// input, it makes nothing anew.
class Worker : public QObject
{
    Q_OBJECT

public:
    Worker(const QString &url, HistoryWriter &history, quint32 seed, const Workload &load);
    ~Worker() override;

Q_SIGNALS:
    void finished();

private:
    void build();
    void tear();
    void scheduleRebuild();
    void scheduleBlock();
    void readInput();
    void stop();
    void closeIfIdle();

    QString m_url;
    Workload m_load;
    HistoryWriter &m_history;
    Sampler m_sampler;
    QRandomGenerator m_random;
    Stage m_stage;
    std::unique_ptr<redguard::RedGuard> m_guard;
    std::vector<std::unique_ptr<Actor>> m_actors;
    QTimer m_alive;
    QSocketNotifier m_input;
    std::array<Instant, 3> m_awoke {};
    bool m_isSettled = false; // and has to get on with the guard that it has
    bool m_stopping = false;
    bool m_closing = false;
};

} // namespace chaos

#endif
