// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "framesplitter.h"

namespace chaos {

using redguard::resp::Parser;

// Byte by byte, since the parser does not tell where a value ended.
QList<Frame> FrameSplitter::take(const QByteArray &bytes)
{
    QList<Frame> frames;
    for (qsizetype i = 0; i < bytes.size() && !m_failed; ++i) {
        m_begun.append(bytes[i]);
        m_parser.append(QByteArrayView(bytes).sliced(i, 1));
        redguard::resp::Value value;
        const Parser::Status status = m_parser.next(value);
        if (status == Parser::Status::Ready)
            frames.append({std::exchange(m_begun, {}), value, true});
        m_failed = status == Parser::Status::Failed;
        if (m_failed)
            frames.append({std::exchange(m_begun, {}) + bytes.mid(i + 1), {}, false});
    }
    if (m_failed && frames.isEmpty() && !bytes.isEmpty())
        frames.append({bytes, {}, false});
    return frames;
}

} // namespace chaos
