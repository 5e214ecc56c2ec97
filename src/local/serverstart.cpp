// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverstart.h"

#include <RedGuard/localserver.h>

#include "local/serverprogram.h"

#include <QtCore/qloggingcategory.h>

namespace redguard::local {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcLocal, "redguard.local", QtWarningMsg)

constexpr auto RetryInterval = 5ms;

} // namespace

ServerStart::ServerStart(const ServerPlace &place, ServerProcess::Bond bond, const QStringList &arguments,
                         QObject *parent)
    : QObject(parent)
    , m_place(place)
    , m_bond(bond)
    , m_arguments(arguments)
    , m_lock(place.lockPath(), this)
    , m_retry(this)
    , m_deadline(this)
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer);
    m_deadline.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ServerStart::look);
    connect(&m_deadline, &QTimer::timeout, this, &ServerStart::expired);
    connect(&m_lock, &ServerLock::acquired, this, &ServerStart::locked);
    connect(&m_lock, &ServerLock::failed, this, &ServerStart::fail);
}

std::unique_ptr<ServerProcess> ServerStart::takeProcess()
{
    return m_bond == ServerProcess::Bond::Tied ? std::move(m_process) : nullptr;
}

void ServerStart::begin(std::chrono::milliseconds patience)
{
    m_patience = patience;
    m_deadline.start(m_patience);
    QMetaObject::invokeMethod(this, &ServerStart::prepare, Qt::QueuedConnection);
}

void ServerStart::prepare()
{
    const bool shared = m_bond == ServerProcess::Bond::Detached;
    if (const Error error = shared ? m_place.create() : m_place.check())
        fail(error);
    else
        look();
}

void ServerStart::look()
{
    m_talk = std::make_unique<ServerTalk>();
    connect(m_talk.get(), &ServerTalk::answered, this, &ServerStart::found);
    connect(m_talk.get(), &ServerTalk::absent, this, &ServerStart::absent);
    connect(m_talk.get(), &ServerTalk::loading, this, &ServerStart::lookAgain);
    connect(m_talk.get(), &ServerTalk::closed, this, &ServerStart::lookAgain);
    connect(m_talk.get(), &ServerTalk::refused, this, &ServerStart::refused);
    m_talk->ask(m_place.socketPath());
}

void ServerStart::lookAgain()
{
    m_retry.start(RetryInterval);
}

void ServerStart::found(const ServerInfo &info)
{
    m_talk->disconnect(this);
    m_deadline.stop();
    m_lock.release();
    qCInfo(lcLocal, "%s server %lld at %s", m_process ? "Started" : "Found", info.processId,
           qPrintable(m_place.socketPath()));
    Q_EMIT succeeded(info);
}

void ServerStart::absent()
{
    if (m_process) {
        lookAgain();
    } else if (m_lock.isHeld()) {
        launch();
    } else {
        m_locking = true;
        m_lock.acquire();
    }
}

void ServerStart::locked()
{
    m_locking = false;
    m_deadline.start(m_patience);
    // Whoever had the lock may have started one.
    look();
}

void ServerStart::launch()
{
    const QString program = findServerProgram();
    if (program.isEmpty()) {
        fail({ErrorCode::ServerNotFound, missingServerProgram()});
        return;
    }
    m_place.removeLeftovers();
    m_process = std::make_unique<ServerProcess>();
    connect(m_process.get(), &ServerProcess::exited, this, &ServerStart::exited);
    const auto error = m_process->start(m_bond, program, serverArguments(m_place) + m_arguments, m_place);
    if (error)
        fail(error);
    else
        lookAgain();
}

void ServerStart::exited(int code)
{
    const QString reason = code != 0 ? qt_error_string(code) : m_place.logTail();
    fail({ErrorCode::ServerError,
          LocalServer::tr("%1 ended before it answered: %2")
              .arg(findServerProgram(), reason.isEmpty() ? LocalServer::tr("it said nothing") : reason)});
}

void ServerStart::expired()
{
    const auto waited = m_patience.count();
    if (m_locking) {
        fail({ErrorCode::TimedOut,
              LocalServer::tr(
                  "Another process has been starting or stopping the local server for %1 ms; it holds %2")
                  .arg(waited)
                  .arg(m_place.lockPath())});
    } else {
        fail({ErrorCode::Timeout,
              LocalServer::tr("The local server at %2 did not answer for %1 ms. %3")
                  .arg(waited)
                  .arg(m_place.socketPath(), m_place.logTail())});
    }
}

void ServerStart::refused(const QString &reason)
{
    fail({ErrorCode::ServerError,
          LocalServer::tr("The local server at %1: %2").arg(m_place.socketPath(), reason)});
}

void ServerStart::fail(const Error &error)
{
    m_talk.reset();
    m_process.reset();
    m_retry.stop();
    m_deadline.stop();
    m_lock.release();
    Q_EMIT failed(error);
}

} // namespace redguard::local
