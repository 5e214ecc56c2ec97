// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_DASHBOARD_H
#define RENDER_DASHBOARD_H

#include "options.h"

#include "console/livearea.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qobject.h>

namespace render {

class RenderJob;

// The work as a moving picture on the terminal.
class Dashboard : public QObject
{
    Q_OBJECT

public:
    Dashboard(const Options &options, const RenderJob &job, QObject *parent = nullptr);
    ~Dashboard() override;

private:
    void draw();
    [[nodiscard]] console::Rows rows() const;
    [[nodiscard]] console::Row title() const;
    [[nodiscard]] console::Row legend() const;
    void addFacts(console::Rows &rows) const;
    [[nodiscard]] int width() const;

    Options m_options;
    const RenderJob &m_job;
    console::LiveArea m_area;
    QElapsedTimer m_time;
};

} // namespace render

#endif
