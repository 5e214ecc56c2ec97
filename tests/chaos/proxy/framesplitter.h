// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FRAMESPLITTER_H
#define FRAMESPLITTER_H

#include "protocol/parser.h"

#include <QtCore/qlist.h>

namespace chaos {

struct Frame
{
    QByteArray bytes = {};
    redguard::resp::Value value = {};
    bool isWhole = true; // false: not RESP, and neither is what follows
};

// Cuts a stream into its values, and keeps their bytes as they came.
class FrameSplitter
{
public:
    [[nodiscard]] QList<Frame> take(const QByteArray &bytes);

private:
    redguard::resp::Parser m_parser;
    QByteArray m_begun;
    bool m_failed = false;
};

} // namespace chaos

#endif
