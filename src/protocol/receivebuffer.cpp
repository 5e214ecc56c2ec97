// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/receivebuffer.h"

namespace redguard::resp {

// What one large reply needed is given back.
constexpr std::size_t KeptCapacity = 64 * 1024;

void ReceiveBuffer::append(QByteArrayView bytes)
{
    // Not before half of the bytes are taken, so that each is moved once on average.
    if (m_taken >= size())
        dropTaken();
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
}

void ReceiveBuffer::dropTaken()
{
    if (m_bytes.capacity() > KeptCapacity && std::size_t(size()) < m_bytes.capacity() / 4)
        std::vector<char>(data(), data() + size()).swap(m_bytes);
    else
        m_bytes.erase(m_bytes.begin(), m_bytes.begin() + m_taken);
    m_taken = 0;
}

} // namespace redguard::resp
