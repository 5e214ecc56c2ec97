// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_TOPOLOGY_H
#define REDGUARD_NET_TOPOLOGY_H

#include "net/connection.h"

#include <QtCore/qpointer.h>

namespace redguard::net {

// The way to the server of a key. Without a connection the server is not known yet.
struct Route
{
    QPointer<Connection> connection {};
    Connection::Asking asking = Connection::Asking::No;

    [[nodiscard]] bool isReady() const { return connection && connection->isReady(); }
    friend bool operator==(const Route &a, const Route &b)
    {
        return a.connection == b.connection && a.asking == b.asking;
    }
};

// Which servers there are, and which of them a key is at.
class Topology : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void open() = 0;
    // Writes out what is queued, without waiting, and stays closed.
    virtual void close();

    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] virtual Route routeOf(const QByteArray &key) const = 0;
    // What an error that `from` gave says of the way to a key: no connection where it says nothing of it.
    [[nodiscard]] virtual Route redirected(const Connection &from, const resp::Value &error);
    // Of the servers that hold keys.
    [[nodiscard]] virtual QList<Connection *> connections() const = 0;

Q_SIGNALS:
    void stateChanged(redguard::ConnectionState state);
    void failed(const redguard::Error &error, bool final);
    void ready(redguard::net::Connection *connection);
    void lost(redguard::net::Connection *connection);
    void message(redguard::net::Connection *connection, const QByteArray &channel, const QByteArray &payload);
    void channelLost(redguard::net::Connection *connection, const QByteArray &channel);
    void keyChanged(const QByteArray &key);
    // All that a connection has read is told.
    void dispatched();
    // Keys may have another way than before. No connection goes before this was told.
    void rerouted();

protected:
    // What a connection says is said on.
    void relay(Connection &connection);
    void setState(ConnectionState state);

private:
    ConnectionState m_state = ConnectionState::Disconnected;
};

// All keys at one server.
class SingleServer : public Topology
{
    Q_OBJECT

public:
    SingleServer(std::unique_ptr<Locator> locator, const ConnectionSettings &settings);

    void open() override { m_connection->open(); }
    [[nodiscard]] Route routeOf(const QByteArray &) const override { return {m_connection.get()}; }
    [[nodiscard]] QList<Connection *> connections() const override { return {m_connection.get()}; }

private:
    std::unique_ptr<Connection> m_connection;
};

} // namespace redguard::net

#endif
