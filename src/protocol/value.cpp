// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/value.h"

#include "protocol/scalar.h"

namespace redguard::resp {

bool Value::isString() const
{
    return type == Type::SimpleString || type == Type::BulkString || type == Type::VerbatimString;
}

bool Value::isAggregate() const
{
    return type == Type::Array || type == Type::Map || type == Type::Set || type == Type::Push;
}

std::optional<qint64> Value::toInteger() const
{
    if (type == Type::Integer)
        return integer;
    return isString() ? parseInteger(bytes) : std::nullopt;
}

QByteArrayView Value::errorPrefix() const
{
    if (!isError())
        return {};
    const qsizetype space = bytes.indexOf(' ');
    return QByteArrayView(bytes).first(space < 0 ? bytes.size() : space);
}

bool Value::isErrorOf(QByteArrayView prefix) const
{
    if (!isError())
        return false;
    const QByteArrayView first = errorPrefix();
    if (first == prefix)
        return true;
    const QByteArray word = prefix.toByteArray() + ' ';
    return first == "ERR"
        && (bytes.startsWith("ERR " + word) || bytes.contains(": " + word) || bytes.contains(": -" + word));
}

QByteArrayView Value::errorText() const
{
    if (!isError())
        return {};
    const qsizetype arguments = bytes.indexOf(", with args beginning with");
    return QByteArrayView(bytes).first(arguments < 0 ? bytes.size() : arguments);
}

} // namespace redguard::resp
