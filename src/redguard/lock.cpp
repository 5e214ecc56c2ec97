// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/lock.h>

#include "redguard/leaseprimitive_p.h"

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::Lock
    \inheaderfile RedGuard/Lock
    \inmodule RedGuard
    \brief A mutex among programs, with a lease that ends by itself if its holder does not come back.

    \snippet tst_docstarting.cpp lock

    Asking for a lock that this object holds is an error (ErrorCode::AlreadyHeld), not a wait for
    itself. Two objects of the same name are two holders, in one program too.

    Signals, their order, threads and errors are those of Primitive.

    \sa LockOptions, {Ttl and renewal}, {What a lock can promise}
*/

namespace {

class LockPrivate : public LeasePrimitivePrivate
{
public:
    LockPrivate(RedGuard *guard, const QString &name, const LockOptions &options)
        : LeasePrimitivePrivate(guard, name)
    {
        if (!invalid)
            setInvalid(checkLease(options.ttl, options.maxHold));
        if (!invalid)
            setOrder(scripts::Kind::Lock, terms(options.ttl, options.renewal, options.maxHold));
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
