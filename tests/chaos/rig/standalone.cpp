// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "standalone.h"

#include "local/serverprogram.h"

#include <QtCore/qdir.h>
#include <QtCore/qeventloop.h>

#include <csignal>

namespace chaos {

using namespace Qt::StringLiterals;

std::unique_ptr<Deployment> makeDeployment(const QString &topology, const QString &folder)
{
    if (topology == u"standalone"_s)
        return std::make_unique<Standalone>(folder);
    return nullptr;
}

Standalone::Standalone(const QString &folder)
    : m_folder(folder)
    , m_clocks(path("server.clocks"))
    , m_link(path("server.sock"))
{
    m_process.setProcessEnvironment(m_clocks.environment());
    m_process.setStandardOutputFile(path("server.log"), QIODevice::Append);
    m_process.setStandardErrorFile(path("server.log"), QIODevice::Append);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(m_process.errorString());
    });
}

Standalone::~Standalone()
{
    end();
}

QString Standalone::path(const char *name) const
{
    return QDir(m_folder).filePath(QLatin1StringView(name));
}

void Standalone::launch()
{
    m_process.start(redguard::local::findServerProgram(),
                    {u"--port"_s, u"0"_s, u"--unixsocket"_s, path("server.sock"), u"--dir"_s, m_folder,
                     u"--save"_s, QString(), u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s, u"always"_s,
                     u"--enable-debug-command"_s, u"local"_s});
}

bool Standalone::start()
{
    launch();
    if (!m_process.waitForStarted())
        return false;
    QEventLoop loop;
    connect(&m_link, &ServerLink::ready, &loop, &QEventLoop::quit);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    loop.exec();
    return m_link.isReady();
}

void Standalone::endProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(20'000);
}

void Standalone::end()
{
    endProcess();
}

ProxyTarget Standalone::target() const
{
    return {.path = path("server.sock")};
}

void Standalone::stop()
{
    ::kill(pid_t(m_process.processId()), SIGSTOP);
}

void Standalone::goOn()
{
    ::kill(pid_t(m_process.processId()), SIGCONT);
}

void Standalone::kill()
{
    endProcess();
    launch();
}

void Standalone::restartEmpty()
{
    endProcess();
    QDir(path("appendonlydir")).removeRecursively();
    launch();
}

} // namespace chaos
