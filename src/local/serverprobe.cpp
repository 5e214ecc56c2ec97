// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverprobe.h"

#include <RedGuard/localserver.h>

namespace redguard::local {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 5s;

} // namespace

ServerProbe::ServerProbe(const ServerPlace &place, QObject *parent)
    : QObject(parent)
    , m_place(place)
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ServerProbe::expired);
}

void ServerProbe::begin()
{
    m_deadline.start(Patience);
    QMetaObject::invokeMethod(this, &ServerProbe::look, Qt::QueuedConnection);
}

void ServerProbe::look()
{
    if (!m_place.exists()) {
        Q_EMIT absent();
        return;
    }
    if (const Error error = m_place.check()) {
        Q_EMIT failed(error);
        return;
    }
    m_talk = std::make_unique<ServerTalk>();
    connect(m_talk.get(), &ServerTalk::answered, this, &ServerProbe::found);
    connect(m_talk.get(), &ServerTalk::absent, this, &ServerProbe::absent);
    connect(m_talk.get(), &ServerTalk::loading, this, [this] { Q_EMIT found({}); });
    // It was just ending.
    connect(m_talk.get(), &ServerTalk::closed, this, &ServerProbe::absent);
    connect(m_talk.get(), &ServerTalk::refused, this, [this](const QString &reason) {
        Q_EMIT failed({ErrorCode::ServerError,
                       LocalServer::tr("The local server at %1: %2").arg(m_place.socketPath(), reason)});
    });
    m_talk->ask(m_place.socketPath());
}

void ServerProbe::expired()
{
    Q_EMIT failed({ErrorCode::Timeout,
                   LocalServer::tr("The local server at %1 does not answer").arg(m_place.socketPath())});
}

} // namespace redguard::local
