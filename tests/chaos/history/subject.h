// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SUBJECT_H
#define SUBJECT_H

#include "trueclock.h"

#include <QtCore/qbytearray.h>

namespace chaos {

using namespace std::chrono_literals;

// A name that all workers share, and what they agree on about it.
struct Subject
{
    enum class Kind : quint8 { Lock, Semaphore, Limiter };

    QByteArray name = {};
    Kind kind = Kind::Lock;
    std::chrono::milliseconds ttl {500}; // of a limiter: the window
    int capacity = 1;                    // of a limiter: the limit
};

} // namespace chaos

#endif
