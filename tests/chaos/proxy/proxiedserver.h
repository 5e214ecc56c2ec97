// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef PROXIEDSERVER_H
#define PROXIEDSERVER_H

#include "faultproxy.h"
#include "scripts/script.h"
#include "testserver.h"

// A real server behind a bad network.
class ProxiedServer
{
public:
    explicit ProxiedServer(const QStringList &arguments = {})
        : m_server(arguments)
    {
    }

    [[nodiscard]] bool start()
    {
        if (!m_server.start())
            return false;
        m_proxy =
            std::make_unique<chaos::FaultProxy>(chaos::ProxyTarget {.path = m_server.server().socketPath()});
        return m_proxy->listen();
    }

    // As new, however a test before this ended.
    void clear()
    {
        m_proxy->withdrawRules();
        m_proxy->heal();
        m_server.command({"FLUSHALL"});
    }

    [[nodiscard]] TestServer &server() { return m_server; }
    [[nodiscard]] chaos::FaultProxy &proxy() { return *m_proxy; }
    [[nodiscard]] QString url() const { return m_proxy->url(); }

    // The next calls of a script never get to the server, which seems to say this.
    void refuse(const redguard::scripts::Script &script, const QByteArray &text, int times = 1)
    {
        for (int i = 0; i < times; ++i)
            strike(script, chaos::ReplyRule::Fault::Refuse, text);
    }
    // The server does what the next call of a script says, and the connection ends before it can say so.
    void swallow(const redguard::scripts::Script &script)
    {
        strike(script, chaos::ReplyRule::Fault::Swallow, {});
    }
    void strike(const redguard::scripts::Script &script, chaos::ReplyRule::Fault fault,
                const QByteArray &text = {})
    {
        m_proxy->strike({.fault = fault, .text = text, .argument = script.digest});
    }

    // The ids of the connections that listen for grants: one for each guard.
    [[nodiscard]] QByteArrayList listeners()
    {
        QByteArrayList ids;
        for (const QByteArray &client :
             m_server.command({"CLIENT", "LIST", "TYPE", "PUBSUB"}).bytes.split('\n')) {
            if (client.contains(" sub=1"))
                ids.append(client.left(client.indexOf(' ')));
        }
        return ids;
    }

private:
    TestServer m_server;
    std::unique_ptr<chaos::FaultProxy> m_proxy;
};

#endif
