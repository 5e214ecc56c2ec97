// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WORKERPROCESS_H
#define WORKERPROCESS_H

#include "clockfile.h"
#include "run.h"
#include "workload.h"

namespace chaos {

// One worker, however often its process is killed and started again.
class WorkerProcess : public QObject
{
    Q_OBJECT

public:
    WorkerProcess(const QString &program, int number, const QString &url, const Workload &load,
                  const QString &folder, quint32 seed);
    ~WorkerProcess() override;

    [[nodiscard]] bool start();
    void kill(); // and no word of it
    void stop();
    void goOn();
    void suspend() { stop(); }
    void resume(); // as after a suspend for as long as it was stopped
    void stepClock(Instant by) { m_clocks.stepWallClock(by); }
    void settle(); // it makes no connection anew that does not come back by itself
    void finish(); // ends its input
    void killIfStuck();

    [[nodiscard]] bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    [[nodiscard]] int number() const { return m_number; }
    // All of its processes so far, with what they wrote.
    [[nodiscard]] QList<Process> histories() const;

private:
    struct Life
    {
        Process process;
        QString file;
    };

    void ended(int code, QProcess::ExitStatus status);

    QString m_program;
    int m_number;
    QString m_url;
    Workload m_load;
    QString m_folder;
    quint32 m_seed;
    ClockFile m_clocks;
    std::unique_ptr<QProcess> m_process;
    QList<Life> m_lives;
    Instant m_stoppedAt {};
    bool m_finishing = false;
};

} // namespace chaos

#endif
