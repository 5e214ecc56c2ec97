// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REPORT_H
#define REPORT_H

#include "trial.h"

namespace chaos {

// "passed", "FAILED", or what was broken and so proves nothing of the promises that rest on it.
[[nodiscard]] QByteArray verdictOf(const TrialResult &result);
// What was done, counted and found in one trial, as Markdown.
[[nodiscard]] QByteArray reportOf(const TrialResult &result, const QByteArray &picture);
[[nodiscard]] QMap<QByteArray, int> faultsOf(const QList<std::shared_ptr<TrialResult>> &results);

} // namespace chaos

#endif
