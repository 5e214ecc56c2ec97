// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "tape.h"

#include "net/serveraddress.h"

using namespace redguard;
using redguard::net::Endpoint;
using redguard::net::ServerAddress;
using namespace Qt::StringLiterals;

namespace {

const QString Secret = u"Canary7Q"_s;

// Without what would turn the password into a piece of something else.
QString text(Tape &tape, QStringView without = {})
{
    QString text = QString::fromUtf8(tape.line());
    text.removeIf([without](QChar character) { return without.contains(character); });
    return text.remove(Secret, Qt::CaseInsensitive);
}

ServerAddress withoutSecrets(ServerAddress address)
{
    address.user.clear();
    address.password.clear();
    address.sentinelUser.clear();
    address.sentinelPassword.clear();
    if (address.tls)
        address.tls.emplace();
    return address;
}

void expectKeepsSecrets(const QString &shown)
{
    expect(!shown.contains(Secret, Qt::CaseInsensitive), "no password is shown");
}

void expectRoundTrip(const ServerAddress &address)
{
    const Result<ServerAddress> again = ServerAddress::fromUrl(address.toString());
    expect(again.hasValue(), "an address is shown as a URL");
    expect(*again == withoutSecrets(address), "a URL that is shown leads to the same address");
}

void check(const QString &url)
{
    const Result<ServerAddress> address = ServerAddress::fromUrl(url);
    expectKeepsSecrets(address.error().message());
    expect(address.hasValue() || !address.error().message().isEmpty(), "what is refused has a reason");
    if (!address)
        return;
    expectKeepsSecrets(address->toString());
    expectRoundTrip(*address);
    expectKeepsSecrets(address->server().toString());
    for (const net::Host &host : address->hosts) {
        expectKeepsSecrets(address->serverAt(host).toString());
        expectKeepsSecrets(address->sentinelAt(host).toString());
    }
}

} // namespace

// The parts of a URL, a line each: scheme, user, a piece of the password, hosts, path and query. Its
// ends are known, and is looked for in all that is shown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Tape tape(data, size);
    const QString scheme = text(tape, u":/?");
    const QString user = text(tape, u"/?");
    const QString password = Secret + text(tape) + Secret;
    const QString rest = text(tape) + text(tape);
    const QString query = text(tape);
    check(scheme + u"://"_s + user + u':' + password + u'@' + rest);
    check(scheme + u"://"_s + rest + u'?' + query + u"&sentinel_password="_s + password);
    check(scheme + u"://"_s + rest + u"?ssl_password="_s + password + u'&' + query);
    check(scheme + u':' + rest + u'?' + query);
    check(user + password + u'@' + rest);
    return 0;
}
