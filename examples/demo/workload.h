// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_WORKLOAD_H
#define DEMO_WORKLOAD_H

#include "record.h"

#include <RedGuard/Primitive>

#include <QtCore/qobject.h>

namespace demo {

// What one worker does with one primitive: take turns until told to stop, and tell what happens.
class Workload : public QObject
{
    Q_OBJECT

public:
    void begin();
    // Waits are cancelled, holds come to their end; finished() follows.
    void stop();

Q_SIGNALS:
    void happened(const demo::Record &record);
    void failed(const QString &why);
    void finished();

protected:
    Workload(Kind kind, redguard::Primitive *primitive, int askers, QObject *parent);

    // A turn: ask, use, give back, and call nextTurn().
    virtual void takeTurn(qint64 turn) = 0;

    void nextTurn(std::chrono::milliseconds longestPause);
    void say(What what, qint64 turn);
    void say(Record record);

    [[nodiscard]] static std::chrono::milliseconds anyOf(std::chrono::milliseconds shortest,
                                                         std::chrono::milliseconds longest);

private:
    void startTurn();
    void endAsker();
    void lost(const redguard::LeaseInfo &lease, redguard::LossReason reason);

    Kind m_kind;
    redguard::Primitive *m_primitive;
    int m_askers;
    int m_active = 0;
    qint64 m_turn = 0;
    bool m_stopping = false;
};

} // namespace demo

#endif
