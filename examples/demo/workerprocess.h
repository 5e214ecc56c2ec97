// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_WORKERPROCESS_H
#define DEMO_WORKERPROCESS_H

#include "record.h"

#include <QtCore/qprocess.h>

namespace demo {

struct Options;

// A worker as the supervisor sees it.
class WorkerProcess : public QObject
{
    Q_OBJECT

public:
    WorkerProcess(const Options &options, int number, QObject *parent);

    void start() { m_process.start(); }
    void begin();
    void stop() { m_process.closeWriteChannel(); }
    void kill() { m_process.kill(); }

Q_SIGNALS:
    void recorded(const demo::Record &record);
    void ended(bool well);

private:
    void read();
    void processFinished(int exitCode, QProcess::ExitStatus status);
    void processFailed(QProcess::ProcessError error);

    QProcess m_process;
};

} // namespace demo

#endif
