// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEFUTURE_H
#define REDGUARD_LEASEFUTURE_H

#include <RedGuard/lease.h>
#include <RedGuard/result.h>

#include <QtCore/qfuture.h>

QT_FORWARD_DECLARE_CLASS(QThread)

namespace redguard {

// The QFuture of an acquisition. It refuses to block the thread that its own answer must come from.
class REDGUARD_EXPORT LeaseFuture : public QFuture<Result<Lease>>
{
public:
    LeaseFuture() = default;
    LeaseFuture(const QFuture<Result<Lease>> &future, const QThread *home);

    [[nodiscard]] Result<Lease> result() const;
    [[nodiscard]] Result<Lease> resultAt(int index) const;
    [[nodiscard]] QList<Result<Lease>> results() const;
    [[nodiscard]] Result<Lease> takeResult();
    void waitForFinished();

private:
    [[nodiscard]] bool wouldWaitForItself() const;
    [[nodiscard]] Error waitForResult() const;

    const QThread *m_home = nullptr; // compared only: it may be gone
};

} // namespace redguard

#endif
