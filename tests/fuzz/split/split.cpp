// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "smalllimits.h"
#include "tape.h"

#include "auto/parser/describe.h"

using namespace redguard::resp;

namespace {

QByteArrayList inOrder(QByteArrayView bytes, QByteArrayView cuts)
{
    Parser parser(SmallLimits);
    QByteArrayList outcome;
    qsizetype from = 0;
    for (qsizetype i = 0; from < bytes.size() && parser.errorString().isEmpty(); ++i) {
        const qsizetype cut = cuts.isEmpty() ? 1 : 1 + std::uint8_t(cuts[i % cuts.size()]);
        const qsizetype count = std::min(cut, bytes.size() - from);
        parser.append(bytes.sliced(from, count));
        outcome += drain(parser);
        from += count;
    }
    return outcome;
}

} // namespace

// The same bytes make the same values and the same error, however they are cut. The first bytes of
// the input say how.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Tape tape(data, size);
    const QByteArrayView cuts = tape.bytes(tape.upTo(7));
    const QByteArrayView bytes = tape.bytes(qsizetype(size));
    Parser parser(SmallLimits);
    parser.append(bytes);
    const QByteArrayList whole = drain(parser);
    expect(inOrder(bytes, cuts) == whole, "pieces are read as the whole is");
    expect(inOrder(bytes, {}) == whole, "single bytes are read as the whole is");
    return 0;
}
