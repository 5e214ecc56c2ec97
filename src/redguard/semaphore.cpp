// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/semaphore.h>

#include "redguard/leaseprimitive_p.h"
#include "scripts/reply.h"

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::Semaphore
    \inheaderfile RedGuard/Semaphore
    \inmodule RedGuard
    \brief At most \c capacity permits among all programs, each with a lease.

    One acquisition takes \c permits of them, all or none. Who waits is served in order: a small
    request does not pass a large one that came before it. All users of one name must agree on the
    capacity. An object may hold several acquisitions at once; release() gives back the oldest.

    \snippet tst_docprimitives.cpp semaphore

    Signals, their order, threads and errors are those of Primitive.

    \sa SemaphoreOptions, SharedResourcePool, {Choosing a primitive}
*/

namespace {

class SemaphorePrivate : public LeasePrimitivePrivate
{
public:
    SemaphorePrivate(RedGuard *guard, const QString &name, const SemaphoreOptions &options)
        : LeasePrimitivePrivate(guard, name)
    {
        if (!invalid)
            setInvalid(check(options));
        if (!invalid)
            setOrder(scripts::Kind::Semaphore, terms(options.ttl, options.renewal, options.maxHold),
                     options.permits, options.capacity);
    }

private:
    [[nodiscard]] Error check(const SemaphoreOptions &options) const
    {
        const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
        if (options.capacity < 1 || options.capacity > scripts::MostPermits)
            return wrong(Semaphore::tr("The capacity of \"%1\" is not from 1 to %2: %3")
                             .arg(name)
                             .arg(scripts::MostPermits)
                             .arg(options.capacity));
        if (options.permits < 1)
            return wrong(
                Semaphore::tr("The permits wanted of \"%1\" are below 1: %2").arg(name).arg(options.permits));
        if (options.permits > options.capacity)
            return wrong(Semaphore::tr("The permits wanted of \"%1\" are more than its capacity: %2 of %3")
                             .arg(name)
                             .arg(options.permits)
                             .arg(options.capacity));
        return checkLease(options.ttl, options.maxHold);
    }
};

} // namespace

Semaphore::Semaphore(RedGuard *guard, const QString &name, const SemaphoreOptions &options, QObject *parent)
    : Primitive(std::make_unique<SemaphorePrivate>(guard, name, options), parent)
    , m_options(options)
{
}

Semaphore::~Semaphore() = default;

SemaphoreOptions Semaphore::options() const
{
    return m_options;
}

int Semaphore::capacity() const
{
    return m_options.capacity;
}

int Semaphore::permits() const
{
    return m_options.permits;
}

} // namespace redguard
