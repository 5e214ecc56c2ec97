// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_CONNECTIONSETTINGS_H
#define REDGUARD_NET_CONNECTIONSETTINGS_H

#include "net/credentials.h"
#include "scripts/script.h"
#include "sync/drift.h"

#include <QtCore/qlist.h>

namespace redguard::net {

struct ConnectionSettings
{
    std::chrono::milliseconds connectTimeout {};
    std::chrono::milliseconds commandTimeout {};
    std::chrono::milliseconds healthCheckInterval {};
    sync::Drift drift {};
    // Where messages come in, if they do, and changes of watched keys with them.
    enum class Listening : quint8 {
        No,
        OnOneChannel,   // of the connection, subscribed to from the start
        OnShardChannels // of each name, where its slot is
    };
    Listening listening = Listening::OnOneChannel;
    QList<const scripts::Script *> scripts {};   // that the server is taught
    QByteArray clientName {};                    // in the server's list of clients
    std::shared_ptr<Credentials> credentials {}; // in place of the endpoint's, once there are any
};

} // namespace redguard::net

#endif
