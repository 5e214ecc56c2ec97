// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_H
#define OBSERVER_H

#include "deployment.h"

namespace chaos {

// Looks at the names on the servers that have them, over and over, without changing anything.
class Observer : public QObject
{
    Q_OBJECT

public:
    Observer(Deployment &deployment, const QList<Subject> &subjects, QList<Observation> &observations);

    void start() { m_timer.start(); }
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isIdle() const;
    // Keys of the names that are there, and any key without an expiry.
    void listKeys(const std::function<void(const QByteArrayList &)> &then);

private:
    struct View
    {
        QByteArray name;
        QByteArrayList command;
        bool isOpen = false; // an answer is to come
    };

    Task look(View &view);
    void note(const QByteArray &name, const ServerLink::Answer &answer);
    Task listKeys(QByteArrayList command, std::function<void(const QByteArrayList &)> then);

    Deployment &m_deployment;
    QList<Observation> &m_observations;
    std::vector<View> m_views;
    QTimer m_timer;
};

} // namespace chaos

#endif
