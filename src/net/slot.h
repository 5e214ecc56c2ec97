// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SLOT_H
#define REDGUARD_NET_SLOT_H

#include <QtCore/qbytearrayview.h>

namespace redguard::net {

inline constexpr int SlotCount = 16384;

// The slot of a Cluster that a key is in: CRC-16/XMODEM of its hash tag, or of all of it where it
// has none (Redis Cluster specification, "Key distribution model").
[[nodiscard]] int slotOf(QByteArrayView key);

} // namespace redguard::net

#endif
