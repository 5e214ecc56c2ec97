// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TIMELINE_H
#define TIMELINE_H

#include "trial.h"

namespace chaos {

// A picture of a run: for each name the holds of each worker as bars, the faults above, violations red.
[[nodiscard]] QByteArray timelineOf(const TrialResult &result);

} // namespace chaos

#endif
