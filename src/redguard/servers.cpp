// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/servers.h"

#include "local/locallocator.h"
#include "net/cluster.h"

namespace redguard {

std::unique_ptr<net::Topology> topologyOf(const net::ServerAddress &address,
                                          const net::ConnectionSettings &settings)
{
    if (address.topology != net::ServerAddress::Topology::Cluster)
        return std::make_unique<net::SingleServer>(local::locatorOf(address), settings);
    QList<net::Endpoint> seeds;
    for (const net::Host &host : address.hosts)
        seeds.append(address.serverAt(host));
    return std::make_unique<net::Cluster>(seeds, settings);
}

} // namespace redguard
