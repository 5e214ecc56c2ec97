// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/script.h"

#include <QtCore/qcryptographichash.h>

namespace redguard::scripts {

Script::Script(const char *scriptName, const char *scriptText)
    : name(scriptName)
    , text(scriptText)
    , digest(QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex())
{
}

const Script &acquire(Kind kind)
{
    return kind == Kind::Lock ? acquireLock() : acquireSemaphore();
}

const Script &release(Kind kind)
{
    return kind == Kind::Lock ? releaseLock() : releaseSemaphore();
}

const Script &renew(Kind kind)
{
    return kind == Kind::Lock ? renewLock() : renewSemaphore();
}

const std::array<const Script *, 11> &all()
{
    static const std::array<const Script *, 11> scripts = {
        &acquireLock(),      &releaseLock(),    &renewLock(),     &acquireSemaphore(),
        &releaseSemaphore(), &renewSemaphore(), &reserveWindow(), &cancelWindow(),
        &reservePaced(),     &cancelPaced(),    &status(),
    };
    return scripts;
}

} // namespace redguard::scripts
