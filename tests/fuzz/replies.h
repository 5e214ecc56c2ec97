// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_FUZZ_REPLIES_H
#define REDGUARD_FUZZ_REPLIES_H

#include "tape.h"

#include "scripts/reply.h"

// A server of the fuzzer's: its clock runs as the local one does, or shows anything.
class Replies
{
public:
    explicit Replies(Tape &tape)
        : m_tape(tape)
    {
    }

    // A reply of `first` and more integers: as a script gives it, or with anything in any place.
    redguard::resp::Value integers(std::initializer_list<std::int64_t> numbers)
    {
        redguard::resp::Value reply;
        reply.type = redguard::resp::Type::Array;
        const int spoilt = m_tape.upTo(31) - 1;
        for (const std::int64_t number : numbers)
            reply.elements.push_back(
                integer(int(reply.elements.size()) == spoilt ? m_tape.anyInteger() : number));
        if (spoilt == 29)
            reply.elements.pop_back();
        else if (spoilt == 30)
            reply.elements.front() = {};
        return reply;
    }

    // What its clock shows.
    [[nodiscard]] redguard::ServerTime time(redguard::Instant local) const
    {
        return m_epoch + std::chrono::floor<std::chrono::microseconds>(local);
    }
    void stepClock()
    {
        constexpr redguard::ServerTime Eighty = std::chrono::hours(24 * 365 * 80);
        m_epoch = m_tape.upTo(Eighty);
    }

private:
    [[nodiscard]] static redguard::resp::Value integer(std::int64_t number)
    {
        redguard::resp::Value value;
        value.type = redguard::resp::Type::Integer;
        value.integer = number;
        return value;
    }

    Tape &m_tape;
    redguard::ServerTime m_epoch = std::chrono::seconds(1'700'000'000);
};

#endif
