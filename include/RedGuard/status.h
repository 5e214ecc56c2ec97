// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_STATUS_H
#define REDGUARD_STATUS_H

#include <RedGuard/namespace.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

namespace redguard {

// A look at a name from outside, by whoever asks "who has it?". Changes nothing.
class REDGUARD_EXPORT Status
{
    Q_GADGET

public:
    enum class Kind : quint8 { Unused, Lock, Semaphore, RateLimiter, PacedLimiter, Foreign };
    Q_ENUM(Kind)

    QString name;
    Kind kind = Kind::Unused;
    QStringList holders;                     // the first four bytes of each token
    std::chrono::milliseconds remaining {0}; // of the lease that ends last
    qint64 fence = 0;                        // of the newest grant
    qint64 waiters = 0;                      // in the queue
    qint64 used = 0;                         // permits held, or admissions in the key
};

} // namespace redguard

Q_DECLARE_METATYPE(redguard::Status)

#endif
