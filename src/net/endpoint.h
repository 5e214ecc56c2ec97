// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_ENDPOINT_H
#define REDGUARD_NET_ENDPOINT_H

#include "net/tlsoptions.h"

namespace redguard::net {

// One place to connect to, and how to log in there.
struct Endpoint
{
    enum class Transport : quint8 { Tcp, UnixSocket, Local };

    Transport transport = Transport::Tcp;
    QString host = QStringLiteral("localhost"); // Tcp; an IPv6 address without its brackets
    quint16 port = 6379;                        // Tcp
    QString path;                               // UnixSocket
    QString localName;                          // Local: the server's name
    std::optional<TlsOptions> tls;              // Tcp; never without it where it is set
    QString user;
    QString password;
    int database = 0;
    bool mustBePrimary = false; // of a server that may turn into a replica

    // A URL without user and password, for logs and errors.
    [[nodiscard]] QString toString() const;

    friend bool operator==(const Endpoint &, const Endpoint &) = default;

    Q_DECLARE_TR_FUNCTIONS(redguard::net::Endpoint)
};

} // namespace redguard::net

#endif
