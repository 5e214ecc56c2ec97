// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_DASHBOARD_H
#define THROTTLE_DASHBOARD_H

#include "history.h"

#include "console/dashboard.h"

namespace throttle {

class Caller;

// The calls as a moving picture on the terminal.
class Dashboard final : public console::Dashboard
{
    Q_OBJECT

public:
    Dashboard(const Options &options, const Caller &caller, QObject *parent = nullptr);
    ~Dashboard() override;

private:
    [[nodiscard]] redguard::ConnectionState connection() const override;
    [[nodiscard]] QString trouble() const override;
    void addPicture(console::Rows &rows) const override;
    [[nodiscard]] QList<Fact> facts() const override;
    void addChart(console::Rows &rows, std::chrono::nanoseconds now) const;
    [[nodiscard]] console::Row legend(std::chrono::nanoseconds now) const;
    [[nodiscard]] int axisWidth() const;

    qint64 m_limit;
    const Caller &m_caller;
    History m_history;
};

} // namespace throttle

#endif
