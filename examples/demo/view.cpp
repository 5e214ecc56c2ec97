// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "view.h"

#include "liveview.h"
#include "options.h"
#include "progressview.h"

#include "console/terminal.h"

namespace demo {

std::unique_ptr<View> View::create(const Options &options)
{
    if (options.json)
        return nullptr;
    if (console::Terminal::isInteractive())
        return std::make_unique<LiveView>(options.color);
    return std::make_unique<ProgressView>(options);
}

} // namespace demo
