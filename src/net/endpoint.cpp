// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/endpoint.h"

#include "net/urltext.h"

namespace redguard::net {

using namespace Qt::StringLiterals;

QString Endpoint::toString() const
{
    switch (transport) {
    case Transport::Local:
        return u"local:"_s + localName;
    case Transport::UnixSocket:
        return u"unix://"_s + percentEncoded(path) + (database == 0 ? QString() : u"?db=%1"_s.arg(database));
    case Transport::Tcp:
        break;
    }
    return (tls ? u"rediss://"_s : u"redis://"_s) + hostAndPort(host, port)
        + (database == 0 ? QString() : u"/%1"_s.arg(database));
}

} // namespace redguard::net
