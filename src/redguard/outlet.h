// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_OUTLET_H
#define REDGUARD_OUTLET_H

#include <RedGuard/primitive.h>

#include "redguard/mailbox.h"

namespace redguard {

// Where the outcome of one request goes beside the signals. One that goes unanswered, such as with an
// event to an object that is gone, answers by itself: nobody waits for ever.
class Outlet
{
public:
    Outlet() = default; // the object itself is to own the acquisition
    // Told in whatever thread the outcome comes.
    explicit Outlet(Primitive::Callback callback);
    // Told in the thread of `context`, unless that is gone by then.
    Outlet(Primitive::Callback callback, const QObject *context);
    Outlet(Outlet &&other) noexcept { swap(other); }
    Outlet &operator=(Outlet &&other) noexcept;
    ~Outlet();

    [[nodiscard]] explicit operator bool() const { return bool(m_callback); }
    // At once where the context lives in this thread.
    void give(Result<Lease> result);
    // From the context's event loop, always.
    void post(Result<Lease> result);

private:
    Q_DISABLE_COPY(Outlet)
    void swap(Outlet &other) noexcept;

    Primitive::Callback m_callback;
    std::shared_ptr<Mailbox> m_context;
    QMetaObject::Connection m_watch;
};

} // namespace redguard

#endif
