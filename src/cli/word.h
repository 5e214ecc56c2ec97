// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_WORD_H
#define REDGUARD_CLI_WORD_H

#include <QtCore/qmetaobject.h>
#include <QtCore/qstring.h>

namespace redguard::cli {

// The name of an enumerator, as the events and the status show it.
template <typename Enum>
[[nodiscard]] QString wordOf(Enum value)
{
    return QString::fromLatin1(QMetaEnum::fromType<Enum>().valueToKey(int(value)));
}

} // namespace redguard::cli

#endif
