// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "smalllimits.h"
#include "tape.h"

using namespace redguard::resp;

namespace {

struct Extent
{
    qsizetype elements = 0;
    qsizetype bytes = 0;
    qsizetype depth = 0;
};

// A type byte and line ends; those of a length too, where it has one.
qsizetype leastOverhead(const Value &value)
{
    return value.type == Type::BulkString || value.type == Type::BlobError || value.isAggregate() ? 4 : 3;
}

void measure(const Value &value, Extent &extent, qsizetype depth)
{
    extent.bytes += value.bytes.size() + leastOverhead(value);
    extent.elements += qsizetype(value.elements.size());
    extent.depth = std::max(extent.depth, depth + (value.isAggregate() ? 1 : 0));
    expect(value.bytes.size() <= SmallLimits.bulk, "no string is longer than the limit");
    for (const Value &element : value.elements) {
        expect(element.type != Type::Push, "no push is inside another value");
        measure(element, extent, depth + 1);
    }
}

void expectWithinLimits(const Value &value)
{
    Extent extent;
    measure(value, extent, 0);
    expect(extent.elements <= SmallLimits.elements, "a reply has no more elements than the limit");
    expect(extent.bytes <= SmallLimits.frame, "a reply has no more bytes than the limit");
    expect(extent.depth <= SmallLimits.depth, "a reply is nested no deeper than the limit");
}

void expectFinal(Parser &parser)
{
    Value value;
    const QString error = parser.errorString();
    expect(!error.isEmpty(), "a failure has a reason");
    parser.append("+OK\r\n");
    expect(parser.next(value) == Parser::Status::Failed, "an error is final");
    expect(parser.errorString() == error && value == Value(), "an error stays as it is");
    parser.reset();
    parser.append("+OK\r\n");
    expect(parser.next(value) == Parser::Status::Ready && value.bytes == "OK", "a reset parser is new");
}

} // namespace

// What comes is of any length, cut anywhere.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Tape tape(data, size);
    Parser parser(SmallLimits);
    const int step = tape.byte() + 1;
    while (!tape.isAtEnd()) {
        parser.append(tape.bytes(step));
        Value value;
        Parser::Status status = Parser::Status::NeedMore;
        while ((status = parser.next(value)) == Parser::Status::Ready)
            expectWithinLimits(value);
        if (status == Parser::Status::Failed) {
            expectFinal(parser);
            return 0;
        }
    }
    return 0;
}
