// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "childprogram.h"

#include "exitcode.h"

#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace redguard::cli {

namespace {

bool isNamed(const char *variable, const QByteArrayList &names)
{
    return std::any_of(names.begin(), names.end(), [variable](const QByteArray &name) {
        return QByteArrayView(variable).startsWith(name) && variable[name.size()] == '=';
    });
}

// Points into both.
std::vector<char *> environmentOf(QByteArrayList &added, const QByteArrayList &without)
{
    std::vector<char *> variables;
    for (char **variable = environ; variable && *variable; ++variable) {
        if (!isNamed(*variable, without))
            variables.push_back(*variable);
    }
    for (QByteArray &variable : added)
        variables.push_back(variable.data());
    variables.push_back(nullptr);
    return variables;
}

} // namespace

ChildProgram::ChildProgram(QObject *parent)
    : QObject(parent)
{
    struct sigaction action
    {
    };
    m_ignoresPipe = ::sigaction(SIGPIPE, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    m_grace.setSingleShot(true);
    m_grace.setTimerType(Qt::PreciseTimer); // a coarse one may come early
    connect(&m_grace, &QTimer::timeout, this, [this] { send(SIGKILL); });
}

int ChildProgram::start(char *const *program, const QByteArrayList &environment,
                        const QByteArrayList &without)
{
    QByteArrayList added = environment;
    const std::vector<char *> variables = environmentOf(added, without);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    // Qt's sockets ignore SIGPIPE for the whole process, and what is ignored stays so in a new program.
    sigset_t defaults;
    sigemptyset(&defaults);
    if (!m_ignoresPipe)
        sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int error = ::posix_spawnp(&m_process, *program, nullptr, &attributes, program, variables.data());
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0)
        m_process = 0;
    return error;
}

void ChildProgram::send(int signal)
{
    if (isRunning())
        ::kill(m_process, signal);
}

void ChildProgram::terminate(std::chrono::milliseconds grace)
{
    send(SIGTERM);
    m_grace.start(grace);
}

void ChildProgram::collect()
{
    int status = 0;
    if (!isRunning() || ::waitpid(m_process, &status, WNOHANG) != m_process)
        return;
    m_process = 0;
    m_grace.stop();
    Q_EMIT ended(WIFSIGNALED(status) ? SignalBase + WTERMSIG(status) : WEXITSTATUS(status));
}

} // namespace redguard::cli
