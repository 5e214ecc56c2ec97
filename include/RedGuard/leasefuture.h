// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEFUTURE_H
#define REDGUARD_LEASEFUTURE_H

#include <RedGuard/lease.h>
#include <RedGuard/result.h>

#include <QtCore/qfuture.h>
#include <QtCore/qpointer.h>

namespace redguard {

// The QFuture of an acquisition. It refuses to block the thread that its own answer must come from.
class REDGUARD_EXPORT LeaseFuture : public QFuture<Result<Lease>>
{
public:
    LeaseFuture() = default;
    LeaseFuture(const QFuture<Result<Lease>> &future, QObject *guard);

    [[nodiscard]] Result<Lease> result() const;
    [[nodiscard]] Result<Lease> takeResult();
    void waitForFinished();

private:
    [[nodiscard]] bool wouldWaitForItself() const;

    QPointer<QObject> m_guard;
};

} // namespace redguard

#endif
