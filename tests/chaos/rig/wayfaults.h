// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WAYFAULTS_H
#define WAYFAULTS_H

#include "faultkind.h"
#include "faultproxy.h"

#include <functional>

namespace chaos {

using Undo = std::function<void()>;

[[nodiscard]] std::chrono::milliseconds upTo(std::chrono::milliseconds most, QRandomGenerator &random);

// A fault whose reach is the way. The end of it, where it lasts; and its details, behind those that are
// there.
[[nodiscard]] Undo spoilWay(FaultKind kind, FaultProxy &proxy, QRandomGenerator &random, QByteArray &detail);

} // namespace chaos

#endif
