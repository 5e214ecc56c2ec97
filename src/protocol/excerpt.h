// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_EXCERPT_H
#define REDGUARD_PROTOCOL_EXCERPT_H

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

namespace redguard::resp {

// The first bytes, quoted and printable, for an error message. A few only: after a desync they may be
// anybody's data, and errors are logged.
[[nodiscard]] QString excerpt(QByteArrayView bytes);
[[nodiscard]] QString excerpt(char byte);

} // namespace redguard::resp

#endif
