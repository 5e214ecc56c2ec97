// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/keys.h"

#include "protocol/writer.h"

#include <QtCore/qcoreapplication.h>

namespace redguard::scripts {

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

// Whoever sees it used a primitive.
struct Name
{
    Q_DECLARE_TR_FUNCTIONS(redguard::Primitive)
};

} // namespace

Result<QByteArray> keyOf(const QString &nameSpace, const QString &name)
{
    if (name.isEmpty())
        return invalid(Name::tr("The name is empty"));
    const QByteArray key = (nameSpace.isEmpty() ? name : nameSpace + u':' + name).toUtf8();
    if (key.size() > LongestKey)
        return invalid(Name::tr("The name takes %n bytes with its namespace; at most %1 are allowed", nullptr,
                                int(key.size()))
                           .arg(LongestKey));
    if (looksLikeHelper(key))
        return invalid(Name::tr("The name \"%1\" looks like a helper key of this library").arg(name));
    if (!hasHashTag(key) && key.contains('}'))
        return invalid(
            Name::tr(
                "The name \"%1\" has a '}' but no hash tag, so its helper keys cannot share its cluster slot")
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

EncodedKeys::EncodedKeys(const QByteArray &ofKey, Kind ofKind)
    : key(ofKey)
    , kind(ofKind)
{
    const QByteArrayList keys = keysOf(key, kind);
    count = 1 + keys.size();
    resp::appendBulk(bytes, keys.size());
    for (const QByteArray &each : keys)
        resp::appendBulk(bytes, each);
    bytes.squeeze();
}

} // namespace redguard::scripts
