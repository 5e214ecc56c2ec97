// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef EXPECTONE_H
#define EXPECTONE_H

#include "party.h"

#include <hiredis/hiredis.h>

// What the scripts answer where they worked is an array that begins with 1.
inline void expectOne(const void *reply)
{
    const auto *array = static_cast<const redisReply *>(reply);
    if (!array || array->type != REDIS_REPLY_ARRAY || array->element[0]->integer != 1)
        Party::fail(QStringLiteral("An acquire or a release failed"));
}

#endif
