// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_COMMONREPLY_H
#define REDGUARD_PROTOCOL_COMMONREPLY_H

#include "protocol/value.h"

namespace redguard::resp {

// Reads what nearly all replies are, an integer, a status, a string or a short array of those, in one
// pass. Gives the bytes it took; or 0, with `value` as it was, where `bytes` begin with anything else, are
// cut or wrong, where a number, line or string in them or the whole of an array is longer than `longest`,
// or an array than `mostElements`.
[[nodiscard]] qsizetype readCommonReply(QByteArrayView bytes, qsizetype longest, qsizetype mostElements,
                                        Value &value);

} // namespace redguard::resp

#endif
