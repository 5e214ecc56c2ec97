// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TRIAL_H
#define TRIAL_H

#include "checker.h"
#include "scenario.h"

#include <QtCore/qmap.h>

namespace chaos {

struct TrialSettings
{
    Topology topology = Topology::Standalone;
    QString worker = {}; // the program
    QString folder = {}; // for histories and logs; made if it is not there
    quint32 seed = 1;
    std::chrono::milliseconds length {10'000};
    bool untilFound = false; // ends with the first violation
};

// What came of one scenario.
struct TrialResult
{
    QString name = {}; // of the phase
    Scenario scenario = {};
    QString setUpError = {}; // then there is nothing else
    Run run = {};
    QList<Record> records = {}; // their processes are those of `run`
    QList<Finding> violations = {};
    QList<Finding> seen = {};          // of promises whose assumptions were broken
    QMap<QByteArray, int> breaks = {}; // such as "A1 (restart without persistence)", and how often
    Instant began {};

    [[nodiscard]] bool passed() const { return setUpError.isEmpty() && violations.isEmpty(); }
};

// Runs a scenario against servers of its own, and checks what was recorded.
[[nodiscard]] std::shared_ptr<TrialResult> runTrial(const Scenario &scenario, const TrialSettings &settings);

} // namespace chaos

#endif
