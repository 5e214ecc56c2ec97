// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEHANDLE_H
#define REDGUARD_LEASEHANDLE_H

#include <RedGuard/leaseinfo.h>

#include "time/instant.h"

#include <atomic>
#include <memory>

namespace redguard {

class Session;
class Mailbox;

// What is known of one hold, readable from any thread.
class LeaseState
{
public:
    LeaseState(LeaseInfo info, quint64 handle, std::shared_ptr<Mailbox> mailbox, Session *session);

    [[nodiscard]] LeaseInfo info() const;
    [[nodiscard]] quint64 requestId() const { return m_info.requestId(); }
    // Of the request, in its session.
    [[nodiscard]] quint64 handle() const { return m_handle; }
    [[nodiscard]] Instant deadline() const { return Instant(m_deadline.load(std::memory_order_acquire)); }
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] bool wasLost() const { return m_lost.load(std::memory_order_acquire); }

    void prolong(Instant deadline);
    void end() { m_over.store(true, std::memory_order_release); }
    [[nodiscard]] bool isOver() const { return m_over.load(std::memory_order_acquire); }
    void lose();
    // Not held from here on, whatever the thread; the session gives it back.
    void release();

private:
    LeaseInfo m_info;
    quint64 m_handle;
    std::shared_ptr<Mailbox> m_mailbox;
    Session *m_session; // touched in its own thread only
    std::atomic<Instant::rep> m_deadline;
    std::atomic<bool> m_over = false; // whatever the deadline says
    std::atomic<bool> m_lost = false;
    std::atomic<bool> m_released = false;
};

// Shared by the copies of a Lease: the hold ends with the last of them.
class LeaseHandle
{
public:
    explicit LeaseHandle(std::shared_ptr<LeaseState> state);
    ~LeaseHandle();

    [[nodiscard]] LeaseState &state() const { return *m_state; }

private:
    Q_DISABLE_COPY_MOVE(LeaseHandle)
    std::shared_ptr<LeaseState> m_state;
};

} // namespace redguard

#endif
