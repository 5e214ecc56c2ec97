// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALTARGET_H
#define REDGUARD_RENEWALTARGET_H

#include "net/connection.h"
#include "net/serveraddress.h"

#include <memory>

namespace redguard {

class Mailbox;
class Session;

// Where the background thread renews the leases of one session, and who hears of it.
struct RenewalTarget
{
    net::ServerAddress address;
    net::ConnectionSettings settings;
    std::shared_ptr<Mailbox> mailbox;
    Session *session; // touched in its own thread only
};

} // namespace redguard

#endif
