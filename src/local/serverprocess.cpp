// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverprocess.h"

#include <RedGuard/localserver.h>

#include "local/serverplace.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qsocketnotifier.h>

#include <algorithm>
#include <csignal>
#include <thread>
#include <vector>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

namespace redguard::local {

using namespace Qt::StringLiterals;

ServerProcess::ServerProcess(QObject *parent)
    : QObject(parent)
{
}

#ifdef Q_OS_UNIX

namespace {

// The server keeps the writing end open, under this number, as long as it lives: its end is the
// end of file, however it came about and whoever the parent is.
constexpr int Lifeline = 3;

class Strings
{
public:
    explicit Strings(const QStringList &strings)
    {
        for (const QString &string : strings)
            m_bytes.push_back(QFile::encodeName(string));
        for (QByteArray &bytes : m_bytes)
            m_pointers.push_back(bytes.data());
        m_pointers.push_back(nullptr);
    }

    [[nodiscard]] char *const *data() const { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_bytes;
    std::vector<char *> m_pointers;
};

// Everything that the child needs, made before the fork: after it, other threads' locks stay
// locked for ever, so that nothing may allocate.
struct Plan
{
    Strings arguments;
    Strings environment;
    QByteArray program;
    QByteArray folder;
    int input = -1;
    int log = -1;
    int lifeline = -1;
    bool tied = false;
    pid_t parent = getpid();
};

// What a daemon inherits it keeps: a blocked SIGTERM as well as somebody's pipe.
void resetSignals()
{
    for (int number = 1; number < NSIG; ++number)
        std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

void closeFrom(int first)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, unsigned(first), ~0U, 0U) == 0)
        return;
#endif
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    const int end = int(std::min<rlim_t>(limit.rlim_cur, 65536));
    for (int descriptor = first; descriptor < end; ++descriptor)
        close(descriptor);
}

void arrangeDescriptors(const Plan &plan)
{
    // Out of the way first: any of them may have the number of another's place.
    const int input = fcntl(plan.input, F_DUPFD, Lifeline + 1);
    const int log = fcntl(plan.log, F_DUPFD, Lifeline + 1);
    const int lifeline = fcntl(plan.lifeline, F_DUPFD, Lifeline + 1);
    dup2(input, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    dup2(lifeline, Lifeline);
    closeFrom(Lifeline + 1);
}

void tieToParent(const Plan &plan)
{
#ifdef Q_OS_LINUX
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    // It may have died before it could be asked for.
    if (getppid() != plan.parent)
        _exit(1);
}

[[noreturn]] void becomeServer(const Plan &plan)
{
    arrangeDescriptors(plan);
    resetSignals();
    if (plan.tied) {
        // Out of the terminal's foreground group: Ctrl-C ends those who must still give back first.
        setsid();
        tieToParent(plan);
    }
    umask(0077);
    if (chdir(plan.folder.constData()) == 0)
        execve(plan.program.constData(), plan.arguments.data(), plan.environment.data());
    const int code = errno;
    [[maybe_unused]] const ssize_t written = write(Lifeline, &code, sizeof code);
    _exit(1);
}

// The server becomes a child of init, which reaps it: it may well be ended by another process while
// this one goes on.
[[noreturn]] void leaveOrphan(const Plan &plan)
{
    setsid();
    if (fork() == 0)
        becomeServer(plan);
    _exit(0);
}

void waitFor(pid_t child)
{
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
}

bool openPipe(int (&ends)[2])
{
#ifdef Q_OS_DARWIN
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0
        && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
#else
    return pipe2(ends, O_CLOEXEC) == 0;
#endif
}

QStringList serverEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // A starter's broken locale is enough for some versions to refuse to start.
    environment.insert(u"LC_ALL"_s, u"C"_s);
    return environment.toStringList();
}

void closeIfOpen(int descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
}

pid_t launch(const Plan &plan)
{
    const pid_t child = fork();
    if (child == 0)
        plan.tied ? becomeServer(plan) : leaveOrphan(plan);
    return child;
}

} // namespace

Error ServerProcess::start(Bond bond, const QString &program, const QStringList &arguments,
                           const ServerPlace &place)
{
    Plan plan {Strings(QStringList(program) + arguments), Strings(serverEnvironment()),
               QFile::encodeName(program), QFile::encodeName(place.folder())};
    plan.tied = bond == Bond::Tied;
    plan.input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    plan.log = open(QFile::encodeName(place.logPath()).constData(),
                    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    int ends[2] = {-1, -1};
    pid_t child = -1;
    if (plan.input >= 0 && plan.log >= 0 && openPipe(ends)) {
        plan.lifeline = ends[1];
        child = launch(plan);
    }
    const int code = errno;
    for (int descriptor : {plan.input, plan.log, ends[1]})
        closeIfOpen(descriptor);
    m_lifeline = ends[0];
    if (child < 0)
        return {ErrorCode::ServerError,
                LocalServer::tr("%1 cannot be started: %2").arg(program, qt_error_string(code))};

    if (plan.tied)
        m_tied = child;
    else
        waitFor(child); // it has only to fork
    m_notifier = std::make_unique<QSocketNotifier>(m_lifeline, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ServerProcess::readLifeline);
    return {};
}

ServerProcess::~ServerProcess()
{
    kill();
    reap();
    m_notifier.reset();
    closeIfOpen(m_lifeline);
}

void ServerProcess::kill()
{
    if (m_tied > 0)
        ::kill(pid_t(m_tied), SIGKILL);
}

// Not here: even a killed process takes its time to go, and the event loop may never run again.
void ServerProcess::reap()
{
    if (const auto child = pid_t(std::exchange(m_tied, 0)); child > 0)
        std::thread(waitFor, child).detach();
}

void ServerProcess::readLifeline()
{
    int code = 0;
    if (read(m_lifeline, &code, sizeof code) < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    m_notifier->setEnabled(false);
    reap();
    Q_EMIT exited(code);
}

#else

Error ServerProcess::start(Bond, const QString &, const QStringList &, const ServerPlace &)
{
    return {ErrorCode::NotSupported, LocalServer::tr("Local servers are not supported on this system")};
}

ServerProcess::~ServerProcess() = default;

void ServerProcess::kill() { }

void ServerProcess::reap() { }

void ServerProcess::readLifeline() { }

#endif

} // namespace redguard::local
