// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SCENARIO_H
#define SCENARIO_H

#include "faultkind.h"
#include "workload.h"

namespace chaos {

// What is done to whom, and how often.
struct Scenario
{
    QString name = {};
    QString purpose = {};
    Workload load = {};
    QList<FaultKind> faults = {};
    std::chrono::milliseconds shortestGap {200};
    std::chrono::milliseconds longestGap {1500};
    std::chrono::milliseconds restart {600};   // at most, and at least half: until a killed worker is back
    std::chrono::milliseconds patience {5000}; // of Sentinels with a server that does not answer
    int workers = 4;
};

// The phases of a run, and which share of its time each takes, in percent.
struct Phase
{
    Topology topology = Topology::Standalone;
    Scenario scenario = {};
    int share = 0;

    [[nodiscard]] QString name() const; // that of the scenario, behind a topology that is not the usual one
};
[[nodiscard]] QList<Phase> phases(); // on each topology what is particular to it
[[nodiscard]] QList<Phase> phases(Topology topology);

// By its name; also one of those that are there for mutants which none of the above would show in time.
[[nodiscard]] std::optional<Phase> phaseOf(const QString &name);

} // namespace chaos

#endif
