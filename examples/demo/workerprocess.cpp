// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "workerprocess.h"

#include "options.h"

#include <QtCore/qcoreapplication.h>

namespace demo {

WorkerProcess::WorkerProcess(const Options &options, int number, QObject *parent)
    : QObject(parent)
{
    m_process.setProgram(QCoreApplication::applicationFilePath());
    m_process.setArguments(options.workerArguments(number));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &WorkerProcess::read);
    connect(&m_process, &QProcess::finished, this, &WorkerProcess::processFinished);
    connect(&m_process, &QProcess::errorOccurred, this, &WorkerProcess::processFailed);
}

void WorkerProcess::begin()
{
    m_process.write("begin\n");
}

void WorkerProcess::read()
{
    while (m_process.canReadLine()) {
        if (const auto record = Record::fromJson(m_process.readLine()))
            Q_EMIT recorded(*record);
    }
}

void WorkerProcess::processFinished(int exitCode, QProcess::ExitStatus status)
{
    read();
    Q_EMIT ended(status == QProcess::NormalExit && exitCode == 0);
}

// Every other error is followed by finished().
void WorkerProcess::processFailed(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart)
        Q_EMIT ended(false);
}

} // namespace demo
