// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_SUPERVISOR_H
#define DEMO_SUPERVISOR_H

#include "board.h"
#include "line.h"
#include "options.h"
#include "report.h"

#include <QtCore/qtemporarydir.h>
#include <QtCore/qtimer.h>

#include <memory>

namespace redguard {
class LocalServer;
}

namespace demo {

class View;
class WorkerProcess;

// Starts a server and the workers, shows what they do, and counts it when they have ended.
class Supervisor : public QObject
{
    Q_OBJECT

public:
    explicit Supervisor(const Options &options, QObject *parent = nullptr);
    ~Supervisor() override;

    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void startServer();
    void startWorkers(const QString &url);
    void addWorker(int number);
    void recorded(const Record &record);
    void workerReady();
    void workerEnded(bool well);
    void show();
    void stop();
    void fail(const QString &why);
    void giveUp(const QString &why);
    void conclude();
    void print(const Report &report);
    [[nodiscard]] int exitCode(const Report &report) const;

    Options m_options;
    Outcome m_outcome;
    Board m_board;
    std::unique_ptr<View> m_view;
    Lines m_lastFrame;
    QTemporaryDir m_folder;
    redguard::LocalServer *m_server = nullptr;
    QList<WorkerProcess *> m_workers;
    QTimer m_frames;
    QTimer m_work;  // the time that the workers are given
    QTimer m_grace; // the time to end in
    std::chrono::nanoseconds m_begun {0};
    int m_ready = 0;
    int m_ended = 0;
    bool m_stopping = false;
};

} // namespace demo

#endif
