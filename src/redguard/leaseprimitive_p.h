// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEPRIMITIVE_P_H
#define REDGUARD_LEASEPRIMITIVE_P_H

#include "redguard/leaserequest.h"
#include "redguard/primitive_p.h"

namespace redguard {

// What a Lock and a Semaphore have in common: something that is held, for a time.
class LeasePrimitivePrivate : public PrimitivePrivate
{
public:
    using PrimitivePrivate::PrimitivePrivate;

protected:
    // Why these make no lease; else what every request is to ask for.
    [[nodiscard]] Error checkLease(std::chrono::milliseconds ttl, std::chrono::milliseconds maxHold) const;
    void setOrder(scripts::Kind kind, const sync::LeaseTerms &terms, int permits = 1, int capacity = 1);
    [[nodiscard]] sync::LeaseTerms terms(std::chrono::milliseconds ttl, Renewal renewal,
                                         std::chrono::milliseconds maxHold) const;

    [[nodiscard]] std::shared_ptr<Request> makeRequest(Session &session, quint64 id) override;

private:
    std::shared_ptr<const LeaseOrder> m_order;
};

} // namespace redguard

#endif
