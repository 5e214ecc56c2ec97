// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SCRIPTS_KEYS_H
#define REDGUARD_SCRIPTS_KEYS_H

#include <RedGuard/result.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearraylist.h>

#include <optional>

namespace redguard::scripts {

enum class Kind : quint8 { Lock, Semaphore, RateLimiter };

// The key of a name, or why there can be none.
[[nodiscard]] Result<QByteArray> keyOf(const QString &nameSpace, const QString &name);

// A helper key of K for one primitive, in K's cluster slot. Distinct for distinct arguments.
[[nodiscard]] QByteArray helperKey(const QByteArray &key, Kind kind, QByteArrayView part);

// The K whose helper this is, if it is one.
[[nodiscard]] std::optional<QByteArray> keyOfHelper(const QByteArray &helper);

// K and its helpers, in the order of KEYS in the scripts.
[[nodiscard]] QByteArrayList keysOf(const QByteArray &key, Kind kind);

// The same as a command carries them, their number before them.
struct EncodedKeys
{
    EncodedKeys(const QByteArray &key, Kind kind);

    QByteArray key; // K
    Kind kind;
    QByteArray bytes;
    qsizetype count = 0; // of arguments
};

} // namespace redguard::scripts

#endif
