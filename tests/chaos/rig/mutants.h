// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MUTANTS_H
#define MUTANTS_H

#include "trial.h"

namespace chaos {

// Whether each mutant of the library is found out, and the library itself not, in the same scenario.
// Returns the exit code of the program. With a name, of that one alone.
[[nodiscard]] int runMutants(const TrialSettings &settings, const QString &folder, const QString &name);

} // namespace chaos

#endif
