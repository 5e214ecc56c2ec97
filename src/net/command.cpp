// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/command.h"

#include "protocol/writer.h"

namespace redguard::net {

Arguments::Arguments(const QByteArrayList &keys)
{
    *this << keys.size();
    for (const QByteArray &key : keys)
        *this << key;
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
