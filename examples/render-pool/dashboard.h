// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_DASHBOARD_H
#define RENDER_DASHBOARD_H

#include "options.h"

#include "console/dashboard.h"

#include <QtCore/qelapsedtimer.h>

namespace render {

class RenderJob;

// The work as a moving picture on the terminal.
class Dashboard final : public console::Dashboard
{
    Q_OBJECT

public:
    Dashboard(const Options &options, const RenderJob &job, QObject *parent = nullptr);
    ~Dashboard() override;

private:
    [[nodiscard]] redguard::ConnectionState connection() const override;
    [[nodiscard]] QString trouble() const override;
    void addPicture(console::Rows &rows) const override;
    [[nodiscard]] QList<Fact> facts() const override;
    [[nodiscard]] console::Row legend() const;

    int m_permits;
    const RenderJob &m_job;
    QElapsedTimer m_time;
};

} // namespace render

#endif
