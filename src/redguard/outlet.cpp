// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/outlet.h"

#include <utility>

namespace redguard {

Outlet::Outlet(Primitive::Callback callback)
    : m_callback(std::move(callback))
{
}

// A context of a third thread may go at any moment, so that a QPointer to it would be checked too early.
Outlet::Outlet(Primitive::Callback callback, const QObject *context)
    : m_callback(std::move(callback))
    , m_context(std::make_shared<Mailbox>(const_cast<QObject *>(context)))
{
    if (context)
        m_watch = QObject::connect(
            context, &QObject::destroyed, context, [mailbox = m_context] { mailbox->close(); },
            Qt::DirectConnection);
}

Outlet &Outlet::operator=(Outlet &&other) noexcept
{
    Outlet taken(std::move(other));
    swap(taken);
    return *this;
}

Outlet::~Outlet()
{
    if (m_callback)
        post(Error(ErrorCode::Cancelled, Primitive::tr("What was asked is gone")));
}

void Outlet::swap(Outlet &other) noexcept
{
    std::swap(m_callback, other.m_callback);
    std::swap(m_context, other.m_context);
    std::swap(m_watch, other.m_watch);
}

void Outlet::give(Result<Lease> result)
{
    if (m_context && !m_context->isAtHome()) {
        post(std::move(result));
        return;
    }
    QObject::disconnect(m_watch);
    std::exchange(m_callback, nullptr)(std::move(result));
}

// Moved all the way: a copy that stayed behind would hold the lease past the callback.
void Outlet::post(Result<Lease> result)
{
    const auto callback = std::exchange(m_callback, nullptr);
    QObject::disconnect(m_watch);
    if (m_context)
        m_context->post([callback, result = std::move(result)]() mutable { callback(std::move(result)); });
    else
        callback(std::move(result));
}

} // namespace redguard
