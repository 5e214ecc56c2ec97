// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_KEYBOOK_H
#define REDGUARD_KEYBOOK_H

#include "scripts/keys.h"

#include <map>
#include <memory>

namespace redguard {

// The keys of each name once, for all of a session that use it.
class KeyBook
{
public:
    [[nodiscard]] std::shared_ptr<const scripts::EncodedKeys> keys(const QByteArray &key, scripts::Kind kind);

private:
    std::map<std::pair<QByteArray, scripts::Kind>, std::weak_ptr<const scripts::EncodedKeys>> m_known;
    std::size_t m_lookThroughAt = 64;
};

} // namespace redguard

#endif
