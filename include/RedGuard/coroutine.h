// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_COROUTINE_H
#define REDGUARD_COROUTINE_H

#include <RedGuard/primitive.h>

#include <coroutine>
#include <optional>

namespace redguard {

// What co_await acquired(...) waits on. Resumes in the thread that awaited.
class AcquireAwaiter
{
public:
    AcquireAwaiter(Primitive *primitive, std::chrono::milliseconds timeout)
        : m_primitive(primitive)
        , m_timeout(timeout)
    {
    }

    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting)
    {
        // Gone with the coroutine's frame: a lease that comes later than that is released.
        m_context = std::make_unique<QObject>();
        m_primitive->acquireAsync(m_timeout, m_context.get(), [this, waiting](Result<Lease> result) {
            m_result = std::move(result);
            waiting.resume();
        });
    }
    [[nodiscard]] Result<Lease> await_resume() { return std::move(*m_result); }

private:
    Primitive *m_primitive;
    std::chrono::milliseconds m_timeout;
    std::unique_ptr<QObject> m_context;
    std::optional<Result<Lease>> m_result;
};

[[nodiscard]] inline AcquireAwaiter acquired(Primitive *primitive,
                                             std::chrono::milliseconds timeout = Forever)
{
    return AcquireAwaiter(primitive, timeout);
}

} // namespace redguard

#endif
