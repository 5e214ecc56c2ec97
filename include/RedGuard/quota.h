// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QUOTA_H
#define REDGUARD_QUOTA_H

#include <RedGuard/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace redguard {

// What a rate limiter says of itself with every answer. All zero for the other primitives.
class REDGUARD_EXPORT Quota
{
    Q_GADGET
    Q_PROPERTY(bool granted MEMBER granted CONSTANT)
    Q_PROPERTY(qint64 limit MEMBER limit CONSTANT)
    Q_PROPERTY(qint64 remaining MEMBER remaining CONSTANT)

public:
    bool granted = false;
    qint64 limit = 0;
    qint64 remaining = 0;                     // operations that would be admitted now
    std::chrono::microseconds retryAfter {0}; // until the refused cost would be admitted
    std::chrono::microseconds resetAfter {0}; // until the limiter is as if unused
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Quota &quota);

} // namespace redguard

Q_DECLARE_METATYPE(redguard::Quota)

#endif
