// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_REVOCABLE_H
#define REDGUARD_REVOCABLE_H

#include <mutex>

namespace redguard {

// A pointer that its owner takes back at last, and that others use from any thread until then.
template <typename T>
class Revocable
{
public:
    explicit Revocable(T *target)
        : m_target(target)
    {
    }

    // Nobody uses it any more once this returns.
    void revoke()
    {
        const std::scoped_lock lock(m_mutex);
        m_target = nullptr;
    }

    template <typename Use>
    void use(Use &&use)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_target)
            use(*m_target);
    }

private:
    std::mutex m_mutex;
    T *m_target;
};

} // namespace redguard

#endif
