// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverlock.h"

#include <RedGuard/localserver.h>

#include <QtCore/qfile.h>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace redguard::local {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RetryInterval = 10ms;

} // namespace

ServerLock::ServerLock(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_retry(this)
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer);
    connect(&m_retry, &QTimer::timeout, this, &ServerLock::attempt);
}

ServerLock::~ServerLock()
{
    release();
}

void ServerLock::acquire()
{
    m_retry.start(0ms);
}

#ifdef Q_OS_UNIX

void ServerLock::attempt()
{
    if (m_descriptor < 0)
        m_descriptor =
            open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (m_descriptor >= 0 && flock(m_descriptor, LOCK_EX | LOCK_NB) == 0) {
        m_held = true;
        Q_EMIT acquired();
    } else if (m_descriptor >= 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
        m_retry.start(RetryInterval);
    } else {
        const QString reason = qt_error_string(errno);
        Q_EMIT failed(
            {ErrorCode::AccessDenied, LocalServer::tr("%1 cannot be locked: %2").arg(m_path, reason)});
    }
}

void ServerLock::release()
{
    m_retry.stop();
    m_held = false;
    if (m_descriptor >= 0)
        close(std::exchange(m_descriptor, -1));
}

#else

void ServerLock::attempt()
{
    Q_EMIT failed(
        {ErrorCode::NotSupported, LocalServer::tr("Local servers are not supported on this system")});
}

void ServerLock::release()
{
    m_retry.stop();
}

#endif

} // namespace redguard::local
