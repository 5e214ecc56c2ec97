// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverstop.h"

#include <RedGuard/localserver.h>

namespace redguard::local {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RetryInterval = 5ms;

} // namespace

ServerStop::ServerStop(const ServerPlace &place, QObject *parent)
    : QObject(parent)
    , m_place(place)
    , m_lock(place.lockPath(), this)
    , m_retry(this)
    , m_deadline(this)
{
    m_retry.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ServerStop::shutDown);
    connect(&m_deadline, &QTimer::timeout, this, &ServerStop::expired);
    connect(&m_lock, &ServerLock::acquired, this, &ServerStop::shutDown);
    connect(&m_lock, &ServerLock::failed, this, &ServerStop::fail);
}

void ServerStop::begin(std::chrono::milliseconds patience)
{
    m_deadline.start(patience);
    QMetaObject::invokeMethod(this, &ServerStop::prepare, Qt::QueuedConnection);
}

void ServerStop::prepare()
{
    if (!m_place.exists())
        finish();
    else if (const Error error = m_place.check())
        fail(error);
    else
        m_lock.acquire();
}

void ServerStop::shutDown()
{
    m_talk = std::make_unique<ServerTalk>();
    connect(m_talk.get(), &ServerTalk::absent, this, &ServerStop::absent);
    connect(m_talk.get(), &ServerTalk::refused, this, &ServerStop::refused);
    // The server's end, most likely; the next attempt tells.
    connect(m_talk.get(), &ServerTalk::closed, this, [this] { m_retry.start(RetryInterval); });
    m_talk->shutDown(m_place.socketPath());
}

void ServerStop::absent()
{
    m_place.removeLeftovers();
    finish();
}

void ServerStop::finish()
{
    m_deadline.stop();
    m_lock.release();
    Q_EMIT succeeded();
}

void ServerStop::refused(const QString &reason)
{
    fail({ErrorCode::ServerError,
          LocalServer::tr("The local server at %1 does not stop: %2").arg(m_place.socketPath(), reason)});
}

void ServerStop::expired()
{
    const QString reason = m_lock.isHeld()
        ? LocalServer::tr("it does not answer")
        : LocalServer::tr("another process holds %1").arg(m_place.lockPath());
    fail({ErrorCode::Timeout,
          LocalServer::tr("The local server at %1 does not stop: %2").arg(m_place.socketPath(), reason)});
}

void ServerStop::fail(const Error &error)
{
    m_talk.reset();
    m_retry.stop();
    m_deadline.stop();
    m_lock.release();
    Q_EMIT failed(error);
}

} // namespace redguard::local
