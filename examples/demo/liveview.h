// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_LIVEVIEW_H
#define DEMO_LIVEVIEW_H

#include "view.h"

namespace demo {

// A moving picture on the terminal's other screen, which leaves no trace on the first.
class LiveView : public View
{
public:
    explicit LiveView(bool color);
    ~LiveView() override;

    [[nodiscard]] std::chrono::milliseconds interval() const override
    {
        return std::chrono::milliseconds(100);
    }
    void show(const Board &board) override;

private:
    bool m_color;
};

} // namespace demo

#endif
