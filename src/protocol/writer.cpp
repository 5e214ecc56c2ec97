// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/writer.h"

#include <charconv>

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

void appendLine(QByteArray &buffer, char type, QByteArrayView content)
{
    buffer.append(type);
    buffer.append(content);
    buffer.append("\r\n");
}

} // namespace

void appendArrayHeader(QByteArray &buffer, qsizetype elements)
{
    appendLine(buffer, '*', Digits(elements).view());
}

void appendBulk(QByteArray &buffer, QByteArrayView bytes)
{
    appendLine(buffer, '$', Digits(bytes.size()).view());
    buffer.append(bytes);
    buffer.append("\r\n");
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
