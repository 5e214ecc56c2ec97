// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/writer.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace redguard::resp {

namespace {

class Digits
{
public:
    explicit Digits(qint64 number)
        : m_end(std::to_chars(std::begin(m_text), std::end(m_text), number).ptr)
    {
    }

    [[nodiscard]] QByteArrayView view() const { return {m_text, m_end}; }

private:
    char m_text[20]; // as long as the lowest qint64
    const char *m_end;
};

constexpr qsizetype MostOfACommand = 400; // so that one seldom takes a second allocation

// The place for so many more bytes.
char *extend(QByteArray &buffer, qsizetype size)
{
    const qsizetype before = buffer.size();
    if (buffer.capacity() < before + size)
        buffer.reserve(std::max<qsizetype>(2 * buffer.capacity(), before + size + MostOfACommand));
    buffer.resize(before + size);
    return buffer.data() + before;
}

char *put(char *at, QByteArrayView bytes)
{
    std::memcpy(at, bytes.data(), std::size_t(bytes.size()));
    return at + bytes.size();
}

void appendLine(QByteArray &buffer, char type, QByteArrayView content)
{
    char *at = extend(buffer, content.size() + 3);
    *at++ = type;
    put(put(at, content), "\r\n");
}

} // namespace

void appendArrayHeader(QByteArray &buffer, qsizetype elements)
{
    appendLine(buffer, '*', Digits(elements).view());
}

void appendBulk(QByteArray &buffer, QByteArrayView bytes)
{
    const Digits length(bytes.size());
    char *at = extend(buffer, 1 + length.view().size() + 2 + bytes.size() + 2);
    *at++ = '$';
    put(put(put(put(at, length.view()), "\r\n"), bytes), "\r\n");
}

void appendBulk(QByteArray &buffer, qint64 number)
{
    appendBulk(buffer, Digits(number).view());
}

void appendCommand(QByteArray &buffer, std::initializer_list<QByteArrayView> arguments)
{
    appendArrayHeader(buffer, qsizetype(arguments.size()));
    for (const QByteArrayView argument : arguments)
        appendBulk(buffer, argument);
}

} // namespace redguard::resp
