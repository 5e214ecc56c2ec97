// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_TIME_ALARM_H
#define REDGUARD_TIME_ALARM_H

#include "time/instant.h"

#include <QtCore/qobject.h>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)
QT_FORWARD_DECLARE_CLASS(QTimer)

namespace redguard {

// One wake-up at an instant of the boot clock. QTimer's clock stands still in suspend, so that a
// deadline would be noticed late by as long as the machine slept.
class Alarm : public QObject
{
    Q_OBJECT

public:
    explicit Alarm(QObject *parent = nullptr);
    ~Alarm() override;

    // Never wakes later than `when`. It may wake early where an earlier time was set before:
    // moving a wake-up back costs more than one too many.
    void wakeAt(Instant when);

Q_SIGNALS:
    void due();

private:
    void arm(Instant when);
    void fired();

    Instant m_armed = Never;
    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer;
};

} // namespace redguard

#endif
