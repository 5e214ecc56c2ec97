// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/locallocator.h"

#include "net/sentinellocator.h"

namespace redguard::local {

LocalLocator::LocalLocator(const net::Endpoint &endpoint, QObject *parent)
    : net::Locator(parent)
    , m_endpoint(endpoint)
    , m_server(endpoint.localName)
{
    connect(&m_server, &LocalServer::started, this, [this] {
        net::Endpoint found = m_endpoint;
        found.transport = net::Endpoint::Transport::UnixSocket;
        found.path = m_server.socketPath();
        Q_EMIT located(found);
    });
    connect(&m_server, &LocalServer::errorOccurred, this,
            [this](const Error &error) { Q_EMIT failed(error, true); });
}

void LocalLocator::locate()
{
    m_server.start();
}

std::unique_ptr<net::Locator> locatorOf(const net::ServerAddress &address)
{
    if (address.transport == net::Endpoint::Transport::Local)
        return std::make_unique<LocalLocator>(address.server());
    if (address.topology == net::ServerAddress::Topology::Sentinel)
        return std::make_unique<net::SentinelLocator>(address);
    return std::make_unique<net::FixedLocator>(address.server());
}

} // namespace redguard::local
