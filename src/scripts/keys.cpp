// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/keys.h"

namespace redguard::scripts {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestKey = 512;

QByteArrayView primitiveName(Kind kind)
{
    switch (kind) {
    case Kind::Lock:
        return "lock";
    case Kind::Semaphore:
        return "semaphore";
    case Kind::RateLimiter:
        break;
    }
    return "limiter";
}

// Redis Cluster hashes what stands between the first '{' and the first '}' behind it, unless that is
// nothing; then it hashes the whole key.
bool hasHashTag(const QByteArray &key)
{
    const auto open = key.indexOf('{');
    const auto close = open < 0 ? -1 : key.indexOf('}', open);
    return close > open + 1;
}

bool looksLikeHelper(const QByteArray &key)
{
    return key.contains(":rg:lock") || key.contains(":rg:semaphore") || key.contains(":rg:limiter");
}

Error invalid(const QString &message)
{
    return Error(ErrorCode::InvalidArgument, message);
}

} // namespace

Result<QByteArray> keyOf(const QString &nameSpace, const QString &name)
{
    if (name.isEmpty())
        return invalid(u"The name is empty"_s);
    const QByteArray key = (nameSpace.isEmpty() ? name : nameSpace + u':' + name).toUtf8();
    if (key.size() > LongestKey)
        return invalid(u"The name takes %1 bytes with its namespace; at most %2 are allowed"_s.arg(key.size())
                           .arg(LongestKey));
    if (looksLikeHelper(key))
        return invalid(u"The name \"%1\" looks like a helper key of this library"_s.arg(name));
    if (!hasHashTag(key) && key.contains('}'))
        return invalid(
            u"The name \"%1\" has a '}' but no hash tag, so its helper keys cannot share its cluster slot"_s
                .arg(name));
    return key;
}

QByteArray helperKey(const QByteArray &key, Kind kind, QByteArrayView part)
{
    const bool tagged = hasHashTag(key);
    QByteArray helper = tagged ? key : '{' + key + '}';
    helper.append(":rg:").append(primitiveName(kind)).append(tagged ? "+:" : ":").append(part);
    return helper;
}

std::optional<QByteArray> keyOfHelper(const QByteArray &helper)
{
    for (const Kind kind : {Kind::Lock, Kind::Semaphore, Kind::RateLimiter}) {
        const QByteArray mark = ":rg:" + primitiveName(kind).toByteArray();
        const qsizetype at = helper.indexOf(mark);
        if (at < 0)
            continue;
        const QByteArray key = helper.left(at);
        if (helper.mid(at + mark.size()).startsWith("+:"))
            return key;
        if (key.startsWith('{') && key.endsWith('}'))
            return key.mid(1, key.size() - 2);
    }
    return std::nullopt;
}

QByteArrayList keysOf(const QByteArray &key, Kind kind)
{
    QByteArrayList keys {key};
    if (kind == Kind::RateLimiter)
        return keys;
    for (const char *part : {"queue", "waiters", "fence", "withdrawn"})
        keys.append(helperKey(key, kind, part));
    if (kind == Kind::Semaphore)
        keys.append(helperKey(key, kind, "fences"));
    return keys;
}

} // namespace redguard::scripts
