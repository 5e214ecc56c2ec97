// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/serveraddress.h"

#include <QtTest/qtest.h>

using redguard::ErrorCode;
using redguard::Result;
using redguard::net::Host;
using redguard::net::ServerAddress;
using redguard::net::TlsOptions;
using Topology = ServerAddress::Topology;
using Transport = redguard::net::Endpoint::Transport;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(redguard::net::ServerAddress)

namespace {

ServerAddress tcp(const QString &host, quint16 port = 6379, int database = 0)
{
    ServerAddress address;
    address.hosts = {{host, port}};
    address.database = database;
    return address;
}

ServerAddress unixSocket(const QString &path, int database = 0)
{
    ServerAddress address;
    address.transport = Transport::UnixSocket;
    address.path = path;
    address.database = database;
    return address;
}

ServerAddress local(const QString &name)
{
    ServerAddress address;
    address.transport = Transport::Local;
    address.localName = name;
    return address;
}

ServerAddress hosts(Topology topology, const QList<Host> &hosts)
{
    ServerAddress address;
    address.topology = topology;
    address.hosts = hosts;
    return address;
}

ServerAddress inDatabase(ServerAddress address, int database)
{
    address.database = database;
    return address;
}

ServerAddress encrypted(ServerAddress address, const TlsOptions &options = {})
{
    address.tls = options;
    return address;
}

ServerAddress watching(ServerAddress address, const QString &master, const QString &user = {},
                       const QString &password = {})
{
    address.masterName = master;
    address.sentinelUser = user;
    address.sentinelPassword = password;
    return address;
}

ServerAddress as(ServerAddress address, const QString &user, const QString &password)
{
    address.user = user;
    address.password = password;
    return address;
}

} // namespace

class tst_ServerAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void errorsKeepSecrets_data();
    void errorsKeepSecrets();
    void everyCutOfAUrlKeepsTheSecret_data();
    void everyCutOfAUrlKeepsTheSecret();
    void unknownQueryKeyIsNamed();
    void toString_data();
    void toString();
    void endpoints();
};

void tst_ServerAddress::good_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<ServerAddress>("expected");
    const auto row = [](const char *name, const QString &url, const ServerAddress &expected) {
        QTest::newRow(name) << url << expected;
    };
    const ServerAddress localhost = tcp(u"localhost"_s);

    row("host", u"redis://example.org"_s, tcp(u"example.org"_s));
    row("host and port", u"redis://example.org:7000"_s, tcp(u"example.org"_s, 7000));
    row("valkey", u"valkey://example.org:7000/3"_s, tcp(u"example.org"_s, 7000, 3));
    row("scheme in capitals", u"REDIS://example.org"_s, tcp(u"example.org"_s));
    row("no host", u"redis://"_s, localhost);
    row("no host, slash", u"redis:///"_s, localhost);
    row("no host, database", u"redis:///5"_s, tcp(u"localhost"_s, 6379, 5));
    row("no host, port", u"redis://:7000"_s, tcp(u"localhost"_s, 7000));
    row("no host, user info", u"redis://u:p@"_s, as(localhost, u"u"_s, u"p"_s));
    row("lowest port", u"redis://h:1"_s, tcp(u"h"_s, 1));
    row("highest port", u"redis://h:65535"_s, tcp(u"h"_s, 65535));
    row("IPv4", u"redis://127.0.0.1:1234"_s, tcp(u"127.0.0.1"_s, 1234));
    row("IPv6", u"redis://[::1]"_s, tcp(u"::1"_s));
    row("IPv6 and port", u"redis://[2001:db8::7]:7000/2"_s, tcp(u"2001:db8::7"_s, 7000, 2));
    row("IPv6 and user info", u"redis://u:p@[::1]:7000"_s, as(tcp(u"::1"_s, 7000), u"u"_s, u"p"_s));
    row("IPv6 with IPv4", u"redis://[::ffff:127.0.0.1]"_s, tcp(u"::ffff:127.0.0.1"_s));
    row("IPv6 with zone", u"redis://[fe80::1%25eth0]:7000"_s, tcp(u"fe80::1%eth0"_s, 7000));
    row("host, percent-encoded", u"redis://ex%61mple"_s, tcp(u"example"_s));
    row("host, other letters", u"redis://b\u00fccher.example"_s, tcp(u"b\u00fccher.example"_s));
    row("host with - and _", u"redis://my-host_1"_s, tcp(u"my-host_1"_s));

    row("database in the path", u"redis://h/15"_s, tcp(u"h"_s, 6379, 15));
    row("database in the query", u"redis://h?db=15"_s, tcp(u"h"_s, 6379, 15));
    row("database in the query, slash", u"redis://h/?db=15"_s, tcp(u"h"_s, 6379, 15));
    row("database in both, the same", u"redis://h/2?db=2"_s, tcp(u"h"_s, 6379, 2));
    row("database 0", u"redis://h/0"_s, tcp(u"h"_s));
    row("highest database", u"redis://h/2147483647"_s, tcp(u"h"_s, 6379, 2147483647));
    row("empty query", u"redis://h?"_s, tcp(u"h"_s));

    row("user and password", u"redis://me:secret@h"_s, as(tcp(u"h"_s), u"me"_s, u"secret"_s));
    row("password", u"redis://:secret@h:1/2"_s, as(tcp(u"h"_s, 1, 2), {}, u"secret"_s));
    row("user", u"redis://me@h"_s, as(tcp(u"h"_s), u"me"_s, {}));
    row("empty user info", u"redis://@h"_s, tcp(u"h"_s));
    row("empty user and password", u"redis://:@h"_s, tcp(u"h"_s));
    row("colon in the password", u"redis://me:a:b@h"_s, as(tcp(u"h"_s), u"me"_s, u"a:b"_s));
    row("colon at the end of the password", u"redis://:a:@h"_s, as(tcp(u"h"_s), {}, u"a:"_s));
    row("@ in the password", u"redis://me:a@b@h"_s, as(tcp(u"h"_s), u"me"_s, u"a@b"_s));
    row("comma in the password", u"redis://me:a,b@h"_s, as(tcp(u"h"_s), u"me"_s, u"a,b"_s));
    row("brackets in the password", u"redis://me:[a]@h"_s, as(tcp(u"h"_s), u"me"_s, u"[a]"_s));
    row("space and plus in the password", u"redis://me:a b+@h"_s, as(tcp(u"h"_s), u"me"_s, u"a b+"_s));
    row("encoded", u"redis://m%65:%2F%3f%23%40%3A%25@h"_s, as(tcp(u"h"_s), u"me"_s, u"/?#@:%"_s));
    row("decoded once", u"redis://:%2541@h"_s, as(tcp(u"h"_s), {}, u"%41"_s));
    row("encoded UTF-8", u"redis://:%C3%BC@h"_s, as(tcp(u"h"_s), {}, u"\u00fc"_s));
    row("plain UTF-8", u"redis://:\u00fc\U0001f511@h"_s, as(tcp(u"h"_s), {}, u"\u00fc\U0001f511"_s));
    row("encoded colon in the user", u"redis://a%3Ab:c@h"_s, as(tcp(u"h"_s), u"a:b"_s, u"c"_s));

    row("unix", u"unix:///run/redis.sock"_s, unixSocket(u"/run/redis.sock"_s));
    row("unix, one slash", u"unix:/run/redis.sock"_s, unixSocket(u"/run/redis.sock"_s));
    row("unix, two slashes in the path", u"unix:////run//redis.sock"_s, unixSocket(u"//run//redis.sock"_s));
    row("redis+unix", u"redis+unix:///run/redis.sock"_s, unixSocket(u"/run/redis.sock"_s));
    row("unix, database", u"unix:///run/redis.sock?db=2"_s, unixSocket(u"/run/redis.sock"_s, 2));
    row("unix, one slash, database", u"unix:/run/redis.sock?db=2"_s, unixSocket(u"/run/redis.sock"_s, 2));
    row("unix, user info", u"unix://u:p@/r.sock"_s, as(unixSocket(u"/r.sock"_s), u"u"_s, u"p"_s));
    row("unix, password", u"unix://:p%40@/r.sock?db=1"_s, as(unixSocket(u"/r.sock"_s, 1), {}, u"p@"_s));
    row("unix, empty user info", u"unix://@/r.sock"_s, unixSocket(u"/r.sock"_s));
    row("unix, encoded", u"unix:///a%20b/%3F%23%2541"_s, unixSocket(u"/a b/?#%41"_s));
    row("unix, @ and colon in the path", u"unix:///u:p@h/s"_s, unixSocket(u"/u:p@h/s"_s));
    row("unix, @ in the path behind user info", u"unix://u:p@/a%40b"_s,
        as(unixSocket(u"/a@b"_s), u"u"_s, u"p"_s));

    row("rediss", u"rediss://h:1/2"_s, encrypted(tcp(u"h"_s, 1, 2)));
    row("valkeys", u"valkeys://me:secret@h"_s, encrypted(as(tcp(u"h"_s), u"me"_s, u"secret"_s)));
    row("TLS, own CA", u"rediss://h?ssl_ca_certs=/etc/ca%20s.pem"_s,
        encrypted(tcp(u"h"_s), {.caCertificates = u"/etc/ca s.pem"_s}));
    row("TLS, client", u"rediss://h/3?ssl_certfile=a.pem&ssl_keyfile=b.pem&ssl_password=%26c"_s,
        encrypted(tcp(u"h"_s, 6379, 3),
                  {.certificate = u"a.pem"_s, .key = u"b.pem"_s, .keyPassword = u"&c"_s}));

    const ServerAddress three = hosts(Topology::Sentinel, {{u"a"_s, 26379}, {u"b"_s, 1}, {u"::1"_s, 2}});
    row("Sentinels", u"redis-sentinel://a,b:1,[::1]:2?master_name=m"_s, watching(three, u"m"_s));
    row("one Sentinel", u"redis-sentinel://?master_name=my%20m"_s,
        watching(hosts(Topology::Sentinel, {{u"localhost"_s, 26379}}), u"my m"_s));
    row("Sentinels with TLS", u"rediss-sentinel://a,b:1,[::1]:2?master_name=m&ssl_ca_certs=ca"_s,
        encrypted(watching(three, u"m"_s), {.caCertificates = u"ca"_s}));
    row("Sentinels, both logins",
        u"redis-sentinel://me:se,cret@a,b:1,[::1]:2/5?master_name=m&sentinel_username=you"
        "&sentinel_password=%40%2Cx"_s,
        watching(as(inDatabase(three, 5), u"me"_s, u"se,cret"_s), u"m"_s, u"you"_s, u"@,x"_s));
    row("Sentinels, database in the query", u"redis-sentinel://a,b:1,[::1]:2?db=5&master_name=m"_s,
        watching(inDatabase(three, 5), u"m"_s));

    const ServerAddress nodes = hosts(Topology::Cluster, {{u"a"_s, 6379}, {u"b"_s, 7001}});
    row("cluster", u"redis-cluster://a,b:7001"_s, nodes);
    row("cluster, database 0", u"redis-cluster://a,b:7001/0"_s, nodes);
    row("cluster, user info", u"redis-cluster://:x@a,b:7001"_s, as(nodes, {}, u"x"_s));
    row("cluster with TLS", u"rediss-cluster://a,b:7001"_s, encrypted(nodes));
    row("cluster, one node", u"redis-cluster://a"_s, hosts(Topology::Cluster, {{u"a"_s, 6379}}));

    row("local", u"local:"_s, local(u"default"_s));
    row("local in capitals", u"LOCAL:"_s, local(u"default"_s));
    row("local, name", u"local:My-app_2.test"_s, local(u"My-app_2.test"_s));
    row("local, longest name", u"local:"_s + QString(64, u'a'), local(QString(64, u'a')));
}

void tst_ServerAddress::good()
{
    QFETCH(QString, url);
    QFETCH(ServerAddress, expected);
    const Result<ServerAddress> result = ServerAddress::fromUrl(url);
    QCOMPARE(result.error().message(), QString());
    QVERIFY(result.hasValue());
    QCOMPARE(result->transport, expected.transport);
    QCOMPARE(result->topology, expected.topology);
    QCOMPARE(result->hosts.size(), expected.hosts.size());
    for (qsizetype at = 0; at < expected.hosts.size(); ++at) {
        QCOMPARE(result->hosts[at].name, expected.hosts[at].name);
        QCOMPARE(result->hosts[at].port, expected.hosts[at].port);
    }
    QCOMPARE(result->path, expected.path);
    QCOMPARE(result->localName, expected.localName);
    QCOMPARE(result->user, expected.user);
    QCOMPARE(result->password, expected.password);
    QCOMPARE(result->database, expected.database);
    QCOMPARE(result->masterName, expected.masterName);
    QCOMPARE(result->sentinelUser, expected.sentinelUser);
    QCOMPARE(result->sentinelPassword, expected.sentinelPassword);
    QVERIFY(result->tls == expected.tls);
    QVERIFY(*result == expected);
}

void tst_ServerAddress::bad_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QString &url, const QString &message) {
        QTest::newRow(name) << url << message;
    };

    const QString noScheme = u"The URL has no scheme; redis://localhost is a whole one"_s;
    row("empty", QString(), noScheme);
    row("host only", u"localhost"_s, noScheme);
    row("local without colon", u"local"_s, noScheme);
    const QString scheme =
        u"The URL's scheme is none of redis, rediss, valkey, valkeys, unix, redis+unix, local, "
        "redis-sentinel, rediss-sentinel, redis-cluster and rediss-cluster"_s;
    row("host and port only", u"localhost:6379"_s, scheme);
    row("other scheme", u"http://h"_s, scheme);
    row("empty scheme", u"://h"_s, scheme);
    row("space in front", u" redis://h"_s, scheme);
    const QString slashes = u"// has to follow the URL's scheme"_s;
    row("no slashes", u"redis:h"_s, slashes);
    row("one slash", u"redis:/h"_s, slashes);
    row("scheme only", u"redis:"_s, slashes);

    const QString fragment = u"A URL of a server has no fragment; # is written %23"_s;
    row("fragment", u"redis://h/1#a"_s, fragment);
    row("empty fragment", u"redis://h#"_s, fragment);
    row("fragment, unix", u"unix:///p#a"_s, fragment);
    row("# in the password", u"redis://:a#b@h"_s, fragment);

    const QString port = u"The URL's port is not a number from 1 to 65535"_s;
    row("port 0", u"redis://h:0"_s, port);
    row("port 65536", u"redis://h:65536"_s, port);
    row("port, overflow", u"redis://h:4294967297"_s, port);
    row("port empty", u"redis://h:"_s, port);
    row("port negative", u"redis://h:-1"_s, port);
    row("port with plus", u"redis://h:+1"_s, port);
    row("port with space", u"redis://h: 1"_s, port);
    row("port with letter", u"redis://h:6379a"_s, port);
    row("port, other digits", u"redis://h:\uff11"_s, port);
    row("port of IPv6", u"redis://[::1]:x"_s, port);
    row("port of IPv6 empty", u"redis://[::1]:"_s, port);

    const QString host = u"The URL's host holds a character that no host name has"_s;
    row("space in the host", u"redis://a b"_s, host);
    row("line end in the host", u"redis://h\n"_s, host);
    row("encoded slash in the host", u"redis://a%2Fb"_s, host);
    row("encoded colon in the host", u"redis://a%3Ab"_s, host);
    row("encoded comma in the host", u"redis://a%2Cb"_s, host);
    row("encoded nul in the host", u"redis://a%00b"_s, host);
    row("half an escape in the host", u"redis://a%2"_s, host);
    row("backslash in the host", u"redis://a\\b"_s, host);
    row("bracket in the host", u"redis://a[::1]"_s,
        u"The URL's host holds several colons; an IPv6 address goes in brackets"_s);
    row("IPv6 without brackets", u"redis://::1"_s,
        u"The URL's host holds several colons; an IPv6 address goes in brackets"_s);
    const QString several = u"The URL names several hosts; its scheme takes one"_s;
    row("two hosts", u"redis://a,b"_s, several);
    row("two hosts with ports", u"redis://a:1,b:2/0"_s, several);
    row("two hosts and user info", u"redis://u:p@a,b"_s, several);
    row("IPv6 open", u"redis://[::1"_s, u"The URL's host begins with [, but no ] ends it"_s);
    const QString ipv6 = u"The URL's host in brackets is not an IPv6 address"_s;
    row("IPv6 empty", u"redis://[]"_s, ipv6);
    row("IPv4 in brackets", u"redis://[127.0.0.1]"_s, ipv6);
    row("name in brackets", u"redis://[localhost]"_s, ipv6);
    row("IPv6, zone not encoded", u"redis://[fe80::1%eth0]"_s, ipv6);
    row("IPv6 and more", u"redis://[::1]7000"_s, u"Only a port may follow the URL's IPv6 address"_s);
    row("two IPv6", u"redis://[::1],[::2]"_s, u"Only a port may follow the URL's IPv6 address"_s);

    const QString at =
        u"The URL has an @ behind its host; in a password, / is written %2F and ? is written %3F, and in "
        "the query @ is written %40"_s;
    const QString missing = u"A host is missing in the URL's list of hosts"_s;
    row("list begins with a comma", u"redis-cluster://,a"_s, missing);
    row("list ends with a comma", u"redis-sentinel://a,?master_name=m"_s, missing);
    row("two commas", u"rediss-cluster://a,,b"_s, missing);
    row("port of the second host", u"redis-cluster://a:1,b:x"_s, port);
    row("second host", u"redis-cluster://a:1,b c"_s, host);
    row("second host is IPv6", u"redis-cluster://a:1,[x]"_s, ipv6);
    row("two hosts, TLS", u"rediss://a,b"_s, several);
    row("cluster without slashes", u"redis-cluster:a"_s, slashes);
    row("cluster, database", u"redis-cluster://a/1"_s, u"A cluster has no database but 0"_s);
    row("cluster, database in the query", u"redis-cluster://a?db=2"_s, u"A cluster has no database but 0"_s);
    const QString master =
        u"A URL of Sentinels needs ?master_name=, the name by which they know the primary"_s;
    row("Sentinels of nobody", u"redis-sentinel://a,b"_s, master);
    row("Sentinels of nobody, TLS", u"rediss-sentinel://a?sentinel_username=m"_s, master);
    row("master without a name", u"redis-sentinel://a?master_name="_s,
        u"The URL's query key \"master_name\" has no value"_s);
    row("two masters", u"redis-sentinel://a?master_name=a&master_name=b"_s,
        u"The URL's query key \"master_name\" is given twice"_s);
    row("master, half an escape", u"redis-sentinel://a?master_name=%4"_s,
        u"The value of the URL's query key \"master_name\" holds a % that is not followed by the code of a "
        "character"_s);
    row("master of one server", u"redis://a?master_name=m"_s,
        u"The URL's query key \"master_name\" is unknown"_s);
    row("Sentinels' password of a cluster", u"redis-cluster://a?sentinel_password=m"_s,
        u"The URL's query key \"sentinel_password\" is unknown"_s);
    row("@ in the Sentinels' password", u"redis-sentinel://a?master_name=m&sentinel_password=a@b"_s, at);
    row("& in the Sentinels' password", u"redis-sentinel://a?master_name=m&sentinel_password=a&b"_s,
        u"The URL has an unknown query key"_s);
    for (const QString &key : {u"ssl_ca_certs"_s, u"ssl_certfile"_s, u"ssl_keyfile"_s, u"ssl_password"_s})
        row(qPrintable(key + u" without TLS"_s), u"redis://h?%1=a"_s.arg(key),
            u"The URL's query key \"%1\" needs a scheme with TLS, as rediss"_s.arg(key));
    row("other key of TLS", u"rediss://h?ssl_cert_reqs=none"_s,
        u"The URL's query key \"ssl_cert_reqs\" is unknown"_s);

    const QString database = u"The URL's database is not a number from 0 on"_s;
    row("database negative", u"redis://h/-1"_s, database);
    row("database with letter", u"redis://h/1a"_s, database);
    row("database with plus", u"redis://h/+1"_s, database);
    row("database and slash", u"redis://h/1/"_s, database);
    row("database, overflow", u"redis://h/2147483648"_s, database);
    row("two slashes", u"redis://h//1"_s, database);
    row("database empty in the query", u"redis://h?db="_s, database);
    row("database without =", u"redis://h?db"_s, database);
    row("database in the query with letter", u"unix:///p?db=x"_s, database);
    const QString different = u"The URL names two different databases"_s;
    row("databases in path and query", u"redis://h/1?db=2"_s, different);
    row("database 0 in the path", u"redis://h/0?db=2"_s, different);
    row("databases in the query", u"redis://h?db=1&db=2"_s, different);

    row("query key", u"redis://h?timeout=1"_s, u"The URL's query key \"timeout\" is unknown"_s);
    row("query key in capitals", u"redis://h?DB=1"_s, u"The URL's query key \"DB\" is unknown"_s);
    row("query key after a known one", u"redis://h?db=1&x=2"_s, u"The URL's query key \"x\" is unknown"_s);
    row("query key, unix", u"unix:///p?mode=1"_s, u"The URL's query key \"mode\" is unknown"_s);
    row("query key empty", u"redis://h?=1"_s, u"The URL has an unknown query key"_s);
    row("query ends with &", u"redis://h?db=1&"_s, u"The URL has an unknown query key"_s);
    row("query key is no word", u"redis://h?a%20b=1"_s, u"The URL has an unknown query key"_s);

    const QString user = u"The URL's user name holds a % that is not followed by the code of a character"_s;
    row("escape in the user", u"redis://a%zz:b@h"_s, user);
    row("escape in the user, unix", u"unix://a%:b@/p"_s, user);
    const QString password =
        u"The URL's password holds a % that is not followed by the code of a character"_s;
    row("escape without digits", u"redis://:a%@h"_s, password);
    row("escape with one digit", u"redis://:a%2@h"_s, password);
    row("escape with a letter", u"redis://:a%2g@h"_s, password);
    row("escape with a sign", u"redis://:a%+2@h"_s, password);
    row("escape of half a character", u"redis://:%C3@h"_s, password);
    row("escape of no UTF-8", u"redis://:%ff@h"_s, password);
    row("slash in the password", u"redis://u:a/b@h"_s, at);
    row("question mark in the password", u"redis://u:a?b@h"_s, at);

    const QString unixHost = u"A URL of a Unix socket has no host: its path begins with the third /"_s;
    row("unix, host", u"unix://h/p"_s, unixHost);
    row("unix, host and user info", u"unix://u:p@h/p"_s, unixHost);
    row("unix, relative with slashes", u"unix://p"_s, unixHost);
    row("unix, @ in the path behind user info", u"unix://u:p@/q@/p"_s,
        u"The URL has an @ behind its user and password; in a password, / is written %2F, and in a path @ is "
        "written %40"_s);
    const QString unixPath = u"A URL of a Unix socket needs the whole path of the socket, from / on"_s;
    row("unix, nothing", u"unix:"_s, unixPath);
    row("unix, no path", u"unix://"_s, unixPath);
    row("unix, user info only", u"unix://u:p@"_s, unixPath);
    row("unix, root", u"unix:///"_s, unixPath);
    row("unix, folder", u"unix:///run/"_s, unixPath);
    row("unix, relative", u"unix:run/p"_s, unixPath);
    row("unix, query only", u"unix://?db=1"_s, unixPath);
    const QString escape = u"The URL's path holds a % that is not followed by the code of a character"_s;
    row("unix, escape", u"unix:///a%2"_s, escape);
    row("unix, nul", u"unix:///a%00b"_s, escape);

    const QString name =
        u"The name of a local server has 1 to 64 letters, digits, -, _ and ., and no . in front"_s;
    row("local, slashes", u"local://"_s, name);
    row("local, slashes and name", u"local://a"_s, name);
    row("local, too long", u"local:"_s + QString(65, u'a'), name);
    row("local, dot in front", u"local:.a"_s, name);
    row("local, two dots", u"local:.."_s, name);
    row("local, slash", u"local:a/b"_s, name);
    row("local, space", u"local:a b"_s, name);
    row("local, query", u"local:a?db=1"_s, name);
    row("local, fragment", u"local:a#b"_s, name);
    row("local, colon", u"local:a:b"_s, name);
    row("local, escape", u"local:a%41"_s, name);
    row("local, other letter", u"local:\u00fc"_s, name);
    row("local, Kelvin sign", u"local:\u212a"_s, name);
    row("local, nul", u"local:a"_s + QChar(u'\0'), name);
}

void tst_ServerAddress::bad()
{
    QFETCH(QString, url);
    QFETCH(QString, message);
    const Result<ServerAddress> result = ServerAddress::fromUrl(url);
    QVERIFY(!result.hasValue());
    QCOMPARE(result.error().message(), message);
    QCOMPARE(result.error().code(), ErrorCode::InvalidUrl);
}

void tst_ServerAddress::errorsKeepSecrets_data()
{
    QTest::addColumn<QString>("url");
    int count = 0;
    for (const QString &url : {u"canary"_s,
                               u"canary:"_s,
                               u"canary://h"_s,
                               u":canary@h"_s,
                               u"u:canary@h:6379"_s,
                               u"canary@h:6379"_s,
                               u"redis:u:canary@h"_s,
                               u"redis:/u:canary@h"_s,
                               u"redis//u:canary@h"_s,
                               u"http://u:canary@h"_s,
                               u"redis://u:canary@h:0"_s,
                               u"redis://u:canary@h:port"_s,
                               u"redis://u:canary@h/x"_s,
                               u"redis://u:canary@h?x=1"_s,
                               u"redis://u:canary@h?db=x"_s,
                               u"redis://u:canary@h/1?db=2"_s,
                               u"redis://u:canary@h#x"_s,
                               u"redis://u:p#canary@h"_s,
                               u"redis://u:canary%@h"_s,
                               u"redis://u:canary%zz@h"_s,
                               u"redis://u:%ffcanary@h"_s,
                               u"redis://canary%@h"_s,
                               u"redis://canary%zz:p@h"_s,
                               u"redis://u:canary/1@h"_s,
                               u"redis://u:1/canary@h"_s,
                               u"redis://u:1?canary@h"_s,
                               u"redis://u:1?db=canary@h"_s,
                               u"redis://u:1?canary&x@h"_s,
                               u"redis://u:1?x&canary@h"_s,
                               u"redis://u:1?canary=x@h"_s,
                               u"redis://u:canary?x@h"_s,
                               u"redis://u:canary/?x@h"_s,
                               u"redis://u:1/2?canary@h"_s,
                               u"redis://u:canary@a,b"_s,
                               u"redis://u:canary,b"_s,
                               u"redis://u:canary"_s,
                               u"redis://:canary"_s,
                               u"redis://u:canary@[::1"_s,
                               u"redis://u:canary@[x]"_s,
                               u"redis://u:canary@[::1]x"_s,
                               u"redis://[canary@h]"_s,
                               u"redis://u:canary@a:b:c"_s,
                               u"redis://u:canary@a b"_s,
                               u"redis://u:[canary"_s,
                               u"redis://u:canary]"_s,
                               u"redis://h?password=canary"_s,
                               u"redis://h?db=canary"_s,
                               u"redis://h?x=canary"_s,
                               u"redis://h/canary"_s,
                               u"unix://u:canary@h/p"_s,
                               u"unix://u:canary/p"_s,
                               u"unix://u:x@/canary@/p"_s,
                               u"unix://u:x@/x?canary=@/p"_s,
                               u"unix://u:canary@"_s,
                               u"unix://u:canary%@/p"_s,
                               u"unix://u:canary@/p?x=1"_s,
                               u"unix://u:canary@/p#x"_s,
                               u"unix://u:can/canary@h?x"_s,
                               u"unix://u:1?canary@/p"_s,
                               u"unix://u:canary@/p%"_s,
                               u"unix://u:canary@/p/"_s,
                               u"unix:u:canary@/p"_s,
                               u"unix:canary"_s,
                               u"unix:///p?password=canary"_s,
                               u"unix:///p?canary@x"_s,
                               u"local:u:canary@h"_s,
                               u"local://u:canary@h"_s,
                               u"local:canary?"_s,
                               u"rediss://u:canary@h,i"_s,
                               u"redis-sentinel://u:canary@h,i"_s,
                               u"redis-sentinel://h?sentinel_password=canary"_s,
                               u"redis-sentinel://h?master_name=m&sentinel_password=x&canary=1"_s,
                               u"redis-sentinel://h?master_name=m&sentinel_password=canary%"_s,
                               u"rediss://h?ssl_password=x&canary"_s,
                               u"rediss://h?ssl_password=canary@x"_s,
                               u"redis://h?ssl_password=canary"_s,
                               u"redis-cluster://u:canary@h,"_s,
                               u"redis-cluster://u:canary@h/1"_s}) {
        QTest::addRow("%d %s", ++count, qPrintable(url)) << url;
    }
}

void tst_ServerAddress::errorsKeepSecrets()
{
    QFETCH(QString, url);
    const Result<ServerAddress> result = ServerAddress::fromUrl(url);
    QVERIFY(!result.hasValue());
    QVERIFY(!result.error().message().isEmpty());
    QVERIFY2(!result.error().message().contains(u"canary"_s), qPrintable(result.error().message()));
}

void tst_ServerAddress::everyCutOfAUrlKeepsTheSecret_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("redis") << u"redis://user:canary%40@host:7000/1?db=1"_s;
    QTest::newRow("IPv6") << u"valkey://user:canary@[::1]:7000/1?db=1"_s;
    QTest::newRow("unix") << u"unix://user:canary@/run/socket?db=1"_s;
    QTest::newRow("cluster") << u"redis-cluster://user:canary@a:1,b:2/0"_s;
    QTest::newRow("Sentinel") << u"redis-sentinel://user:canary@a:1,b:2/3?master_name=m"_s;
    QTest::newRow("Sentinel's own")
        << u"redis-sentinel://a?sentinel_username=user:&sentinel_password=canary&master_name=m"_s;
    QTest::newRow("TLS key") << u"rediss://a?ssl_certfile=user:&ssl_password=canary&ssl_keyfile=k"_s;
}

// With any character put anywhere behind the scheme, or the URL cut there, neither error nor text tells.
void tst_ServerAddress::everyCutOfAUrlKeepsTheSecret()
{
    QFETCH(QString, url);
    const auto told = [](const QString &text) {
        const Result<ServerAddress> result = ServerAddress::fromUrl(text);
        return result ? result->toString() : result.error().message();
    };
    const qsizetype begin = url.indexOf(u"user:") + 5; // cut before, the text names no password
    const qsizetype end = url.indexOf(u"canary") + 6;
    for (const QChar extra : u"/?#@:%[],&= \\\n\0a1"_s) {
        for (qsizetype at = end; at <= url.size(); ++at) {
            const QString text = QString(url).insert(at, extra);
            QVERIFY2(!told(text).contains(u"canary"), qPrintable(text));
        }
        QVERIFY2(!told(QString(url).insert(begin, extra)).contains(u"canary"), qPrintable(extra));
    }
    for (qsizetype size = end; size <= url.size(); ++size)
        QVERIFY2(!told(url.first(size)).contains(u"canary"), qPrintable(url.first(size)));
}

void tst_ServerAddress::unknownQueryKeyIsNamed()
{
    const QString longest(64, u'k');
    QVERIFY(ServerAddress::fromUrl(u"redis://h?"_s + longest + u"=1"_s).error().message().contains(longest));
    QVERIFY(
        !ServerAddress::fromUrl(u"redis://h?k"_s + longest + u"=1"_s).error().message().contains(longest));
}

void tst_ServerAddress::toString_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &url, const QString &text) {
        QTest::newRow(name) << url << text;
    };
    row("host", u"valkey://h"_s, u"redis://h:6379"_s);
    row("database", u"redis://h:1?db=7"_s, u"redis://h:1/7"_s);
    row("IPv6", u"redis://[::1]:1/2"_s, u"redis://[::1]:1/2"_s);
    row("IPv6 with zone", u"redis://[fe80::1%25eth0]"_s, u"redis://[fe80::1%25eth0]:6379"_s);
    row("user info", u"redis://canary:canary@h"_s, u"redis://h:6379"_s);
    row("password as user", u"redis://canary@h"_s, u"redis://h:6379"_s);
    row("@ in the password", u"redis://:a@canary@h"_s, u"redis://h:6379"_s);
    row("unix", u"unix:/r.sock"_s, u"unix:///r.sock"_s);
    row("unix, database", u"redis+unix:///r.sock?db=3"_s, u"unix:///r.sock?db=3"_s);
    row("unix, user info", u"unix://canary:canary@/r.sock"_s, u"unix:///r.sock"_s);
    row("unix, encoded", u"unix:///a%0a%25%3F%23 b"_s, u"unix:///a%0A%25%3F%23 b"_s);
    row("unix, two slashes", u"unix:////r"_s, u"unix:////r"_s);
    row("TLS", u"valkeys://canary:canary@h?ssl_ca_certs=a&ssl_certfile=b&ssl_keyfile=c&ssl_password=canary"_s,
        u"rediss://h:6379"_s);
    row("Sentinels",
        u"redis-sentinel://u:canary@a,[::1]:1/2?master_name=a%26b&sentinel_username=canary"
        "&sentinel_password=canary"_s,
        u"redis-sentinel://a:26379,[::1]:1/2?master_name=a%26b"_s);
    row("Sentinels, @ in the master's name", u"redis-sentinel://a?master_name=a%40b"_s,
        u"redis-sentinel://a:26379?master_name=a%40b"_s);
    row("Sentinels, TLS", u"rediss-sentinel://a?master_name=m"_s,
        u"rediss-sentinel://a:26379?master_name=m"_s);
    row("cluster", u"redis-cluster://:canary@a,b:1"_s, u"redis-cluster://a:6379,b:1"_s);
    row("cluster, TLS", u"rediss-cluster://a/0"_s, u"rediss-cluster://a:6379"_s);
    row("local", u"local:"_s, u"local:default"_s);
    row("local, name", u"local:lab"_s, u"local:lab"_s);
}

void tst_ServerAddress::toString()
{
    QFETCH(QString, url);
    QFETCH(QString, text);
    Result<ServerAddress> result = ServerAddress::fromUrl(url);
    QVERIFY(result.hasValue());
    QCOMPARE(result->toString(), text);

    const Result<ServerAddress> again = ServerAddress::fromUrl(text);
    QVERIFY(again.hasValue());
    for (QString *secret :
         {&result->user, &result->password, &result->sentinelUser, &result->sentinelPassword})
        secret->clear();
    if (result->tls)
        result->tls = TlsOptions();
    QVERIFY(*again == *result);
}

void tst_ServerAddress::endpoints()
{
    const auto address = ServerAddress::fromUrl(
        u"rediss-sentinel://me:a@h,i:2/3?master_name=m&sentinel_username=you&sentinel_password=b&ssl_ca_certs=c"_s);
    QVERIFY(address.hasValue());
    const auto sentinel = address->sentinelAt(address->hosts[1]);
    QCOMPARE(sentinel.toString(), u"rediss://i:2"_s);
    QCOMPARE(sentinel.user + sentinel.password, u"youb"_s);
    QCOMPARE(sentinel.tls->caCertificates, u"c"_s);
    QVERIFY(!sentinel.mustBePrimary);
    const auto server = address->serverAt({u"j"_s, 4});
    QCOMPARE(server.toString(), u"rediss://j:4/3"_s);
    QCOMPARE(server.user + server.password, u"mea"_s);
    QCOMPARE(server.tls->caCertificates, u"c"_s);
    QVERIFY(server.mustBePrimary);
    QVERIFY(!ServerAddress::fromUrl(u"redis://h"_s)->server().mustBePrimary);
    QCOMPARE(ServerAddress::fromUrl(u"unix:///s"_s)->server().toString(), u"unix:///s"_s);
}

QTEST_APPLESS_MAIN(tst_ServerAddress)

#include "tst_serveraddress.moc"
