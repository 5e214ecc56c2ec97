// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_H
#define OBSERVER_H

#include "run.h"
#include "serverlink.h"

namespace chaos {

// Looks at the names on the server, over and over, without changing anything.
class Observer : public QObject
{
    Q_OBJECT

public:
    Observer(ServerLink &link, const QList<Subject> &subjects, QList<Observation> &observations);

    void start() { m_timer.start(); }
    void stop() { m_timer.stop(); }
    // Keys of the names that are there, and any key without an expiry.
    void listKeys(std::function<void(const QByteArrayList &)> then);

private:
    void look();
    void looked(const ServerLink::Answer &answer);

    ServerLink &m_link;
    const QList<Subject> m_subjects;
    QList<Observation> &m_observations;
    QByteArrayList m_command;
    QTimer m_timer;
};

} // namespace chaos

#endif
