// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/keybook.h"

namespace redguard {

// What nobody uses any more goes when as much again has come.
KeyBook::Known &KeyBook::find(const QByteArray &key, scripts::Kind kind)
{
    if (m_known.size() >= m_lookThroughAt) {
        std::erase_if(m_known, [](const auto &item) { return item.second.keys.expired(); });
        m_lookThroughAt = std::max(m_lookThroughAt, 2 * m_known.size());
    }
    return m_known[{key, kind}];
}

std::shared_ptr<const scripts::EncodedKeys> KeyBook::keys(const QByteArray &key, scripts::Kind kind)
{
    Known &known = find(key, kind);
    auto keys = known.keys.lock();
    if (!keys)
        known.keys = keys = std::make_shared<const scripts::EncodedKeys>(key, kind);
    return keys;
}

std::shared_ptr<const LeaseOrder> KeyBook::order(const LeaseOrder &wanted)
{
    Known &known = find(wanted.keys->key, wanted.keys->kind);
    auto order = known.order.lock();
    if (!order || !(*order == wanted))
        known.order = order = std::make_shared<const LeaseOrder>(wanted);
    return order;
}

} // namespace redguard
