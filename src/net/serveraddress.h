// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SERVERADDRESS_H
#define REDGUARD_NET_SERVERADDRESS_H

#include "net/endpoint.h"

namespace redguard::net {

struct Host
{
    QString name; // an IPv6 address without its brackets
    quint16 port = 0;

    friend bool operator==(const Host &, const Host &) = default;
};

// What a URL says: where to begin looking for the server, or servers, and how to log in.
struct ServerAddress
{
    enum class Topology : quint8 { Standalone, Sentinel, Cluster };

    Topology topology = Topology::Standalone;
    Endpoint::Transport transport = Endpoint::Transport::Tcp;
    QList<Host> hosts; // Tcp: the server, the Sentinels, or some of the cluster's nodes
    QString path;      // UnixSocket
    QString localName; // Local: the server's name
    QString user;
    QString password;
    int database = 0;
    std::optional<TlsOptions> tls; // for Sentinels as for servers
    QString masterName;            // Sentinel: what the primary is called
    QString sentinelUser;
    QString sentinelPassword;

    // InvalidUrl or NotSupported; the message says what is wrong and repeats no part that may be secret.
    [[nodiscard]] static Result<ServerAddress> fromUrl(const QString &url);

    // The one server of a Standalone.
    [[nodiscard]] Endpoint server() const;
    // A server of a Sentinel or Cluster.
    [[nodiscard]] Endpoint serverAt(const Host &host) const;
    [[nodiscard]] Endpoint sentinelAt(const Host &host) const;

    // A URL without user, passwords and files, for logs and errors.
    [[nodiscard]] QString toString() const;

    friend bool operator==(const ServerAddress &, const ServerAddress &) = default;

    Q_DECLARE_TR_FUNCTIONS(redguard::net::ServerAddress)
};

} // namespace redguard::net

#endif
