// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "workerprocess.h"

#include <QtCore/qfile.h>

#include <sys/wait.h>

#include <csignal>

namespace chaos {

using namespace Qt::StringLiterals;

WorkerProcess::WorkerProcess(const QString &program, int number, const QString &url, const Workload &load,
                             const QString &folder, quint32 seed)
    : m_program(program)
    , m_number(number)
    , m_url(url)
    , m_load(load)
    , m_folder(folder)
    , m_seed(seed)
    , m_clocks(u"%1/worker-%2.clocks"_s.arg(folder).arg(number))
{
}

WorkerProcess::~WorkerProcess()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(20'000);
}

bool WorkerProcess::start()
{
    const QByteArray label =
        "w" + QByteArray::number(m_number) + '.' + QByteArray::number(m_lives.size() + 1);
    const QString file = u"%1/%2.history"_s.arg(m_folder, QString::fromUtf8(label));
    m_lives.append({{label, {}, {}, {}}, file});
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(m_clocks.environment());
    m_process->setStandardOutputFile(file + u".log"_s);
    m_process->setStandardErrorFile(file + u".log"_s, QIODevice::Append);
    connect(m_process.get(), &QProcess::finished, this, &WorkerProcess::ended);
    const quint32 seed = m_seed * 1000 + quint32(m_lives.size());
    m_process->start(m_program, QStringList {m_url, file, QString::number(seed)} + m_load.toArguments());
    return m_process->waitForStarted();
}

void WorkerProcess::ended(int code, QProcess::ExitStatus status)
{
    Process &process = m_lives.last().process;
    if (process.killedAt)
        return;
    if (status == QProcess::CrashExit)
        process.complaint = "crashed";
    else if (code != 0)
        process.complaint = "ended with code " + QByteArray::number(code);
    else if (!m_finishing)
        process.complaint = "ended by itself";
}

void WorkerProcess::kill()
{
    if (!isRunning())
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(20'000);
    m_lives.last().process.killedAt = trueTime();
    m_stoppedAt = {};
}

void WorkerProcess::stop()
{
    if (!isRunning() || m_stoppedAt > Instant::zero())
        return;
    const auto pid = pid_t(m_process->processId());
    ::kill(pid, SIGSTOP);
    siginfo_t info {};
    waitid(P_PID, id_t(pid), &info, WSTOPPED | WEXITED | WNOWAIT); // until it has
    m_stoppedAt = trueTime();
}

void WorkerProcess::goOn()
{
    m_stoppedAt = {};
    if (isRunning())
        ::kill(pid_t(m_process->processId()), SIGCONT);
}

// Not where it was killed or told to go on meanwhile: a clock that runs must not go back.
void WorkerProcess::resume()
{
    if (m_stoppedAt > Instant::zero())
        m_clocks.sleptFor(trueTime() - m_stoppedAt);
    goOn();
}

void WorkerProcess::settle()
{
    if (isRunning())
        m_process->write("\n");
}

void WorkerProcess::finish()
{
    m_finishing = true;
    if (m_process)
        m_process->closeWriteChannel();
}

void WorkerProcess::killIfStuck()
{
    if (!isRunning())
        return;
    kill();
    m_lives.last().process.complaint = "did not end when it was told to";
}

QList<Process> WorkerProcess::histories() const
{
    QList<Process> processes;
    for (const Life &life : m_lives) {
        Process process = life.process;
        QFile file(life.file);
        if (file.open(QIODevice::ReadOnly))
            process.events = readHistory(file.readAll());
        else if (!process.killedAt) // or before it could
            process.complaint = "wrote no history";
        std::stable_sort(process.events.begin(), process.events.end(),
                         [](const Event &a, const Event &b) { return a.time < b.time; });
        processes.append(process);
    }
    return processes;
}

} // namespace chaos
