// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "node.h"

#include "local/serverprogram.h"

#include <QtCore/qdir.h>

#include <sys/prctl.h>

#include <csignal>

namespace chaos {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString made(const QString &folder)
{
    QDir().mkpath(folder);
    return folder;
}

} // namespace

Node::Node(const QString &folder, quint16 port)
    : m_folder(made(folder))
    , m_port(port)
    , m_clocks(path("clocks"))
    , m_link(socketPath())
    , m_eye(socketPath())
{
    m_process.setProcessEnvironment(m_clocks.environment());
    m_process.setStandardOutputFile(path("log"), QIODevice::Append);
    m_process.setStandardErrorFile(path("log"), QIODevice::Append);
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    // Its port may be somebody's for a moment.
    connect(&m_process, &QProcess::finished, this, [this] {
        if (m_isWanted)
            QTimer::singleShot(100ms, this, &Node::run);
    });
}

Node::~Node()
{
    kill();
}

QString Node::path(const char *name) const
{
    return QDir(m_folder).filePath(QLatin1StringView(name));
}

void Node::copyLog(const QString &folder) const
{
    const QString copy = u"%1/%2.log"_s.arg(folder, QDir(m_folder).dirName());
    QFile::remove(copy);
    if (!QFile::copy(path("log"), copy))
        qWarning("No log of a server in %s", qPrintable(folder));
}

void Node::launch(const QStringList &more)
{
    m_more = more;
    m_isWanted = true;
    run();
}

void Node::run()
{
    if (m_isWanted && m_process.state() == QProcess::NotRunning)
        m_process.start(redguard::local::findServerProgram(), m_arguments + m_more);
}

void Node::stop()
{
    if (m_process.state() == QProcess::Running)
        ::kill(pid_t(m_process.processId()), SIGSTOP);
}

void Node::goOn()
{
    if (m_process.state() == QProcess::Running)
        ::kill(pid_t(m_process.processId()), SIGCONT);
}

void Node::kill()
{
    m_isWanted = false;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(20'000);
}

void Node::restart()
{
    kill();
    launch();
}

void Node::restartEmpty()
{
    kill();
    QDir(path("appendonlydir")).removeRecursively();
    launch();
}

} // namespace chaos
