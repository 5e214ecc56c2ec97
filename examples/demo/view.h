// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_VIEW_H
#define DEMO_VIEW_H

#include "board.h"

#include <memory>

namespace demo {

struct Options;

// How a run is shown while it lasts.
class View
{
public:
    virtual ~View() = default;

    // What suits the output; null if nothing is to be shown.
    [[nodiscard]] static std::unique_ptr<View> create(const Options &options);

    [[nodiscard]] virtual std::chrono::milliseconds interval() const = 0;
    virtual void show(const Board &board) = 0;
};

} // namespace demo

#endif
