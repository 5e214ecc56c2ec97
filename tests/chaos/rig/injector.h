// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef INJECTOR_H
#define INJECTOR_H

#include "deployment.h"
#include "scenario.h"
#include "wayfaults.h"
#include "workerprocess.h"

namespace chaos {

// Does one fault after another, as a seed says, and writes down what was done when.
class Injector : public QObject
{
    Q_OBJECT

public:
    Injector(Deployment &deployment, const std::vector<std::unique_ptr<WorkerProcess>> &workers,
             const QList<Subject> &subjects, quint32 seed, QList<Fault> &faults);

    void start(const Scenario &scenario);
    void stop(); // no more of them; those that last for a set time are ended
    [[nodiscard]] int errors() const { return m_errors; }

private:
    void next();
    void schedule();
    [[nodiscard]] bool isPossible(FaultKind kind) const;
    void inject(FaultKind kind);
    [[nodiscard]] Undo carryOut(FaultKind kind, std::chrono::milliseconds length, QByteArray &detail);
    [[nodiscard]] Undo spoilWorker(FaultKind kind, WorkerProcess &worker, QByteArray &detail);
    [[nodiscard]] Undo spoilServer(FaultKind kind, Node &node, std::chrono::milliseconds length,
                                   QByteArray &detail);
    [[nodiscard]] static Undo spoilSentinel(FaultKind kind, Node &node);
    void end(qsizetype index);
    void noteChange();
    void noteFailover();

    [[nodiscard]] std::chrono::milliseconds upTo(std::chrono::milliseconds most)
    {
        return chaos::upTo(most, m_random);
    }
    template <typename List>
    [[nodiscard]] auto &anyOf(const List &list)
    {
        return list[typename List::size_type(m_random.bounded(int(list.size())))];
    }

    Deployment &m_deployment;
    const std::vector<std::unique_ptr<WorkerProcess>> &m_workers;
    QList<Subject> m_subjects;
    QRandomGenerator m_random;
    QList<Fault> &m_faults;
    QHash<qsizetype, Undo> m_undo; // of those that last
    qsizetype m_change = -1;       // the fault that is under way in the deployment
    QList<FaultKind> m_kinds;
    std::chrono::milliseconds m_shortestGap {0};
    std::chrono::milliseconds m_longestGap {0};
    std::chrono::milliseconds m_restart {0};
    QTimer m_next;
    qsizetype m_turn = 0;
    int m_errors = 0;
};

} // namespace chaos

#endif
