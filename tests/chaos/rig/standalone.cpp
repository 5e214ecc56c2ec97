// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "standalone.h"

#include "waiting.h"

namespace chaos {

Standalone::Standalone(const QString &folder)
    : m_node(folder + QStringLiteral("/server"), 0)
{
    m_node.setArguments(serverArguments(m_node));
}

bool Standalone::start()
{
    m_node.launch();
    return waitUntil([this] { return m_node.isReady(); }, 20s);
}

QString Standalone::urlFor(int worker)
{
    auto proxy = std::make_unique<FaultProxy>(ProxyTarget {.path = m_node.socketPath()}, quint32(worker));
    if (!proxy->listen())
        return {};
    return m_proxies.insert_or_assign(worker, std::move(proxy)).first->second->url();
}

QList<Deployment::Network> Standalone::networks() const
{
    QList<Network> networks;
    for (const auto &[worker, proxy] : m_proxies)
        networks.append({'w' + QByteArray::number(worker), proxy.get()});
    return networks;
}

} // namespace chaos
