// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/scalar.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace redguard::resp {

using namespace Qt::StringLiterals;

namespace {

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

bool startsWithSign(QByteArrayView text)
{
    return !text.isEmpty() && (text.front() == '+' || text.front() == '-');
}

template <typename Number>
std::optional<Number> parseWhole(QByteArrayView text)
{
    Number number {};
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc() || end != text.end())
        return std::nullopt;
    return number;
}

// What nearly every number is: so few digits that they cannot overflow.
std::optional<qint64> parseShort(QByteArrayView digits)
{
    if (digits.isEmpty() || digits.size() > 18)
        return std::nullopt;
    qint64 number = 0;
    for (const char digit : digits) {
        if (!isDigit(digit))
            return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

// nan, NAN, nan(chars): what printf of one C library or another makes of it.
bool isNan(QByteArrayView unsignedText)
{
    if (unsignedText.first(qMin<qsizetype>(3, unsignedText.size())).compare("nan", Qt::CaseInsensitive) != 0)
        return false;
    const QByteArrayView payload = unsignedText.sliced(3);
    return payload.isEmpty() || (payload.startsWith('(') && payload.indexOf(')') == payload.size() - 1);
}

bool decodeText(QByteArrayView line, Value &value)
{
    // Shared, since most replies that are one word are this one.
    value.bytes = line == "OK" ? QByteArrayLiteral("OK") : line.toByteArray();
    return true;
}

bool decodeInteger(QByteArrayView line, Value &value)
{
    const std::optional<qint64> number = parseInteger(line);
    value.integer = number.value_or(0);
    return number.has_value();
}

bool decodeDouble(QByteArrayView line, Value &value)
{
    const std::optional<double> number = parseDouble(line);
    value.real = number.value_or(0);
    return number.has_value();
}

bool decodeBoolean(QByteArrayView line, Value &value)
{
    value.integer = line == "t" ? 1 : 0;
    return line == "t" || line == "f";
}

bool decodeBigNumber(QByteArrayView line, Value &value)
{
    return isDigits(startsWithSign(line) ? line.sliced(1) : line) && decodeText(line, value);
}

} // namespace

std::optional<qint64> parseInteger(QByteArrayView text)
{
    if (const std::optional<qint64> number = parseShort(text))
        return number;
    // from_chars takes a minus only.
    if (text.startsWith('+'))
        return text.startsWith("+-") ? std::nullopt : parseWhole<qint64>(text.sliced(1));
    return parseWhole<qint64>(text);
}

std::optional<qsizetype> parseLength(QByteArrayView text)
{
    if (const std::optional<qint64> number = parseShort(text))
        return qsizetype(*number);
    return startsWithSign(text) ? std::nullopt : parseWhole<qsizetype>(text);
}

std::optional<double> parseDouble(QByteArrayView text)
{
    const QByteArrayView unsignedText = startsWithSign(text) ? text.sliced(1) : text;
    if (startsWithSign(unsignedText))
        return std::nullopt;
    if (isNan(unsignedText))
        return std::numeric_limits<double>::quiet_NaN();
    const std::optional<double> number = parseWhole<double>(unsignedText);
    return number && text.startsWith('-') ? -*number : number;
}

QString scalarName(Type type)
{
    switch (type) {
    case Type::Integer:
        return u"integer"_s;
    case Type::Double:
        return u"double"_s;
    case Type::Boolean:
        return u"boolean"_s;
    case Type::BigNumber:
        return u"big number"_s;
    default:
        return u"null"_s;
    }
}

bool decodeScalar(Type type, QByteArrayView line, Value &value)
{
    value.type = type;
    switch (type) {
    case Type::Integer:
        return decodeInteger(line, value);
    case Type::Double:
        return decodeDouble(line, value);
    case Type::Boolean:
        return decodeBoolean(line, value);
    case Type::BigNumber:
        return decodeBigNumber(line, value);
    case Type::Null:
        return line.isEmpty();
    default:
        return decodeText(line, value);
    }
}

} // namespace redguard::resp
