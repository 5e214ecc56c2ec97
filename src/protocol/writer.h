// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_WRITER_H
#define REDGUARD_PROTOCOL_WRITER_H

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <initializer_list>

namespace redguard::resp {

// Commands are arrays of bulk strings, never inline, so that no argument can break out of its place.
void appendArrayHeader(QByteArray &buffer, qsizetype elements);
void appendBulk(QByteArray &buffer, QByteArrayView bytes);
void appendBulk(QByteArray &buffer, qint64 number);
void appendCommand(QByteArray &buffer, std::initializer_list<QByteArrayView> arguments);

} // namespace redguard::resp

#endif
