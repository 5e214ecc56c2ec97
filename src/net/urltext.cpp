// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/urltext.h"

#include <algorithm>

namespace redguard::net {

using namespace Qt::StringLiterals;

namespace {

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

bool isNameCharacter(QChar character)
{
    const char16_t letter = character.unicode() | 0x20;
    return isDigit(character) || (letter >= u'a' && letter <= u'z') || u"-_."_s.contains(character);
}

int hexDigit(char character)
{
    const char lower = char(character | 0x20);
    if (character >= '0' && character <= '9')
        return character - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

UrlText UrlText::split(QStringView url)
{
    UrlText parts;
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

QStringView before(QStringView text, qsizetype at)
{
    return at < 0 ? text : text.first(at);
}

QStringView behind(QStringView text, qsizetype at)
{
    return at < 0 ? QStringView() : text.sliced(at + 1);
}

bool isPlainName(QStringView text)
{
    return !text.isEmpty() && text.size() <= LongestPlainName && !text.startsWith(u'.')
        && std::all_of(text.begin(), text.end(), isNameCharacter);
}

std::optional<QString> percentDecoded(QStringView text)
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

QString percentEncoded(QStringView text)
{
    QString result;
    for (const QChar character : text) {
        if (u"%?#&@"_s.contains(character) || character < u' ' || character == u'\x7f')
            result += u"%%1"_s.arg(character.unicode(), 2, 16, QLatin1Char('0')).toUpper();
        else
            result += character;
    }
    return result;
}

std::optional<int> number(QStringView text)
{
    bool isInt = false;
    const int value = text.toInt(&isInt);
    return isInt && std::all_of(text.begin(), text.end(), isDigit) ? std::optional(value) : std::nullopt;
}

QString hostAndPort(const QString &host, quint16 port)
{
    const QString name = host.contains(u':') ? u'[' + percentEncoded(host) + u']' : percentEncoded(host);
    return name + u':' + QString::number(port);
}

} // namespace redguard::net
