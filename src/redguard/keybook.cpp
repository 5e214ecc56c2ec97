// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/keybook.h"

namespace redguard {

// What nobody uses any more goes when as much again has come.
std::shared_ptr<const scripts::EncodedKeys> KeyBook::keys(const QByteArray &key, scripts::Kind kind)
{
    if (m_known.size() >= m_lookThroughAt) {
        std::erase_if(m_known, [](const auto &known) { return known.second.expired(); });
        m_lookThroughAt = std::max(m_lookThroughAt, 2 * m_known.size());
    }
    auto &known = m_known[{key, kind}];
    auto keys = known.lock();
    if (!keys)
        known = keys = std::make_shared<const scripts::EncodedKeys>(key, kind);
    return keys;
}

} // namespace redguard
