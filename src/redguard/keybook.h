// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_KEYBOOK_H
#define REDGUARD_KEYBOOK_H

#include "redguard/leaseorder.h"

#include <map>

namespace redguard {

// The keys of each name, and what is asked for under it, once for all of a session that use it.
class KeyBook
{
public:
    [[nodiscard]] std::shared_ptr<const scripts::EncodedKeys> keys(const QByteArray &key, scripts::Kind kind);
    // The newest of this name, if it is the same.
    [[nodiscard]] std::shared_ptr<const LeaseOrder> order(const LeaseOrder &wanted);

private:
    struct Known
    {
        std::weak_ptr<const scripts::EncodedKeys> keys;
        std::weak_ptr<const LeaseOrder> order;
    };

    [[nodiscard]] Known &find(const QByteArray &key, scripts::Kind kind);

    std::map<std::pair<QByteArray, scripts::Kind>, Known> m_known;
    std::size_t m_lookThroughAt = 64;
};

} // namespace redguard

#endif
