// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SCRIPTS_SCRIPT_H
#define REDGUARD_SCRIPTS_SCRIPT_H

#include "scripts/keys.h"

#include <QtCore/qbytearray.h>

#include <array>

namespace redguard::scripts {

// A server-side operation: its text and the digest that EVALSHA calls it by.
struct Script
{
    Script(const char *name, const char *text);

    const char *name;
    QByteArray text;
    QByteArray digest;
};

// What each takes and returns is said at the head of the .lua file that it ends with.
const Script &acquireLock();
const Script &releaseLock();
const Script &renewLock();
const Script &acquireSemaphore();
const Script &releaseSemaphore();
const Script &renewSemaphore();
const Script &reserveWindow();
const Script &cancelWindow();
const Script &reservePaced();
const Script &cancelPaced();
const Script &status();

// Those of what is held: a lock or a semaphore.
const Script &acquire(Kind kind);
const Script &release(Kind kind);
const Script &renew(Kind kind);

const std::array<const Script *, 11> &all();

} // namespace redguard::scripts

#endif
