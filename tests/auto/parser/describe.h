// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_TESTS_PARSER_DESCRIBE_H
#define REDGUARD_TESTS_PARSER_DESCRIBE_H

#include "protocol/parser.h"

#include <QtCore/qbytearraylist.h>

#include <cmath>

// A value as text that differs wherever the values do (nan, which equals nothing, included).
inline QByteArray describe(const redguard::resp::Value &value)
{
    using redguard::resp::Type;
    QByteArrayList elements;
    for (const auto &element : value.elements)
        elements.append(describe(element));
    switch (value.type) {
    case Type::Null:
        return "null";
    case Type::SimpleString:
        return '+' + value.bytes;
    case Type::Error:
        return '-' + value.bytes;
    case Type::Integer:
        return QByteArray::number(value.integer);
    case Type::BulkString:
        return '"' + value.bytes + '"';
    case Type::Double:
        return ',' + (std::isnan(value.real) ? QByteArray("nan") : QByteArray::number(value.real, 'g', 17));
    case Type::Boolean:
        return value.integer ? "true" : "false";
    case Type::BlobError:
        return "!\"" + value.bytes + '"';
    case Type::VerbatimString:
        return "=\"" + value.bytes + '"';
    case Type::BigNumber:
        return '(' + value.bytes;
    case Type::Array:
        return '[' + elements.join(' ') + ']';
    case Type::Map:
        return '{' + elements.join(' ') + '}';
    case Type::Set:
        return "~[" + elements.join(' ') + ']';
    case Type::Push:
        return ">[" + elements.join(' ') + ']';
    }
    return "?";
}

// Everything that can be had now: values, then the error if there is one.
inline QByteArrayList drain(redguard::resp::Parser &parser)
{
    using Status = redguard::resp::Parser::Status;
    QByteArrayList outcome;
    redguard::resp::Value value;
    Status status = parser.next(value);
    for (; status == Status::Ready; status = parser.next(value))
        outcome.append(describe(value));
    if (status == Status::Failed)
        outcome.append("error: " + parser.errorString().toUtf8());
    return outcome;
}

// `bytes` in pieces of `size`, each drained before the next one comes.
inline QByteArrayList drainInPieces(redguard::resp::Parser &parser, QByteArrayView bytes, qsizetype size)
{
    QByteArrayList outcome;
    for (qsizetype at = 0; at < bytes.size() && parser.errorString().isEmpty(); at += size) {
        parser.append(bytes.sliced(at, std::min(size, bytes.size() - at)));
        outcome += drain(parser);
    }
    return outcome;
}

#endif
