// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_FRAME_H
#define DEMO_FRAME_H

#include "board.h"
#include "line.h"

namespace demo {

inline constexpr int FrameWidth = 80;

// One picture of the board.
[[nodiscard]] Lines frameOf(const Board &board, int width = FrameWidth);

} // namespace demo

#endif
