// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_RECEIVEBUFFER_H
#define REDGUARD_PROTOCOL_RECEIVEBUFFER_H

#include <QtCore/qbytearrayview.h>

#include <vector>

namespace redguard::resp {

// The bytes that came and were not taken yet, in one piece. Taken bytes make room at the next append.
class ReceiveBuffer
{
public:
    void append(QByteArrayView bytes);
    void take(qsizetype bytes) { m_taken += bytes; }

    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] qsizetype size() const { return qsizetype(m_bytes.size()) - m_taken; }
    // Good until the next append.
    [[nodiscard]] const char *data() const { return m_bytes.data() + m_taken; }
    [[nodiscard]] QByteArrayView view() const { return {data(), size()}; }

private:
    void dropTaken();

    std::vector<char> m_bytes;
    qsizetype m_taken = 0;
};

} // namespace redguard::resp

#endif
