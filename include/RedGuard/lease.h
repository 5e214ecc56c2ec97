// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASE_H
#define REDGUARD_LEASE_H

#include <RedGuard/leaseinfo.h>

#include <memory>

namespace redguard {

class LeaseHandle;

class REDGUARD_EXPORT Lease
{
public:
    Lease() = default;
    explicit Lease(std::shared_ptr<LeaseHandle> handle);

    [[nodiscard]] bool isNull() const { return !m_handle; }
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] bool wasLost() const;
    [[nodiscard]] LeaseInfo info() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] qint64 fence() const;
    [[nodiscard]] std::chrono::milliseconds remainingTime() const;

    void release();

private:
    std::shared_ptr<LeaseHandle> m_handle;
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Lease &lease);

} // namespace redguard

Q_DECLARE_METATYPE(redguard::Lease)

#endif
