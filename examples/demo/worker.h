// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_WORKER_H
#define DEMO_WORKER_H

#include "linereader.h"
#include "options.h"
#include "workload.h"

#include <RedGuard/RedGuard>

#include <QtCore/qfile.h>

namespace demo {

// One of the processes that share. It begins at a line on its standard input and stops at the end of
// it, so that it also ends when the supervisor does, however that happens.
class Worker : public QObject
{
    Q_OBJECT

public:
    explicit Worker(const Options &options, QObject *parent = nullptr);

Q_SIGNALS:
    void finished(int exitCode);

private:
    [[nodiscard]] QString nameFor(Kind kind, const QString &name) const;
    void addWorkloads();
    void add(Workload *workload);
    void stateChanged(redguard::ConnectionState state);
    void begin();
    void stop();
    void workloadFinished();
    void closed();
    void fail(const QString &why);
    void say(Record record);

    Options m_options;
    LineReader m_input;
    QFile m_output;
    redguard::RedGuard *m_guard;
    QList<Workload *> m_workloads;
    qsizetype m_active = 0;
    bool m_ready = false;
};

} // namespace demo

#endif
