// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TASK_H
#define TASK_H

#include <QtCore/qtimer.h>

#include <coroutine>
#include <exception>

namespace chaos {

// Steps with answers of servers in between. It runs by itself once it is called, and nothing waits for it:
// its last step is to say that it is done.
struct Task
{
    struct promise_type
    {
        Task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };
};

// co_await Pause(...)
class Pause
{
public:
    explicit Pause(std::chrono::milliseconds length)
        : m_length(length)
    {
    }

    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> steps) const
    {
        QTimer::singleShot(m_length, Qt::PreciseTimer, [steps] { steps.resume(); });
    }
    void await_resume() const { }

private:
    std::chrono::milliseconds m_length;
};

} // namespace chaos

#endif
