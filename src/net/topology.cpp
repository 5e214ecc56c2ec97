// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/topology.h"

namespace redguard::net {

void Topology::close()
{
    for (Connection *connection : connections())
        connection->close();
    setState(ConnectionState::Closed);
}

Route Topology::redirected(const Connection & /*from*/, const resp::Value & /*error*/)
{
    return {};
}

void Topology::setState(ConnectionState state)
{
    if (m_state != ConnectionState::Closed && std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void Topology::relay(Connection &connection)
{
    Connection *const sender = &connection;
    connect(sender, &Connection::ready, this, [this, sender] { Q_EMIT ready(sender); });
    connect(sender, &Connection::lost, this, [this, sender] { Q_EMIT lost(sender); });
    connect(sender, &Connection::message, this,
            [this, sender](const QByteArray &channel, const QByteArray &payload) {
                Q_EMIT message(sender, channel, payload);
            });
    connect(sender, &Connection::channelLost, this,
            [this, sender](const QByteArray &channel) { Q_EMIT channelLost(sender, channel); });
    connect(sender, &Connection::keyChanged, this, &Topology::keyChanged);
    connect(sender, &Connection::dispatched, this, &Topology::dispatched);
}

SingleServer::SingleServer(std::unique_ptr<Locator> locator, const ConnectionSettings &settings)
    : m_connection(std::make_unique<Connection>(std::move(locator), settings))
{
    relay(*m_connection);
    connect(m_connection.get(), &Connection::stateChanged, this, &SingleServer::setState);
    connect(m_connection.get(), &Connection::failed, this, &SingleServer::failed);
}

} // namespace redguard::net
