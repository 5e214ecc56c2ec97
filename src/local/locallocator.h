// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_LOCALLOCATOR_H
#define REDGUARD_LOCAL_LOCALLOCATOR_H

#include <RedGuard/localserver.h>

#include "net/locator.h"
#include "net/serveraddress.h"

#include <memory>

namespace redguard::local {

// Finds the private server of a `local:` URL, and starts it where it does not run.
class LocalLocator : public net::Locator
{
    Q_OBJECT

public:
    explicit LocalLocator(const net::Endpoint &endpoint, QObject *parent = nullptr);
    void locate() override;

private:
    net::Endpoint m_endpoint;
    LocalServer m_server;
};

// The locator for what a URL says, but for a cluster, which is not in one place.
[[nodiscard]] std::unique_ptr<net::Locator> locatorOf(const net::ServerAddress &address);

} // namespace redguard::local

#endif
