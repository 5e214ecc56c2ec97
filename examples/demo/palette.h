// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_PALETTE_H
#define DEMO_PALETTE_H

namespace demo {

struct Color
{
    int ansi;        // of the 256
    const char *hex; // the same for a picture
};

// Light enough for dark digits on them, and told apart on a dark and on a light page.
[[nodiscard]] constexpr Color colorOfWorker(int worker)
{
    constexpr Color colors[] = {
        {75, "#5fafff"},  {114, "#87d787"}, {215, "#ffaf5f"}, {176, "#d787d7"}, {80, "#5fd7d7"},
        {221, "#ffd75f"}, {204, "#ff5f87"}, {146, "#afafd7"}, {151, "#afd7af"},
    };
    constexpr int count = sizeof colors / sizeof *colors;
    return colors[(worker + count - 1) % count];
}

} // namespace demo

#endif
