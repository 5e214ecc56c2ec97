// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/slot.h"

namespace redguard::net {

namespace {

QByteArrayView hashed(QByteArrayView key)
{
    const qsizetype open = key.indexOf('{');
    const qsizetype close = open < 0 ? -1 : key.indexOf('}', open + 1);
    return close > open + 1 ? key.sliced(open + 1, close - open - 1) : key;
}

} // namespace

int slotOf(QByteArrayView key)
{
    constexpr quint32 Polynomial = 0x1021;
    quint32 crc = 0;
    for (const char byte : hashed(key)) {
        crc ^= quint32(quint8(byte)) << 8U;
        for (int bit = 0; bit < 8; ++bit)
            crc = ((crc << 1U) ^ ((crc & 0x8000U) != 0 ? Polynomial : 0)) & 0xffffU;
    }
    return int(crc % SlotCount);
}

} // namespace redguard::net
