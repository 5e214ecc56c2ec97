// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/endpoint.h"

#include <QtNetwork/qhostaddress.h>

#include <algorithm>
#include <optional>

// The URL is text here: QUrl decodes and re-encodes on its own terms, and its errors repeat passwords.

namespace redguard::net {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestName = 64; // of a local server or of a query key that is shown

Error invalid(const QString &what)
{
    return Error(ErrorCode::InvalidUrl, what);
}

struct Url
{
    QString scheme;
    std::optional<QStringView> authority;
    QStringView path;
    QStringView query;
};

// The text up to `at`, which may be -1 for all of it.
QStringView before(QStringView text, qsizetype at)
{
    return at < 0 ? text : text.first(at);
}

// The text behind the character `at`, which may be -1 for none.
QStringView behind(QStringView text, qsizetype at)
{
    return at < 0 ? QStringView() : text.sliced(at + 1);
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

bool isNameCharacter(QChar character)
{
    const char16_t letter = character.unicode() | 0x20;
    return isDigit(character) || (letter >= u'a' && letter <= u'z') || u"-_."_s.contains(character);
}

bool isName(QStringView text)
{
    return !text.isEmpty() && text.size() <= LongestName && !text.startsWith(u'.')
        && std::all_of(text.begin(), text.end(), isNameCharacter);
}

int hexDigit(char character)
{
    const char lower = char(character | 0x20);
    if (character >= '0' && character <= '9')
        return character - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Nothing if a % is not followed by two hexadecimal digits, or if the result is not UTF-8.
std::optional<QString> decoded(QStringView text)
{
    const QByteArray encoded = text.toUtf8();
    QByteArray bytes;
    for (qsizetype at = 0; at < encoded.size(); ++at) {
        if (encoded[at] != '%') {
            bytes.append(encoded[at]);
            continue;
        }
        const int high = at + 2 < encoded.size() ? hexDigit(encoded[at + 1]) : -1;
        const int low = at + 2 < encoded.size() ? hexDigit(encoded[at + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.append(char(high * 16 + low));
        at += 2;
    }
    if (!QByteArrayView(bytes).isValidUtf8())
        return std::nullopt;
    return QString::fromUtf8(bytes);
}

// An int, of digits only.
std::optional<int> number(QStringView text)
{
    bool isInt = false;
    const int value = text.toInt(&isInt);
    return isInt && std::all_of(text.begin(), text.end(), isDigit) ? std::optional(value) : std::nullopt;
}

Url split(QStringView url)
{
    Url parts;
    const qsizetype colon = url.indexOf(u':');
    parts.scheme = url.first(colon).toString().toLower();
    const QStringView rest = url.sliced(colon + 1);
    const qsizetype question = rest.indexOf(u'?');
    parts.path = before(rest, question);
    parts.query = behind(rest, question);
    if (parts.path.startsWith(u"//")) {
        const qsizetype slash = parts.path.indexOf(u'/', 2);
        parts.authority = before(parts.path, slash).sliced(2);
        parts.path = slash < 0 ? QStringView() : parts.path.sliced(slash);
    }
    return parts;
}

Error readUserInfo(QStringView userInfo, Endpoint &endpoint)
{
    const qsizetype colon = userInfo.indexOf(u':');
    const std::optional<QString> user = decoded(before(userInfo, colon));
    const std::optional<QString> password = decoded(behind(userInfo, colon));
    if (!user)
        return invalid(
            Endpoint::tr("The URL's user name holds a % that is not followed by the code of a character"));
    if (!password)
        return invalid(
            Endpoint::tr("The URL's password holds a % that is not followed by the code of a character"));
    endpoint.user = *user;
    endpoint.password = *password;
    return {};
}

Error readPort(QStringView text, Endpoint &endpoint)
{
    const int port = number(text).value_or(0);
    if (port < 1 || port > 65535)
        return invalid(Endpoint::tr("The URL's port is not a number from 1 to 65535"));
    endpoint.port = quint16(port);
    return {};
}

// `text` begins with a bracket.
Error readIPv6(QStringView text, Endpoint &endpoint)
{
    const qsizetype bracket = text.indexOf(u']');
    if (bracket < 0)
        return invalid(Endpoint::tr("The URL's host begins with [, but no ] ends it"));
    const QString address = decoded(text.first(bracket).sliced(1)).value_or(QString());
    if (QHostAddress(address).protocol() != QAbstractSocket::IPv6Protocol)
        return invalid(Endpoint::tr("The URL's host in brackets is not an IPv6 address"));
    endpoint.host = address;
    const QStringView rest = text.sliced(bracket + 1);
    if (rest.isEmpty())
        return {};
    if (!rest.startsWith(u':'))
        return invalid(Endpoint::tr("Only a port may follow the URL's IPv6 address"));
    return readPort(rest.sliced(1), endpoint);
}

bool isHost(QStringView text)
{
    return std::none_of(text.begin(), text.end(), [](QChar character) {
        return character.isSpace() || character.category() == QChar::Other_Control
            || u"%/?#[]@:\\,"_s.contains(character);
    });
}

Error readHost(QStringView text, Endpoint &endpoint)
{
    if (text.startsWith(u'['))
        return readIPv6(text, endpoint);
    if (text.contains(u','))
        return invalid(Endpoint::tr("The URL names several hosts; its scheme takes one"));
    if (text.count(u':') > 1)
        return invalid(Endpoint::tr("The URL's host holds several colons; an IPv6 address goes in brackets"));
    const qsizetype colon = text.indexOf(u':');
    const std::optional<QString> host = decoded(before(text, colon));
    if (!host || !isHost(*host))
        return invalid(Endpoint::tr("The URL's host holds a character that no host name has"));
    if (!host->isEmpty())
        endpoint.host = *host;
    return colon < 0 ? Error() : readPort(text.sliced(colon + 1), endpoint);
}

Error readDatabase(QStringView text, std::optional<int> &database)
{
    const std::optional<int> value = number(text);
    if (!value)
        return invalid(Endpoint::tr("The URL's database is not a number from 0 on"));
    if (database && *database != *value)
        return invalid(Endpoint::tr("The URL names two different databases"));
    database = value;
    return {};
}

Error readQueryItem(QStringView item, std::optional<int> &database)
{
    const qsizetype equals = item.indexOf(u'=');
    const QStringView key = before(item, equals);
    if (key == u"db")
        return readDatabase(behind(item, equals), database);
    // What is no plain word may be a piece of a password that a ? has cut in two.
    return invalid(isName(key) ? Endpoint::tr("The URL's query key \"%1\" is unknown").arg(key)
                               : Endpoint::tr("The URL has an unknown query key"));
}

Error readQuery(QStringView query, std::optional<int> &database)
{
    if (query.isEmpty())
        return {};
    for (const QStringView item : query.split(u'&')) {
        if (Error error = readQueryItem(item, database))
            return error;
    }
    return {};
}

Result<Endpoint> readTcp(const Url &url)
{
    if (!url.authority)
        return invalid(Endpoint::tr("// has to follow the URL's scheme"));
    if (url.path.contains(u'@') || url.query.contains(u'@'))
        return invalid(Endpoint::tr(
            "The URL has an @ behind its host; in a password, / is written %2F and ? is written %3F"));
    Endpoint endpoint;
    const qsizetype at = url.authority->lastIndexOf(u'@');
    if (const Error error = readUserInfo(before(*url.authority, std::max<qsizetype>(at, 0)), endpoint))
        return error;
    if (const Error error = readHost(at < 0 ? *url.authority : behind(*url.authority, at), endpoint))
        return error;
    std::optional<int> database;
    if (url.path.size() > 1) {
        if (const Error error = readDatabase(url.path.sliced(1), database))
            return error;
    }
    if (const Error error = readQuery(url.query, database))
        return error;
    endpoint.database = database.value_or(0);
    return endpoint;
}

Result<Endpoint> readUnix(const Url &url)
{
    Endpoint endpoint;
    endpoint.transport = Endpoint::Transport::UnixSocket;
    const QStringView authority = url.authority.value_or(QStringView());
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at + 1 != authority.size())
        return invalid(Endpoint::tr("A URL of a Unix socket has no host: its path begins with the third /"));
    if (const Error error = readUserInfo(before(authority, std::max<qsizetype>(at, 0)), endpoint))
        return error;
    const std::optional<QString> path = decoded(url.path);
    if (!path || path->contains(QChar(u'\0')))
        return invalid(
            Endpoint::tr("The URL's path holds a % that is not followed by the code of a character"));
    if (!path->startsWith(u'/') || path->endsWith(u'/'))
        return invalid(Endpoint::tr("A URL of a Unix socket needs the whole path of the socket, from / on"));
    std::optional<int> database;
    if (const Error error = readQuery(url.query, database))
        return error;
    endpoint.path = *path;
    endpoint.database = database.value_or(0);
    return endpoint;
}

Result<Endpoint> readLocal(QStringView name)
{
    if (!name.isEmpty() && !isName(name))
        return invalid(Endpoint::tr(
            "The name of a local server has 1 to %n letters, digits, -, _ and ., and no . in front", nullptr,
            int(LongestName)));
    Endpoint endpoint;
    endpoint.transport = Endpoint::Transport::Local;
    endpoint.localName = name.isEmpty() ? u"default"_s : name.toString();
    return endpoint;
}

bool isPlanned(const QString &scheme)
{
    static const QStringList schemes {u"rediss"_s,          u"valkeys"_s,       u"redis-sentinel"_s,
                                      u"rediss-sentinel"_s, u"redis-cluster"_s, u"rediss-cluster"_s};
    return schemes.contains(scheme);
}

QString encoded(QStringView text)
{
    QString result;
    for (const QChar character : text) {
        if (u"%?#"_s.contains(character) || character < u' ' || character == u'\x7f')
            result += u"%%1"_s.arg(character.unicode(), 2, 16, QLatin1Char('0')).toUpper();
        else
            result += character;
    }
    return result;
}

} // namespace

Result<Endpoint> Endpoint::fromUrl(const QString &url)
{
    const QStringView text = url;
    if (!text.contains(u':'))
        return invalid(Endpoint::tr("The URL has no scheme; redis://localhost is a whole one"));
    const Url parts = split(text);
    //: %1 is the scheme of a URL
    const QString notYet = Endpoint::tr("%1 is not supported yet");
    if (isPlanned(parts.scheme))
        return Error(ErrorCode::NotSupported, notYet.arg(parts.scheme));
    if (parts.scheme == u"local")
        return readLocal(behind(text, text.indexOf(u':')));
    if (text.contains(u'#'))
        return invalid(Endpoint::tr("A URL of a server has no fragment; # is written %23"));
    if (parts.scheme == u"redis" || parts.scheme == u"valkey")
        return readTcp(parts);
    if (parts.scheme == u"unix" || parts.scheme == u"redis+unix")
        return readUnix(parts);
    return invalid(Endpoint::tr("The URL's scheme is none of redis, valkey, unix, redis+unix and local"));
}

QString Endpoint::toString() const
{
    switch (transport) {
    case Transport::Local:
        return u"local:"_s + localName;
    case Transport::UnixSocket:
        return u"unix://"_s + encoded(path) + (database == 0 ? QString() : u"?db=%1"_s.arg(database));
    case Transport::Tcp:
        break;
    }
    const QString name = host.contains(u':') ? u'[' + encoded(host) + u']' : encoded(host);
    return u"redis://"_s + name + u':' + QString::number(port)
        + (database == 0 ? QString() : u"/%1"_s.arg(database));
}

} // namespace redguard::net
