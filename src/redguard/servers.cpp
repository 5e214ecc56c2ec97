// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/servers.h"

#include "local/locallocator.h"

namespace redguard {

std::unique_ptr<net::Topology> topologyOf(const net::Endpoint &endpoint,
                                          const net::ConnectionSettings &settings)
{
    return std::make_unique<net::SingleServer>(local::locatorOf(endpoint), settings);
}

} // namespace redguard
