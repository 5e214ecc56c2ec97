// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/lock.h>

#include "redguard/leaseprimitive_p.h"

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::Lock
    \inmodule RedGuard
    \brief A mutex among programs, with a lease that ends by itself if its holder does not come back.

    \code
    auto *guard = redguard::RedGuard::fromUrl("redis://localhost:6379", "examples", this);
    auto *lock = guard->lock("my-lock", {.ttl = 10s});
    connect(lock, &redguard::Lock::acquired, this, [](const redguard::LeaseInfo &lease) { ... });
    lock->acquireFor(5s);
    \endcode

    Asking for a lock that this object holds is an error (ErrorCode::AlreadyHeld), not a wait for
    itself.
*/

namespace {

class LockPrivate : public LeasePrimitivePrivate
{
public:
    LockPrivate(RedGuard *guard, const QString &name, const LockOptions &options)
        : LeasePrimitivePrivate(guard, name)
    {
        if (!invalid)
            invalid = checkLease(options.ttl, options.maxHold);
        if (!invalid)
            setOrder(scripts::Kind::Lock,
                     {scripts::acquireLock(), scripts::releaseLock(), scripts::renewLock()},
                     terms(options.ttl, options.renewal, options.maxHold));
    }

protected:
    Error refusal() const override
    {
        if (!holds())
            return {};
        return Error(ErrorCode::AlreadyHeld, Lock::tr("\"%1\" is held by this object already").arg(name));
    }
};

} // namespace

Lock::Lock(RedGuard *guard, const QString &name, const LockOptions &options, QObject *parent)
    : Primitive(std::make_unique<LockPrivate>(guard, name, options), parent)
    , m_options(options)
{
}

Lock::~Lock() = default;

LockOptions Lock::options() const
{
    return m_options;
}

} // namespace redguard
