// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_PARSER_H
#define REDGUARD_PROTOCOL_PARSER_H

#include "protocol/receivebuffer.h"
#include "protocol/typebyte.h"
#include "protocol/value.h"

#include <QtCore/qstring.h>

#include <vector>

namespace redguard::resp {

struct Limits
{
    qsizetype line = 64 * 1024;         // bytes of one line, CRLF not counted
    qsizetype bulk = 16 * 1024 * 1024;  // bytes of one bulk string
    qsizetype elements = 1'000'000;     // elements of one whole reply (a map counts keys and values)
    qsizetype depth = 32;               // aggregates inside one another
    qsizetype frame = 64 * 1024 * 1024; // bytes of one whole reply
};

// Incremental parser for RESP2 and RESP3: bytes in, whole values out, at any cut. An error is final.
class Parser
{
public:
    enum class Status { NeedMore, Ready, Failed };

    explicit Parser(const Limits &limits = {});

    void append(QByteArrayView bytes);
    // Ready: `value` holds the next reply. Failed: errorString() tells why, and every later call fails.
    [[nodiscard]] Status next(Value &value);
    [[nodiscard]] QString errorString() const { return m_error; }
    void reset();

private:
    enum class Step : quint8 { Again, Wait, Complete, Error };

    // An aggregate whose elements are still coming. Of an attribute they are counted, but not kept.
    struct Open
    {
        Value value;
        qsizetype remaining = 0; // until it ends; nothing of a streamed one
        bool streamed = false;
        bool attribute = false;
    };

    Step step(Value &result);
    Step readHeader(Value &result);
    Step readLine(QByteArrayView &line);
    Step readBody(TypeByte header, QByteArrayView line, Value &result);
    Step readScalar(Type type, QByteArrayView line, Value &result);
    Step readBulk(Value &result);

    Step openBulk(Type type, QByteArrayView line, Value &result);
    Step openChunk(QByteArrayView line, Value &result);
    Step openAggregate(TypeByte header, QByteArrayView line, Value &result);
    Step openCounted(TypeByte header, qsizetype elements, Value &result);
    Step openStreamed(Type type);
    Step closeStreamed(QByteArrayView line, Value &result);

    Step expectHeader(char byte, Form form);
    Step expectElement();
    Step expectStreamEnd();
    Step expectLineEnd(qsizetype offset);
    Step await(qsizetype bytes, qsizetype before);

    Value &place(Value &result);
    Step placeNull(Value &result);
    Step completed(Value &result);
    bool leave(Value &result);
    void take(qsizetype bytes);
    Step fail(const QString &error);

    [[nodiscard]] bool isStreaming() const { return !m_open.empty() && m_open.back().streamed; }

    Limits m_limits;
    qsizetype m_longestCommon; // so that no reply up to these comes near a limit
    qsizetype m_mostCommon;
    ReceiveBuffer m_buffer;
    qsizetype m_scanned = 0;  // bytes of an unfinished line that are known not to end it
    qsizetype m_taken = 0;    // bytes of the reply under way
    qsizetype m_elements = 0; // and its elements, those that are still to come included
    std::vector<Open> m_open; // outermost first

    qsizetype m_awaited = -1; // bytes of the string or chunk under way
    Type m_bulkType = Type::BulkString;
    bool m_inChunks = false;       // a streamed string is under way ...
    QByteArray m_chunks;           // ... and this is what came of it
    bool m_afterAttribute = false; // so an element has to follow
    QString m_error;
};

} // namespace redguard::resp

#endif
