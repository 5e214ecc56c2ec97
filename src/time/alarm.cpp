// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "time/alarm.h"

#include "time/bootclock.h"

#include <QtCore/qsocketnotifier.h>
#include <QtCore/qtimer.h>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <sys/timerfd.h>
#include <unistd.h>
#endif

namespace redguard {

using namespace std::chrono_literals;

Alarm::Alarm(QObject *parent)
    : QObject(parent)
{
#ifdef Q_OS_LINUX
    m_descriptor = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
#endif
    if (m_descriptor >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read, this);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &Alarm::fired);
    } else {
        m_timer = std::make_unique<QTimer>(this);
        m_timer->setSingleShot(true);
        m_timer->setTimerType(Qt::PreciseTimer);
        connect(m_timer.get(), &QTimer::timeout, this, &Alarm::fired);
    }
}

Alarm::~Alarm()
{
    m_notifier.reset();
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0)
        close(m_descriptor);
#endif
}

void Alarm::wakeAt(Instant when)
{
    if (when < m_armed)
        arm(when);
}

void Alarm::arm(Instant when)
{
    m_armed = when;
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0) {
        const auto absolute = std::max(when, Instant(1));
        itimerspec spec {};
        spec.it_value.tv_sec = time_t(absolute / 1s);
        spec.it_value.tv_nsec = long((absolute % 1s).count());
        timerfd_settime(m_descriptor, TFD_TIMER_ABSTIME, &spec, nullptr);
        return;
    }
#endif
    // Looks again at least once a second: the machine may have slept.
    const auto wait = std::clamp<Duration>(when - bootTime(), 0ns, 1s);
    m_timer->start(std::chrono::ceil<std::chrono::milliseconds>(wait));
}

void Alarm::fired()
{
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0) {
        quint64 expirations = 0;
        if (read(m_descriptor, &expirations, sizeof expirations) < 0)
            return;
    }
#endif
    const Instant when = std::exchange(m_armed, Never);
    if (bootTime() < when)
        arm(when);
    else
        Q_EMIT due();
}

} // namespace redguard
