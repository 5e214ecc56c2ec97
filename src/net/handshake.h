// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_HANDSHAKE_H
#define REDGUARD_NET_HANDSHAKE_H

#include "net/connectionsettings.h"
#include "net/endpoint.h"
#include "net/exchange.h"

namespace redguard::net {

// What a connection says first, in one write, and what the answers mean.
class Handshake
{
public:
    struct Verdict
    {
        enum class Kind : quint8 {
            Fine,
            Older,   // the server does not know the newer protocol: say it all anew
            Later,   // not now; it may be ready at another time
            Refused, // and will be, until something is changed
        };
        Kind kind = Kind::Fine;
        Error error {};
    };

    void begin(Exchange &exchange, const Endpoint &endpoint, const ConnectionSettings &settings);
    // As somebody else, on a connection that is in use.
    void logInAgain(Exchange &exchange, const Endpoint &endpoint) const;
    [[nodiscard]] Verdict answered(const Command &command, const resp::Value &value);
    void reset() { m_subscribed = false; }

    // Whether messages can come in between the answers.
    [[nodiscard]] bool hasPushes() const { return m_resp3; }
    // Where messages come in; empty where the server has no way to tell.
    [[nodiscard]] QByteArray channel() const { return m_subscribed ? m_channel : QByteArray(); }

private:
    void logIn(Exchange &exchange, const Endpoint &endpoint) const;
    [[nodiscard]] Verdict helloAnswered(const resp::Value &value);
    [[nodiscard]] Verdict subscribed(const resp::Value &value);

    bool m_resp3 = true;
    bool m_subscribed = false;
    QByteArray m_channel;
};

} // namespace redguard::net

#endif
