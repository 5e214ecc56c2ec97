// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ACTOR_H
#define ACTOR_H

#include "sampler.h"
#include "workload.h"

#include <RedGuard/RedGuard>

#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

namespace chaos {

// What the actors of a worker share.
struct Stage
{
    const Workload &load;
    HistoryWriter &history;
    Sampler &sampler;
    QRandomGenerator &random;
    quint64 lastRequest = 0;
    Instant loopSince {}; // what is delivered now was decided after this
    std::chrono::milliseconds patience {2000};

    [[nodiscard]] bool chance(int percent) { return random.bounded(100) < percent; }
    [[nodiscard]] std::chrono::milliseconds upTo(std::chrono::milliseconds most)
    {
        return std::chrono::milliseconds(random.bounded(int(most.count()) + 1));
    }
};

// Asks for one name, holds, gives back, and so on, with one request at a time; and writes down what it
// sees of it.
class Actor : public QObject
{
    Q_OBJECT

public:
    Actor(const Subject &subject, redguard::RedGuard *guard, Stage &stage, QObject *parent);
    ~Actor() override;

    void stop(); // no more requests after this one
    [[nodiscard]] bool isIdle() const { return m_stopping && m_state == State::Idle; }

Q_SIGNALS:
    void idle();

private:
    enum class State : quint8 { Idle, Waiting, Holding, Releasing };

    void create();
    void destroy();
    void listen();
    void rest();
    void ask();
    void askAsync(std::chrono::milliseconds timeout);
    void plan(std::chrono::milliseconds timeout);
    void write(Event::What what, qint64 fence = 0, const QByteArray &text = {});
    void admitted(const redguard::LeaseInfo &info);
    void acquired(const redguard::LeaseInfo &info, const redguard::Lease &lease);
    void look();
    void giveBack();
    void ended(Event::What what, const QByteArray &text = {});
    void forgetHold();
    [[nodiscard]] bool isMine(quint64 id) const { return m_primitive && id == m_id; }

    const Subject m_subject;
    redguard::RedGuard *m_guard;
    Stage &m_stage;
    std::unique_ptr<redguard::Primitive> m_primitive;
    std::shared_ptr<Belief> m_belief;
    redguard::Lease m_lease; // of an asynchronous request
    bool m_isAsync = false;
    bool m_stopping = false;
    bool m_isRenewed = true;
    int m_weight = 1;
    quint64 m_request = 0; // in the history
    quint64 m_id = 0;      // of the library
    State m_state = State::Idle;
    QTimer m_timer; // what comes next
    QTimer m_whim;  // what comes in between
    QTimer m_looks;
};

} // namespace chaos

#endif
