// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/serveraddress.h"

#include "net/urltext.h"

namespace redguard::net {

using namespace Qt::StringLiterals;

Endpoint ServerAddress::server() const
{
    Endpoint endpoint = serverAt(hosts.value(0));
    endpoint.transport = transport;
    endpoint.path = path;
    endpoint.localName = localName;
    return endpoint;
}

Endpoint ServerAddress::serverAt(const Host &host) const
{
    Endpoint endpoint;
    endpoint.host = host.name;
    endpoint.port = host.port;
    endpoint.tls = tls;
    endpoint.user = user;
    endpoint.password = password;
    endpoint.database = database;
    endpoint.mustBePrimary = topology == Topology::Sentinel;
    return endpoint;
}

Endpoint ServerAddress::sentinelAt(const Host &host) const
{
    Endpoint endpoint;
    endpoint.host = host.name;
    endpoint.port = host.port;
    endpoint.tls = tls;
    endpoint.user = sentinelUser;
    endpoint.password = sentinelPassword;
    return endpoint;
}

QString ServerAddress::toString() const
{
    if (topology == Topology::Standalone)
        return server().toString();
    QStringList names;
    for (const Host &host : hosts)
        names.append(hostAndPort(host.name, host.port));
    const QString scheme = tls ? u"rediss"_s : u"redis"_s;
    if (topology == Topology::Cluster)
        return scheme + u"-cluster://"_s + names.join(u',');
    return scheme + u"-sentinel://"_s + names.join(u',')
        + (database == 0 ? QString() : u"/%1"_s.arg(database)) + u"?master_name="_s
        + percentEncoded(masterName);
}

} // namespace redguard::net
