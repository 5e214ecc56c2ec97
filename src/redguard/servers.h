// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SERVERS_H
#define REDGUARD_SERVERS_H

#include "net/serveraddress.h"
#include "net/topology.h"

namespace redguard {

// The servers that a URL stands for, not yet connected to.
[[nodiscard]] std::unique_ptr<net::Topology> topologyOf(const net::ServerAddress &address,
                                                        const net::ConnectionSettings &settings);

} // namespace redguard

#endif
