// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_TYPEBYTE_H
#define REDGUARD_PROTOCOL_TYPEBYTE_H

#include "protocol/value.h"

#include <array>

namespace redguard::resp {

// How what follows a type byte is written.
enum class Form : quint8 { Unknown, Scalar, Bulk, Chunk, Aggregate, Attribute, Push, StreamEnd };

struct TypeByte
{
    Form form = Form::Unknown;
    Type type = Type::Null;
};

constexpr std::array<TypeByte, 256> typeBytes()
{
    std::array<TypeByte, 256> table {};
    const auto set = [&table](char byte, Form form, Type type = Type::Null) {
        table[static_cast<unsigned char>(byte)] = {form, type};
    };
    set('_', Form::Scalar, Type::Null);
    set('+', Form::Scalar, Type::SimpleString);
    set('-', Form::Scalar, Type::Error);
    set(':', Form::Scalar, Type::Integer);
    set(',', Form::Scalar, Type::Double);
    set('#', Form::Scalar, Type::Boolean);
    set('(', Form::Scalar, Type::BigNumber);
    set('$', Form::Bulk, Type::BulkString);
    set('!', Form::Bulk, Type::BlobError);
    set('=', Form::Bulk, Type::VerbatimString);
    set(';', Form::Chunk);
    set('*', Form::Aggregate, Type::Array);
    set('%', Form::Aggregate, Type::Map);
    set('~', Form::Aggregate, Type::Set);
    set('|', Form::Attribute);
    set('>', Form::Push, Type::Push);
    set('.', Form::StreamEnd);
    return table;
}

inline TypeByte typeByte(char byte)
{
    static constexpr std::array<TypeByte, 256> Table = typeBytes();
    return Table[static_cast<unsigned char>(byte)];
}

} // namespace redguard::resp

#endif
