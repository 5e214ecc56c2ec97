// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ACTORVERIFY_H
#define ACTORVERIFY_H

#include "actor.h"

#include <QtTest/qtest.h>

// QVERIFY and QTRY_VERIFY that say what the program showed, and ask for that only where they fail.
#define ACTOR_VERIFY(actor, condition)                                                                       \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            QFAIL((#condition + (actor).describe()).constData());                                            \
    } while (false)

#define ACTOR_TRY_VERIFY_WITH_TIMEOUT(actor, condition, timeout)                                             \
    do {                                                                                                     \
        if (!QTest::qWaitFor([&] { return bool(condition); }, timeout))                                      \
            QFAIL((#condition + (actor).describe()).constData());                                            \
    } while (false)

#define ACTOR_TRY_VERIFY(actor, condition) ACTOR_TRY_VERIFY_WITH_TIMEOUT(actor, condition, 10'000)

#endif
