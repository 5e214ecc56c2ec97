// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_STATUS_H
#define REDGUARD_STATUS_H

#include <RedGuard/namespace.h>

#include <QtCore/qlist.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qstring.h>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace redguard {

// A look at a name from outside, by whoever asks "who has it?". Changes nothing.
class REDGUARD_EXPORT Status
{
    Q_GADGET

public:
    enum class Kind { Unused, Lock, Semaphore, RateLimiter, PacedLimiter, Foreign };
    Q_ENUM(Kind)

    static constexpr int MostHolders = 100; // that are named

    struct Holder
    {
        QString token = {};                      // its first four bytes
        QString client = {};                     // the clientName of its guard; empty where it is not known
        std::chrono::milliseconds remaining {0}; // of its lease; 0 where that has no end
        int permits = 1;
    };

    QString name = {};
    Kind kind = Kind::Unused;
    QList<Holder> holders = {};              // of a lock or a semaphore, those that end last
    std::chrono::milliseconds remaining {0}; // of the lease that ends last
    qint64 fence = 0;                        // of the newest grant
    qint64 waiters = 0;                      // in the queue
    qint64 used = 0; // permits held; or admissions in the key, until the next one tidies it
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Status &status);

} // namespace redguard

Q_DECLARE_METATYPE(redguard::Status)

#endif
