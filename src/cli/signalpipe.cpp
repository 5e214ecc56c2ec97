// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "signalpipe.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsocketnotifier.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace redguard::cli {

namespace {

constexpr std::array Forwarded {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
constexpr quint8 TypedFlag = 0x80;

std::atomic<int> writeEnd = -1;
static_assert(std::atomic<int>::is_always_lock_free, "read in a signal handler");

bool isTyped(int signal, const siginfo_t *info)
{
#ifdef SI_KERNEL
    return (signal == SIGINT || signal == SIGQUIT) && info->si_code == SI_KERNEL;
#else
    Q_UNUSED(signal)
    Q_UNUSED(info)
    return false;
#endif
}

// Async-signal-safe: one write to a pipe that does not block.
void handle(int signal, siginfo_t *info, void *)
{
    const int before = errno;
    const quint8 byte = quint8(signal) | (isTyped(signal, info) ? TypedFlag : quint8(0));
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = before;
}

bool isIgnored(int signal)
{
    struct sigaction action
    {
    };
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void install(int signal)
{
    struct sigaction action
    {
    };
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_NOCLDSTOP;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

void makePrivate(int descriptor)
{
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
}

} // namespace

SignalPipe::SignalPipe(QObject *parent)
    : QObject(parent)
{
    std::array<int, 2> ends {-1, -1};
    if (::pipe(ends.data()) != 0)
        qFatal("No pipe for signals");
    makePrivate(ends[0]);
    makePrivate(ends[1]);
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalPipe::read);
    for (const int signal : Forwarded) {
        if (!isIgnored(signal))
            install(signal);
    }
    install(SIGCHLD);
}

SignalPipe::~SignalPipe()
{
    m_notifier->setEnabled(false);
    ::close(writeEnd.exchange(-1));
    ::close(m_readEnd);
}

void SignalPipe::read()
{
    std::array<quint8, 64> bytes {};
    const ssize_t size = ::read(m_readEnd, bytes.data(), bytes.size());
    const QPointer<SignalPipe> alive(this);
    for (ssize_t i = 0; i < size && alive; ++i) {
        const quint8 byte = bytes[std::size_t(i)];
        const int signal = byte & ~TypedFlag;
        if (signal == SIGCHLD)
            Q_EMIT childEnded();
        else
            Q_EMIT arrived(signal, byte & TypedFlag);
    }
}

} // namespace redguard::cli
