// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_VALUE_H
#define REDGUARD_PROTOCOL_VALUE_H

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <optional>
#include <vector>

namespace redguard::resp {

enum class Type : quint8 {
    Null,
    SimpleString,
    Error,
    Integer,
    BulkString,
    Array,
    Double,
    Boolean,
    BlobError,
    VerbatimString,
    BigNumber,
    Map,
    Set,
    Push,
};

// One reply, whichever protocol version it came in. Attributes are parsed and dropped, streamed
// strings and aggregates come out as their plain counterparts.
struct Value
{
    Type type = Type::Null;
    qint64 integer = 0;          // Integer; Boolean as 0 or 1
    double real = 0;             // Double
    QByteArray bytes;            // strings, errors, big numbers; a verbatim string without its format
    std::vector<Value> elements; // Array, Set, Push; a Map alternates keys and values

    [[nodiscard]] bool isNull() const { return type == Type::Null; }
    [[nodiscard]] bool isError() const { return type == Type::Error || type == Type::BlobError; }
    [[nodiscard]] bool isString() const;
    [[nodiscard]] bool isAggregate() const;

    // An Integer, or a string that holds one (RESP2 sends both).
    [[nodiscard]] std::optional<qint64> toInteger() const;
    // The first word of an error, "ERR" or "NOSCRIPT"; empty for any other value.
    [[nodiscard]] QByteArrayView errorPrefix() const;
    // Also where the prefix stands behind words of another's: "ERR READONLY ...", or, of a command in a
    // script of Redis 6, "ERR Error running script (...): @user_script:4: -READONLY ...".
    [[nodiscard]] bool isErrorOf(QByteArrayView prefix) const;
    // An error to show: without the arguments that it may repeat, which may be a password or a token.
    [[nodiscard]] QByteArrayView errorText() const;

    friend bool operator==(const Value &, const Value &) = default;
};

} // namespace redguard::resp

#endif
