// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/leaseprimitive_p.h"

#include "redguard/session.h"

namespace redguard {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds LongestTtl = std::chrono::hours(24 * 366);

} // namespace

Error LeasePrimitivePrivate::checkLease(std::chrono::milliseconds ttl,
                                        std::chrono::milliseconds maxHold) const
{
    const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
    const GuardOptions &options = session().options();
    if (ttl <= 0ms)
        return wrong(Primitive::tr("The ttl of \"%1\" is not above 0: %2 ms").arg(name).arg(ttl.count()));
    if (ttl > LongestTtl)
        return wrong(Primitive::tr("The ttl of \"%1\" is above a year: %2 ms").arg(name).arg(ttl.count()));
    if (std::chrono::duration<double, std::milli>(ttl) * (1 - options.drift) <= options.margin)
        return wrong(Primitive::tr("The ttl of \"%1\" leaves nothing beside the margin of %2 ms: %3 ms")
                         .arg(name)
                         .arg(options.margin.count())
                         .arg(ttl.count()));
    if (maxHold < ttl)
        return wrong(Primitive::tr("The longest hold of \"%1\" is shorter than its ttl of %2 ms: %3 ms")
                         .arg(name)
                         .arg(ttl.count())
                         .arg(maxHold.count()));
    return {};
}

sync::LeaseTerms LeasePrimitivePrivate::terms(std::chrono::milliseconds ttl, Renewal renewal,
                                              std::chrono::milliseconds maxHold) const
{
    const Session &ofGuard = session();
    sync::LeaseTerms terms;
    terms.ttl = ttl;
    terms.margin = ofGuard.options().margin;
    terms.drift = ofGuard.drift();
    terms.renewal = renewal;
    terms.maxHold = maxHold == Forever ? Never : Duration(maxHold);
    terms.patience = ofGuard.options().commandTimeout;
    terms.confirmsGrants = ofGuard.options().replicas > 0;
    return terms;
}

void LeasePrimitivePrivate::setOrder(scripts::Kind kind, const sync::LeaseTerms &terms, int permits,
                                     int capacity)
{
    KeyBook &book = session().keyBook();
    m_order = book.order({name, book.keys(key(), kind), terms, permits, capacity});
    name = m_order->name; // the same memory
}

std::shared_ptr<Request> LeasePrimitivePrivate::makeRequest(Session &session, quint64 id)
{
    return std::make_shared<LeaseRequest>(session, id, m_order);
}

} // namespace redguard
