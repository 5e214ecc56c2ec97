// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/sharedresourcepool.h>

namespace redguard {

/*!
    \class redguard::ResourcePool
    \inheaderfile RedGuard/SharedResourcePool
    \inmodule RedGuard
    \brief The signals of SharedResourcePool, which is a template and can have none.

    They are those of its primitive, in the order that Primitive describes, and those of the resources.
*/

/*!
    \class redguard::SharedResourcePool
    \inheaderfile RedGuard/SharedResourcePool
    \inherits redguard::ResourcePool
    \inmodule RedGuard
    \brief Hands out resources made by a factory, each tied to a permit of a primitive.

    A resource is made when a permit is there and no idle one is, kept when it is given back, and
    handed out again to the next. A factory that fails (it returns an Error) gives its permit back,
    and the error goes to who asked. A resource whose permit was lost is disposed of when it comes
    back: somebody else may have one in its place by then.

    A pool and its resources live in the thread of their guard.

    \snippet tst_docprimitives.cpp pool

    \sa PooledResource, RedGuard::pool()
*/

ResourcePool::ResourcePool(Primitive *primitive, QObject *parent)
    : QObject(parent)
    , m_primitive(primitive)
{
    primitive->setParent(this);
    connect(primitive, &Primitive::acquired, this, &ResourcePool::acquired);
    connect(primitive, &Primitive::released, this, &ResourcePool::released);
    connect(primitive, &Primitive::lost, this, &ResourcePool::lost);
    connect(primitive, &Primitive::timedOut, this, &ResourcePool::timedOut);
    connect(primitive, &Primitive::errorOccurred, this, &ResourcePool::errorOccurred);
}

ResourcePool::~ResourcePool() = default;

QString ResourcePool::name() const
{
    return m_primitive->name();
}

} // namespace redguard
