// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_DASHBOARD_H
#define THROTTLE_DASHBOARD_H

#include "history.h"

#include "console/livearea.h"

#include <QtCore/qobject.h>

namespace throttle {

class Caller;

// The calls as a moving picture on the terminal.
class Dashboard : public QObject
{
    Q_OBJECT

public:
    Dashboard(const Options &options, const Caller &caller, QObject *parent = nullptr);
    ~Dashboard() override;

private:
    void draw();
    [[nodiscard]] console::Rows rows() const;
    [[nodiscard]] console::Row title() const;
    void addChart(console::Rows &rows) const;
    [[nodiscard]] console::Row legend() const;
    void addFacts(console::Rows &rows) const;
    [[nodiscard]] int width() const;
    [[nodiscard]] int axisWidth() const;

    Options m_options;
    const Caller &m_caller;
    History m_history;
    console::LiveArea m_area;
    std::chrono::nanoseconds m_now {0};
};

} // namespace throttle

#endif
