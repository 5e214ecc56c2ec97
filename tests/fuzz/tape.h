// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_FUZZ_TAPE_H
#define REDGUARD_FUZZ_TAPE_H

#include <QtCore/qbytearrayview.h>

#include <algorithm>
#include <chrono>
#include <limits>

// A fuzzer's input, read as decisions. Past its end everything is 0.
class Tape
{
public:
    Tape(const std::uint8_t *data, std::size_t size)
        : m_rest(reinterpret_cast<const char *>(data), qsizetype(size))
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_rest.isEmpty(); }

    int byte()
    {
        if (m_rest.isEmpty())
            return 0;
        const int value = std::uint8_t(m_rest.front());
        m_rest = m_rest.sliced(1);
        return value;
    }

    int upTo(int most) { return byte() % (most + 1); }
    bool flag() { return (byte() & 1) != 0; }

    // Up to 8 bytes, most significant first.
    std::uint64_t number(int bytes)
    {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 | std::uint64_t(byte());
        return value;
    }

    // From nothing to `most`, each order of magnitude as likely as another.
    template <typename Duration>
    Duration upTo(Duration most)
    {
        return Duration(typename Duration::rep(number(upTo(7) + 1) % (std::uint64_t(most.count()) + 1)));
    }

    // A small number, a large one, or one at an edge.
    std::int64_t anyInteger()
    {
        using Limits = std::numeric_limits<std::int64_t>;
        constexpr std::int64_t Edges[] = {Limits::min(),     Limits::min() + 1, -1, 0, 1,
                                          Limits::max() - 1, Limits::max()};
        const int kind = upTo(15);
        return kind < 7 ? Edges[kind] : std::int64_t(number(kind - 7));
    }

    QByteArrayView bytes(qsizetype most)
    {
        const QByteArrayView taken = m_rest.first(std::min(most, m_rest.size()));
        m_rest = m_rest.sliced(taken.size());
        return taken;
    }

    // Up to the next line end, which is taken too.
    QByteArrayView line()
    {
        const qsizetype end = m_rest.indexOf('\n');
        const QByteArrayView taken = bytes(end < 0 ? m_rest.size() : end);
        bytes(1);
        return taken;
    }

private:
    QByteArrayView m_rest;
};

#endif
