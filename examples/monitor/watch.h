// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_WATCH_H
#define MONITOR_WATCH_H

#include "look.h"

#include <RedGuard/RedGuard>

#include <QtCore/qtimer.h>

namespace monitor {

// Looks at the namespace again and again while there is somebody to see it, one look at a time.
class Watch : public QObject
{
    Q_OBJECT

public:
    Watch(const QString &url, const QString &nameSpace, QObject *parent);

    // Without the password.
    [[nodiscard]] QString url() const { return m_guard.url(); }
    void setActive(bool active);
    void setInterval(std::chrono::milliseconds interval);
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_timer.intervalAsDuration(); }
    // Why nothing is seen; empty while something is.
    [[nodiscard]] QString trouble() const { return m_trouble; }

Q_SIGNALS:
    void looked(const monitor::Look &look);
    void troubleChanged();

private:
    void look();
    void answered(Time asked, const redguard::Result<QList<redguard::Status>> &result);
    void connectionChanged();
    void setTrouble(const QString &trouble);

    redguard::RedGuard m_guard;
    QTimer m_timer;
    QString m_trouble;
    bool m_isActive = false;
    bool m_isLooking = false;
};

} // namespace monitor

#endif
