// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_SCALAR_H
#define REDGUARD_PROTOCOL_SCALAR_H

#include "protocol/value.h"

#include <QtCore/qstring.h>

namespace redguard::resp {

// Strict and the same in every locale: the whole text is the number, or there is none.
[[nodiscard]] std::optional<qint64> parseInteger(QByteArrayView text);
[[nodiscard]] std::optional<qsizetype> parseLength(QByteArrayView text); // digits only
[[nodiscard]] std::optional<double> parseDouble(QByteArrayView text);

// Fills a fresh value from the content of a line; false if that is not of this type.
[[nodiscard]] bool decodeScalar(Type type, QByteArrayView line, Value &value);
// How to call what could not be decoded.
[[nodiscard]] QString scalarName(Type type);

} // namespace redguard::resp

#endif
