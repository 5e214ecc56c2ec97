// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/commonreply.h"

#include <algorithm>
#include <cstring>

namespace redguard::resp {

namespace {

constexpr qsizetype TypeByteSize = 1;
constexpr qsizetype LineEndSize = 2;
constexpr qsizetype ShortestReply = TypeByteSize + LineEndSize;
constexpr qsizetype MostDigits = 18; // cannot overflow
constexpr qsizetype KeptCapacity = 64 * 1024;
constexpr qsizetype FewBytes = 16;
constexpr qsizetype LongestStatus = 64; // what is longer may come in many parts, and is scanned once

bool endsLine(const char *at)
{
    return at[0] == '\r' && at[1] == '\n';
}

// A number and the end of its line.
struct Number
{
    qint64 value = 0;
    const char *behind = nullptr; // none where there is no such number
};

Q_ALWAYS_INLINE Number readNumber(const char *const from, const char *const end, qsizetype longest)
{
    Number number;
    const char *const last = from + std::min<qsizetype>({end - LineEndSize - from, longest, MostDigits});
    const char *at = from;
    while (at < last && *at >= '0' && *at <= '9')
        number.value = number.value * 10 + (*at++ - '0');
    if (at > from && at <= end - LineEndSize && endsLine(at))
        number.behind = at + LineEndSize;
    return number;
}

// As if it was new, except that memory of its own stays.
void renew(Value &value, Type type)
{
    value.type = type;
    value.integer = 0;
    value.real = 0;
    value.elements.clear();
}

// In the memory that is there, as long as that is this value's own and small. Most are a few bytes, so
// that the calls which resize() and memcpy() are would be most of the work.
Q_ALWAYS_INLINE void setBytes(QByteArray &bytes, const char *from, qsizetype size)
{
    if (bytes.capacity() < size || bytes.capacity() > KeptCapacity || !bytes.isDetached()) {
        bytes = QByteArrayView(from, size) == "OK" ? QByteArrayLiteral("OK") : QByteArray(from, size);
        return;
    }
    QByteArray::DataPointer &to = bytes.data_ptr();
    to.size = size;
    if (size <= FewBytes)
        std::copy_n(from, size, to.data());
    else
        std::memcpy(to.data(), from, std::size_t(size));
    to.data()[size] = '\0';
}

qsizetype readInteger(QByteArrayView bytes, qsizetype longest, Value &value)
{
    const bool isNegative = bytes[TypeByteSize] == '-';
    const Number number = readNumber(bytes.begin() + TypeByteSize + (isNegative ? 1 : 0), bytes.end(),
                                     longest - (isNegative ? 1 : 0));
    if (!number.behind)
        return 0;
    renew(value, Type::Integer);
    value.integer = isNegative ? -number.value : number.value;
    if (!value.bytes.isEmpty())
        setBytes(value.bytes, "", 0);
    return number.behind - bytes.begin();
}

qsizetype readStatus(QByteArrayView bytes, qsizetype longest, Value &value)
{
    const char *const text = bytes.begin() + TypeByteSize;
    const char *const last =
        text + std::min<qsizetype>({bytes.end() - LineEndSize - text, longest, LongestStatus});
    const char *at = text;
    while (at < last && *at != '\r' && *at != '\n')
        ++at;
    if (!endsLine(at))
        return 0;
    renew(value, Type::SimpleString);
    setBytes(value.bytes, text, at - text);
    return at + LineEndSize - bytes.begin();
}

qsizetype readBulk(QByteArrayView bytes, qsizetype longest, Value &value)
{
    const Number size = readNumber(bytes.begin() + TypeByteSize, bytes.end(), longest);
    if (!size.behind || size.value > longest || size.value > bytes.end() - size.behind - LineEndSize
        || !endsLine(size.behind + size.value))
        return 0;
    renew(value, Type::BulkString);
    setBytes(value.bytes, size.behind, size.value);
    return size.behind + size.value + LineEndSize - bytes.begin();
}

qsizetype readElement(QByteArrayView bytes, qsizetype longest, Value &value)
{
    if (bytes.size() < ShortestReply)
        return 0;
    switch (bytes.front()) {
    case ':':
        return readInteger(bytes, longest, value);
    case '+':
        return readStatus(bytes, longest, value);
    case '$':
        return readBulk(bytes, longest, value);
    default:
        return 0;
    }
}

// Into elements of its own: the value stays as it was where one of them is not as plain as that.
qsizetype readArray(QByteArrayView bytes, qsizetype longest, qsizetype mostElements, Value &value)
{
    const Number count = readNumber(bytes.begin() + TypeByteSize, bytes.end(), longest);
    if (!count.behind || count.value > mostElements)
        return 0;
    std::vector<Value> elements(std::size_t(count.value));
    qsizetype taken = count.behind - bytes.begin();
    for (Value &element : elements) {
        const qsizetype size = readElement(bytes.sliced(taken), longest, element);
        if (size == 0)
            return 0;
        taken += size;
    }
    if (taken > longest)
        return 0;
    renew(value, Type::Array);
    if (!value.bytes.isEmpty())
        setBytes(value.bytes, "", 0);
    value.elements = std::move(elements);
    return taken;
}

} // namespace

qsizetype readCommonReply(QByteArrayView bytes, qsizetype longest, qsizetype mostElements, Value &value)
{
    if (bytes.size() < ShortestReply || longest < 0)
        return 0;
    if (bytes.front() == '*')
        return readArray(bytes, longest, mostElements, value);
    return readElement(bytes, longest, value);
}

} // namespace redguard::resp
