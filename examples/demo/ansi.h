// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_ANSI_H
#define DEMO_ANSI_H

#include "line.h"

namespace demo {

// The line as a terminal wants it, cut at so many columns.
[[nodiscard]] QByteArray ansi(const Line &line, bool color, int columns = 1000);

} // namespace demo

#endif
