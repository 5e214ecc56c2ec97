// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/error.h>

#include "redguard/logging.h"

#include <QtCore/qdebug.h>

namespace redguard {

Q_LOGGING_CATEGORY(lcPrimitive, "redguard.primitive", QtWarningMsg)

/*!
    \class redguard::Error
    \inheaderfile RedGuard/Error
    \inmodule RedGuard
    \brief What went wrong, as a code to branch on and a sentence to show.

    The message never holds a password or a token. quota() is filled in where a rate limiter refused.
*/

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Error(" << error.code();
    if (error)
        debug << ", " << error.message();
    if (error.quota().limit > 0)
        debug << ", " << error.quota();
    debug << ')';
    return debug;
}

} // namespace redguard
