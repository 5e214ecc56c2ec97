// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/serveraddress.h"
#include "net/urltext.h"

#include <QtNetwork/qhostaddress.h>

#include <algorithm>

namespace redguard::net {

using namespace Qt::StringLiterals;

namespace {

using Topology = ServerAddress::Topology;

constexpr quint16 ServerPort = 6379;
constexpr quint16 SentinelPort = 26379;

struct Scheme
{
    QString name;
    Topology topology;
    bool tls;
};

const Scheme *tcpScheme(const QString &name)
{
    static const std::array schemes {
        Scheme {u"redis"_s, Topology::Standalone, false},
        Scheme {u"valkey"_s, Topology::Standalone, false},
        Scheme {u"rediss"_s, Topology::Standalone, true},
        Scheme {u"valkeys"_s, Topology::Standalone, true},
        Scheme {u"redis-sentinel"_s, Topology::Sentinel, false},
        Scheme {u"rediss-sentinel"_s, Topology::Sentinel, true},
        Scheme {u"redis-cluster"_s, Topology::Cluster, false},
        Scheme {u"rediss-cluster"_s, Topology::Cluster, true},
    };
    const auto found = std::find_if(schemes.begin(), schemes.end(),
                                    [&name](const Scheme &scheme) { return scheme.name == name; });
    return found == schemes.end() ? nullptr : &*found;
}

Error invalid(const QString &what)
{
    return Error(ErrorCode::InvalidUrl, what);
}

Error readUserInfo(QStringView userInfo, ServerAddress &address)
{
    const qsizetype colon = userInfo.indexOf(u':');
    const std::optional<QString> user = percentDecoded(before(userInfo, colon));
    const std::optional<QString> password = percentDecoded(behind(userInfo, colon));
    if (!user)
        return invalid(ServerAddress::tr(
            "The URL's user name holds a % that is not followed by the code of a character"));
    if (!password)
        return invalid(ServerAddress::tr(
            "The URL's password holds a % that is not followed by the code of a character"));
    address.user = *user;
    address.password = *password;
    return {};
}

Error readPort(QStringView text, Host &host)
{
    const int port = number(text).value_or(0);
    if (port < 1 || port > 65535)
        return invalid(ServerAddress::tr("The URL's port is not a number from 1 to 65535"));
    host.port = quint16(port);
    return {};
}

// `text` begins with a bracket.
Error readIPv6(QStringView text, Host &host)
{
    const qsizetype bracket = text.indexOf(u']');
    if (bracket < 0)
        return invalid(ServerAddress::tr("The URL's host begins with [, but no ] ends it"));
    const QString address = percentDecoded(text.first(bracket).sliced(1)).value_or(QString());
    if (QHostAddress(address).protocol() != QAbstractSocket::IPv6Protocol)
        return invalid(ServerAddress::tr("The URL's host in brackets is not an IPv6 address"));
    host.name = address;
    const QStringView rest = text.sliced(bracket + 1);
    if (rest.isEmpty())
        return {};
    if (!rest.startsWith(u':'))
        return invalid(ServerAddress::tr("Only a port may follow the URL's IPv6 address"));
    return readPort(rest.sliced(1), host);
}

bool isHost(QStringView text)
{
    return std::none_of(text.begin(), text.end(), [](QChar character) {
        return character.isSpace() || character.category() == QChar::Other_Control
            || u"%/?#[]@:\\,"_s.contains(character);
    });
}

Error readHost(QStringView text, Host &host)
{
    if (text.startsWith(u'['))
        return readIPv6(text, host);
    if (text.contains(u','))
        return invalid(ServerAddress::tr("The URL names several hosts; its scheme takes one"));
    if (text.count(u':') > 1)
        return invalid(
            ServerAddress::tr("The URL's host holds several colons; an IPv6 address goes in brackets"));
    const qsizetype colon = text.indexOf(u':');
    const std::optional<QString> name = percentDecoded(before(text, colon));
    if (!name || !isHost(*name))
        return invalid(ServerAddress::tr("The URL's host holds a character that no host name has"));
    if (!name->isEmpty())
        host.name = *name;
    return colon < 0 ? Error() : readPort(text.sliced(colon + 1), host);
}

Error readHosts(QStringView text, ServerAddress &address)
{
    const bool isOne = address.topology == Topology::Standalone;
    const quint16 port = address.topology == Topology::Sentinel ? SentinelPort : ServerPort;
    for (const QStringView part : isOne ? QList {text} : text.split(u',')) {
        if (part.isEmpty() && text.contains(u',') && !isOne)
            return invalid(ServerAddress::tr("A host is missing in the URL's list of hosts"));
        Host host {u"localhost"_s, port};
        if (Error error = readHost(part, host))
            return error;
        address.hosts.append(host);
    }
    return {};
}

class QueryReader
{
public:
    explicit QueryReader(ServerAddress &address)
        : m_address(address)
    {
    }

    Error readDatabase(QStringView text)
    {
        const std::optional<int> value = number(text);
        if (!value)
            return invalid(ServerAddress::tr("The URL's database is not a number from 0 on"));
        if (m_database && *m_database != *value)
            return invalid(ServerAddress::tr("The URL names two different databases"));
        m_database = value;
        m_address.database = *value;
        return {};
    }

    Error read(QStringView query)
    {
        if (query.isEmpty())
            return {};
        for (const QStringView item : query.split(u'&')) {
            if (Error error = readItem(item))
                return error;
        }
        return {};
    }

private:
    Error readItem(QStringView item)
    {
        const qsizetype equals = item.indexOf(u'=');
        const QStringView key = before(item, equals);
        if (key == u"db")
            return readDatabase(behind(item, equals));
        QString *place = placeOf(key);
        if (!place)
            return unknown(key);
        m_secretsPassed = m_secretsPassed || key.contains(u"password");
        return readText(key, behind(item, equals), *place);
    }

    [[nodiscard]] QString *placeOf(QStringView key) const
    {
        if (m_address.topology == Topology::Sentinel) {
            if (key == u"master_name")
                return &m_address.masterName;
            if (key == u"sentinel_username")
                return &m_address.sentinelUser;
            if (key == u"sentinel_password")
                return &m_address.sentinelPassword;
        }
        return m_address.tls ? placeIn(*m_address.tls, key) : nullptr;
    }

    [[nodiscard]] static QString *placeIn(TlsOptions &tls, QStringView key)
    {
        if (key == u"ssl_ca_certs")
            return &tls.caCertificates;
        if (key == u"ssl_certfile")
            return &tls.certificate;
        if (key == u"ssl_keyfile")
            return &tls.key;
        return key == u"ssl_password" ? &tls.keyPassword : nullptr;
    }

    static Error readText(QStringView key, QStringView text, QString &place)
    {
        const std::optional<QString> value = percentDecoded(text);
        if (!place.isEmpty())
            return invalid(ServerAddress::tr("The URL's query key \"%1\" is given twice").arg(key));
        if (!value || value->contains(QChar(u'\0')))
            return invalid(ServerAddress::tr("The value of the URL's query key \"%1\" holds a % that is not "
                                             "followed by the code of a character")
                               .arg(key));
        if (value->isEmpty())
            return invalid(ServerAddress::tr("The URL's query key \"%1\" has no value").arg(key));
        place = *value;
        return {};
    }

    // What is no plain word, or follows a password, may be a piece of one that a ? or & has cut in two.
    [[nodiscard]] Error unknown(QStringView key) const
    {
        TlsOptions tls;
        if (placeIn(tls, key))
            return invalid(
                ServerAddress::tr("The URL's query key \"%1\" needs a scheme with TLS, as rediss").arg(key));
        return invalid(isPlainName(key) && !m_secretsPassed
                           ? ServerAddress::tr("The URL's query key \"%1\" is unknown").arg(key)
                           : ServerAddress::tr("The URL has an unknown query key"));
    }

    ServerAddress &m_address;
    std::optional<int> m_database;
    bool m_secretsPassed = false;
};

Error checkTopology(const ServerAddress &address)
{
    if (address.topology == Topology::Sentinel && address.masterName.isEmpty())
        return invalid(ServerAddress::tr(
            "A URL of Sentinels needs ?master_name=, the name by which they know the primary"));
    if (address.topology == Topology::Cluster && address.database != 0)
        return invalid(ServerAddress::tr("A cluster has no database but 0"));
    return {};
}

Result<ServerAddress> readTcp(const UrlText &url, const Scheme &scheme)
{
    if (!url.authority)
        return invalid(ServerAddress::tr("// has to follow the URL's scheme"));
    if (url.path.contains(u'@') || url.query.contains(u'@'))
        return invalid(
            ServerAddress::tr("The URL has an @ behind its host; in a password, / is written %2F and ? is "
                              "written %3F, and in the query @ is written %40"));
    ServerAddress address;
    address.topology = scheme.topology;
    if (scheme.tls)
        address.tls.emplace();
    const qsizetype at = url.authority->lastIndexOf(u'@');
    if (const Error error = readUserInfo(before(*url.authority, std::max<qsizetype>(at, 0)), address))
        return error;
    if (const Error error = readHosts(at < 0 ? *url.authority : behind(*url.authority, at), address))
        return error;
    QueryReader query(address);
    if (url.path.size() > 1) {
        if (const Error error = query.readDatabase(url.path.sliced(1)))
            return error;
    }
    if (const Error error = query.read(url.query))
        return error;
    if (const Error error = checkTopology(address))
        return error;
    return address;
}

#ifdef Q_OS_UNIX
constexpr bool HasUnixSockets = true;
#else
constexpr bool HasUnixSockets = false; // QLocalSocket would take the path for a named pipe's
#endif

Result<ServerAddress> readUnix(const UrlText &url)
{
    ServerAddress address;
    address.transport = Endpoint::Transport::UnixSocket;
    const QStringView authority = url.authority.value_or(QStringView());
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at + 1 != authority.size())
        return invalid(
            ServerAddress::tr("A URL of a Unix socket has no host: its path begins with the third /"));
    if (at > 0 && (url.path.contains(u'@') || url.query.contains(u'@')))
        return invalid(ServerAddress::tr(
            "The URL has an @ behind its user and password; in a password, / is written %2F, "
            "and in a path @ is written %40"));
    if (const Error error = readUserInfo(before(authority, std::max<qsizetype>(at, 0)), address))
        return error;
    const std::optional<QString> path = percentDecoded(url.path);
    if (!path || path->contains(QChar(u'\0')))
        return invalid(
            ServerAddress::tr("The URL's path holds a % that is not followed by the code of a character"));
    if (!path->startsWith(u'/') || path->endsWith(u'/'))
        return invalid(
            ServerAddress::tr("A URL of a Unix socket needs the whole path of the socket, from / on"));
    address.path = *path;
    if (const Error error = QueryReader(address).read(url.query))
        return error;
    return address;
}

Result<ServerAddress> readLocal(QStringView name)
{
    if (!name.isEmpty() && !isPlainName(name))
        return invalid(ServerAddress::tr(
            "The name of a local server has 1 to %n letters, digits, -, _ and ., and no . in front", nullptr,
            int(LongestPlainName)));
    ServerAddress address;
    address.transport = Endpoint::Transport::Local;
    address.localName = name.isEmpty() ? u"default"_s : name.toString();
    return address;
}

} // namespace

Result<ServerAddress> ServerAddress::fromUrl(const QString &url)
{
    const QStringView text = url;
    if (!text.contains(u':'))
        return invalid(tr("The URL has no scheme; redis://localhost is a whole one"));
    const UrlText parts = UrlText::split(text);
    if (parts.scheme == u"local")
        return readLocal(behind(text, text.indexOf(u':')));
    if (text.contains(u'#'))
        return invalid(tr("A URL of a server has no fragment; # is written %23"));
    if (const Scheme *scheme = tcpScheme(parts.scheme))
        return readTcp(parts, *scheme);
    if (parts.scheme == u"unix" || parts.scheme == u"redis+unix") {
        if (!HasUnixSockets)
            return Error(ErrorCode::NotSupported,
                         tr("This system has no Unix sockets: redis:// or rediss:// reaches the server"));
        return readUnix(parts);
    }
    return invalid(tr("The URL's scheme is none of redis, rediss, valkey, valkeys, unix, redis+unix, local, "
                      "redis-sentinel, rediss-sentinel, redis-cluster and rediss-cluster"));
}

} // namespace redguard::net
