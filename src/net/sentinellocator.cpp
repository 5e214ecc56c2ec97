// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/sentinellocator.h"

#include "net/logging.h"

#include <algorithm>

namespace redguard::net {

using namespace std::chrono_literals;

namespace {

// For one Sentinel; more with each round in which none answered, for a slow network.
constexpr auto ShortestTimeout = 1s;
constexpr auto LongestTimeout = 8s;
constexpr qsizetype MostSentinels = 64;

} // namespace

void SentinelLocator::ClientDeleter::operator()(SentinelClient *client) const
{
    client->disconnect();
    client->deleteLater();
}

SentinelLocator::SentinelLocator(const ServerAddress &address, QObject *parent)
    : Locator(parent)
    , m_address(address)
    , m_sentinels(address.hosts)
    , m_timeout(ShortestTimeout)
{
    m_listenTimer.setSingleShot(true);
    connect(&m_listenTimer, &QTimer::timeout, this, &SentinelLocator::begin);
}

void SentinelLocator::locate()
{
    m_locating = true;
    begin();
}

void SentinelLocator::begin()
{
    m_listenTimer.stop();
    m_errors.clear();
    m_asked = 0;
    askNext();
}

void SentinelLocator::askNext()
{
    const Endpoint sentinel = m_address.sentinelAt(m_sentinels[m_asked]);
    qCDebug(lcConnection).noquote() << "Asking the Sentinel at" << sentinel.toString();
    m_client.reset(new SentinelClient(sentinel, m_address.masterName, m_timeout));
    SentinelClient *const client = m_client.get();
    connect(client, &SentinelClient::answered, this, &SentinelLocator::answered);
    connect(client, &SentinelClient::failed, this, &SentinelLocator::refused);
    connect(client, &SentinelClient::moved, this, &SentinelLocator::noticeMove);
    connect(client, &SentinelClient::lost, this, &SentinelLocator::listenAgain);
    client->ask();
}

void SentinelLocator::answered(const SentinelClient::Answer &answer)
{
    m_timeout = ShortestTimeout;
    m_backoff.reset();
    m_sentinels.move(m_asked, 0);
    add(answer.sentinels);
    if (!std::exchange(m_locating, false)) {
        noticeMove(answer.primary);
        return;
    }
    m_primary = answer.primary;
    Q_EMIT located(m_address.serverAt(m_primary));
}

void SentinelLocator::add(const QList<Host> &sentinels)
{
    for (const Host &sentinel : sentinels) {
        if (!m_sentinels.contains(sentinel) && m_sentinels.size() < MostSentinels)
            m_sentinels.append(sentinel);
    }
}

void SentinelLocator::noticeMove(const Host &primary)
{
    if (primary == m_primary || m_locating)
        return;
    qCInfo(lcConnection).noquote() << "A Sentinel says that the primary is at"
                                   << m_address.serverAt(primary).toString();
    Q_EMIT moved();
}

void SentinelLocator::refused(const Error &error)
{
    qCInfo(lcConnection).noquote() << "No primary from a Sentinel:" << error.message();
    m_errors.append(error);
    if (++m_asked < m_sentinels.size())
        askNext();
    else
        noneAnswered();
}

// For good only if every one of them was there, and said no.
void SentinelLocator::noneAnswered()
{
    m_client.reset();
    m_timeout = std::min<std::chrono::milliseconds>(m_timeout * 2, LongestTimeout);
    if (!std::exchange(m_locating, false)) {
        listenAgain();
        return;
    }
    QStringList reasons;
    for (const Error &error : std::as_const(m_errors))
        reasons.append(error.message());
    const auto away = std::find_if(m_errors.cbegin(), m_errors.cend(), [](const Error &error) {
        return error.code() == ErrorCode::NotConnected;
    });
    const bool isFinal = away == m_errors.cend();
    const ErrorCode code = isFinal ? m_errors.constFirst().code() : ErrorCode::NotConnected;
    //: %1 is a list of what each of them said
    const QString message = ServerAddress::tr("No Sentinel says where the primary is. %1")
                                .arg(reasons.join(QStringLiteral("; ")));
    Q_EMIT failed(Error(code, message), isFinal);
}

void SentinelLocator::listenAgain()
{
    m_listenTimer.start(m_backoff.next());
}

} // namespace redguard::net
