// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONTENTION_H
#define CONTENTION_H

#include "meters.h"
#include "party.h"

#include <RedGuard/RedGuard>

#include <QtCore/qset.h>
#include <QtCore/qtimer.h>

#include <optional>

// Locks of one name, all of which want it. From "go" to "stop" each that has it gives it back after a
// pause, for the next one, and joins the queue again.
class Contention : public QObject
{
public:
    Contention(redguard::RedGuard *guard, Party *party);

private:
    void join(const QString &name, int locks);
    void placed(const redguard::Lock *lock);
    void go(std::chrono::milliseconds pause);
    void stop();
    void acquired(redguard::Lock *lock);
    void giveBack();

    redguard::RedGuard *m_guard;
    Party *m_party;
    QSet<const redguard::Lock *> m_joining;
    bool m_goes = false;
    QTimer m_pause;
    redguard::Lock *m_holder = nullptr;
    std::vector<qint64> m_acquired;
    std::vector<qint64> m_released;
    std::optional<meters::Span> m_span;
};

#endif
