// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/parser.h"

#include "protocol/commonreply.h"
#include "protocol/excerpt.h"
#include "protocol/scalar.h"

#include <algorithm>
#include <utility>

namespace redguard::resp {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype TypeByteSize = 1;
constexpr qsizetype LineEndSize = 2;
constexpr qsizetype TrustedElements = 1024; // reserved on the word of a header
constexpr qsizetype MostAround = 32;        // type byte, length and line ends of a string
constexpr qsizetype FewElements = 8;

} // namespace

Parser::Parser(const Limits &limits)
    : m_limits(limits)
    , m_longestCommon(std::min({limits.line, limits.bulk, limits.frame - MostAround}))
    , m_mostCommon(limits.depth > 0 ? std::min(limits.elements, FewElements) : -1)
{
}

void Parser::append(QByteArrayView bytes)
{
    if (m_error.isEmpty())
        m_buffer.append(bytes);
}

Parser::Status Parser::next(Value &value)
{
    if (!m_error.isEmpty())
        return Status::Failed;
    // Between two replies. What is not common, or not whole, is left to the steps.
    if (m_taken == 0 && m_scanned == 0) {
        if (const qsizetype size = readCommonReply(m_buffer.view(), m_longestCommon, m_mostCommon, value)) {
            m_buffer.take(size);
            return Status::Ready;
        }
    }
    Step done = Step::Again;
    while (done == Step::Again)
        done = step(value);
    switch (done) {
    case Step::Complete:
        return Status::Ready;
    case Step::Wait:
        return Status::NeedMore;
    default:
        value = {};
        return Status::Failed;
    }
}

void Parser::reset()
{
    *this = Parser(m_limits);
}

Parser::Step Parser::step(Value &result)
{
    if (m_awaited >= 0)
        return readBulk(result);
    return m_buffer.isEmpty() ? Step::Wait : readHeader(result);
}

Parser::Step Parser::readHeader(Value &result)
{
    const TypeByte header = typeByte(*m_buffer.data());
    if (const Step step = expectHeader(*m_buffer.data(), header.form); step != Step::Again)
        return step;
    QByteArrayView line;
    if (const Step step = readLine(line); step != Step::Again)
        return step;
    m_afterAttribute = false;
    return readBody(header, line, result);
}

// Never looks further than the limits reach, so that the verdict is the same at every cut.
Parser::Step Parser::readLine(QByteArrayView &line)
{
    const qsizetype room = m_limits.frame - m_taken - TypeByteSize - LineEndSize;
    const qsizetype most = std::min(m_limits.line, room);
    const qsizetype end = std::min(m_buffer.size() - TypeByteSize, most + 1);
    const char *const text = m_buffer.data() + TypeByteSize;
    qsizetype size = m_scanned;
    while (size < end && text[size] != '\r' && text[size] != '\n')
        ++size;
    m_scanned = size;
    if (size > most && room < m_limits.line)
        return fail(u"a reply exceeds the limit of %1 bytes"_s.arg(m_limits.frame));
    if (size > most)
        return fail(u"a line exceeds the limit of %1 bytes"_s.arg(m_limits.line));
    if (const Step step = expectLineEnd(TypeByteSize + size); step != Step::Again)
        return step;
    line = QByteArrayView(text, size);
    m_scanned = 0;
    take(TypeByteSize + size + LineEndSize);
    return Step::Again;
}

Parser::Step Parser::readBody(TypeByte header, QByteArrayView line, Value &result)
{
    switch (header.form) {
    case Form::Bulk:
        return openBulk(header.type, line, result);
    case Form::Chunk:
        return openChunk(line, result);
    case Form::Aggregate:
    case Form::Attribute:
    case Form::Push:
        return openAggregate(header, line, result);
    case Form::StreamEnd:
        return closeStreamed(line, result);
    default:
        return readScalar(header.type, line, result);
    }
}

Parser::Step Parser::readScalar(Type type, QByteArrayView line, Value &result)
{
    if (!decodeScalar(type, line, place(result)))
        return fail(u"%1 is not a valid %2"_s.arg(excerpt(line), scalarName(type)));
    return completed(result);
}

Parser::Step Parser::readBulk(Value &result)
{
    if (const Step step = expectLineEnd(m_awaited); step != Step::Again)
        return step;
    QByteArrayView bytes(m_buffer.data(), std::exchange(m_awaited, -1));
    take(bytes.size() + LineEndSize);
    if (m_inChunks) {
        m_chunks.append(bytes);
        return Step::Again;
    }
    if (m_bulkType == Type::VerbatimString) {
        if (bytes.size() < 4 || bytes[3] != ':')
            return fail(u"a verbatim string without its format"_s);
        bytes = bytes.sliced(4);
    }
    Value &value = place(result);
    value.type = m_bulkType;
    value.bytes = bytes.toByteArray();
    return completed(result);
}

Parser::Step Parser::openBulk(Type type, QByteArrayView line, Value &result)
{
    m_bulkType = type;
    if (const std::optional<qsizetype> length = parseLength(line))
        return await(*length, 0);
    if (type == Type::BulkString && line == "-1")
        return placeNull(result);
    m_inChunks = type == Type::BulkString && line == "?";
    if (m_inChunks)
        return Step::Again;
    return fail(u"%1 is not a valid length of a string"_s.arg(excerpt(line)));
}

Parser::Step Parser::openChunk(QByteArrayView line, Value &result)
{
    const std::optional<qsizetype> length = parseLength(line);
    if (!length)
        return fail(u"%1 is not a valid length of a chunk"_s.arg(excerpt(line)));
    if (*length > 0)
        return await(*length, m_chunks.size());
    m_inChunks = false;
    Value &value = place(result);
    value.type = Type::BulkString;
    value.bytes = std::exchange(m_chunks, {});
    return completed(result);
}

Parser::Step Parser::openAggregate(TypeByte header, QByteArrayView line, Value &result)
{
    const std::optional<qsizetype> length = parseLength(line);
    if (!length && header.type == Type::Array && line == "-1")
        return placeNull(result);
    if (qsizetype(m_open.size()) >= m_limits.depth)
        return fail(u"aggregates are nested deeper than the limit of %1"_s.arg(m_limits.depth));
    if (!length && header.form == Form::Aggregate && line == "?")
        return openStreamed(header.type);
    if (!length)
        return fail(u"%1 is not a valid length of an aggregate"_s.arg(excerpt(line)));
    const qsizetype factor = header.type == Type::Map || header.form == Form::Attribute ? 2 : 1;
    if (*length > (m_limits.elements - m_elements) / factor)
        return fail(u"a reply exceeds the limit of %1 elements"_s.arg(m_limits.elements));
    return openCounted(header, *length * factor, result);
}

Parser::Step Parser::openCounted(TypeByte header, qsizetype elements, Value &result)
{
    Open &open = m_open.emplace_back();
    open.value.type = header.type;
    open.remaining = elements;
    m_elements += elements;
    open.attribute = header.form == Form::Attribute;
    if (elements == 0)
        return leave(result) ? completed(result) : Step::Again;
    if (!open.attribute)
        open.value.elements.reserve(std::size_t(std::min(elements, TrustedElements)));
    return Step::Again;
}

Parser::Step Parser::openStreamed(Type type)
{
    Open &open = m_open.emplace_back();
    open.value.type = type;
    open.streamed = true;
    return Step::Again;
}

Parser::Step Parser::closeStreamed(QByteArrayView line, Value &result)
{
    if (!line.isEmpty())
        return fail(u"%1 after the end of a streamed aggregate"_s.arg(excerpt(line)));
    leave(result);
    return completed(result);
}

Parser::Step Parser::expectHeader(char byte, Form form)
{
    if (m_inChunks && form != Form::Chunk)
        return fail(u"%1 between the chunks of a streamed string"_s.arg(excerpt(byte)));
    switch (form) {
    case Form::Unknown:
        return fail(u"unknown type byte %1"_s.arg(excerpt(byte)));
    case Form::Chunk:
        return m_inChunks ? Step::Again : fail(u"a chunk outside a streamed string"_s);
    case Form::Push:
        return m_open.empty() ? Step::Again : fail(u"a push inside another reply"_s);
    case Form::StreamEnd:
        return expectStreamEnd();
    default:
        return expectElement();
    }
}

Parser::Step Parser::expectElement()
{
    if (isStreaming() && m_elements >= m_limits.elements)
        return fail(u"a reply exceeds the limit of %1 elements"_s.arg(m_limits.elements));
    return Step::Again;
}

Parser::Step Parser::expectStreamEnd()
{
    if (!isStreaming())
        return fail(u"an end outside a streamed aggregate"_s);
    if (m_afterAttribute)
        return fail(u"an attribute of nothing"_s);
    const Value &value = m_open.back().value;
    if (value.type == Type::Map && value.elements.size() % 2 != 0)
        return fail(u"a streamed map ends after a key"_s);
    return Step::Again;
}

Parser::Step Parser::expectLineEnd(qsizetype offset)
{
    const QByteArrayView bytes = m_buffer.view();
    const bool isWhole = bytes.size() >= offset + LineEndSize;
    if (isWhole && bytes[offset] == '\r' && bytes[offset + 1] == '\n')
        return Step::Again;
    if (bytes.size() > offset && bytes[offset] != '\r')
        return fail(u"%1 where \"\\r\\n\" belongs"_s.arg(excerpt(bytes[offset])));
    if (!isWhole)
        return Step::Wait;
    return fail(u"%1 where \"\\r\\n\" belongs"_s.arg(excerpt(bytes.sliced(offset, LineEndSize))));
}

// `before` bytes of the same string have come already.
Parser::Step Parser::await(qsizetype bytes, qsizetype before)
{
    if (bytes > m_limits.bulk - before)
        return fail(u"a string exceeds the limit of %1 bytes"_s.arg(m_limits.bulk));
    if (bytes > m_limits.frame - m_taken - LineEndSize)
        return fail(u"a reply exceeds the limit of %1 bytes"_s.arg(m_limits.frame));
    m_awaited = bytes;
    return Step::Again;
}

// Where the next value goes: a fresh one.
Value &Parser::place(Value &result)
{
    if (!m_open.empty() && !m_open.back().attribute)
        return m_open.back().value.elements.emplace_back();
    Value &value = m_open.empty() ? result : m_open.back().value;
    value.type = Type::Null;
    value.integer = 0;
    value.real = 0;
    value.bytes.clear();
    value.elements.clear();
    return value;
}

Parser::Step Parser::placeNull(Value &result)
{
    place(result);
    return completed(result);
}

Parser::Step Parser::completed(Value &result)
{
    while (!m_open.empty()) {
        Open &open = m_open.back();
        if (open.streamed) {
            ++m_elements;
            return Step::Again;
        }
        if (--open.remaining > 0 || !leave(result))
            return Step::Again;
    }
    m_taken = 0;
    m_elements = 0;
    return Step::Complete;
}

// Moves the innermost aggregate to its place. False for an attribute, which is an element of nothing.
bool Parser::leave(Value &result)
{
    Open open = std::move(m_open.back());
    m_open.pop_back();
    m_afterAttribute = open.attribute;
    if (!open.attribute)
        place(result) = std::move(open.value);
    return !open.attribute;
}

void Parser::take(qsizetype bytes)
{
    m_buffer.take(bytes);
    m_taken += bytes;
}

// Nothing that follows can be trusted to start where a value starts, so nothing of it is kept.
Parser::Step Parser::fail(const QString &error)
{
    reset();
    m_error = error;
    return Step::Error;
}

} // namespace redguard::resp
