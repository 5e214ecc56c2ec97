// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/command.h"

#include "protocol/writer.h"

namespace redguard::net {

namespace {

constexpr qsizetype UsualArguments = 256; // in bytes

} // namespace

Arguments::Arguments(const QByteArrayList &keys)
{
    *this << keys.size();
    for (const QByteArray &key : keys)
        *this << key;
}

Arguments::Arguments(const scripts::EncodedKeys &keys)
    : m_count(keys.count)
{
    m_encoded.reserve(keys.bytes.size() + UsualArguments);
    m_encoded.append(keys.bytes);
}

Arguments &Arguments::operator<<(QByteArrayView argument)
{
    resp::appendBulk(m_encoded, argument);
    ++m_count;
    return *this;
}

Arguments &Arguments::operator<<(qint64 number)
{
    resp::appendBulk(m_encoded, number);
    ++m_count;
    return *this;
}

} // namespace redguard::net
