// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef BLOCKING_H
#define BLOCKING_H

#include "party.h"
#include "words.h"

#include <chrono>
#include <hiredis/hiredis.h>

// hiredis without an event loop.
class Blocking
{
public:
    Blocking(redisContext *context, Party *party);

private:
    // The two calls of one name.
    struct Lock
    {
        Words acquire;
        Words release;
    };

    void makeLocks(std::size_t count);
    // As many commands under way as the depth says, always; a release follows the reply to its acquire.
    void pipeline(std::size_t count, std::size_t depth);
    void append(const Words &words);
    void ping(int count, std::chrono::microseconds pause);

    redisContext *m_context;
    Party *m_party;
    std::vector<Lock> m_locks;
};

#endif
