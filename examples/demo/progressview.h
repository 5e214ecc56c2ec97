// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_PROGRESSVIEW_H
#define DEMO_PROGRESSVIEW_H

#include "view.h"

namespace demo {

// A line now and then, for a log.
class ProgressView : public View
{
public:
    explicit ProgressView(const Options &options);

    [[nodiscard]] std::chrono::milliseconds interval() const override { return std::chrono::seconds(2); }
    void show(const Board &board) override;
};

} // namespace demo

#endif
