// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "dashboard.h"

#include <QtCore/qtimer.h>

#include <algorithm>

namespace console {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::ConnectionState;

namespace {

constexpr std::chrono::milliseconds Interval = 100ms;

QString stateText(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Disconnected:
        return Dashboard::tr("disconnected");
    case ConnectionState::Connecting:
        return Dashboard::tr("connecting");
    case ConnectionState::Connected:
        return Dashboard::tr("connected");
    case ConnectionState::Closed:
        break;
    }
    return Dashboard::tr("ended");
}

Style styleOf(ConnectionState state)
{
    return {.foreground = state == ConnectionState::Connected ? 0x87d787 : 0xff8787, .bold = true};
}

} // namespace

Dashboard::Dashboard(const Frame &frame, QObject *parent)
    : QObject(parent)
    , m_frame(frame)
{
}

void Dashboard::start()
{
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &Dashboard::draw);
    timer->start(Interval);
    draw();
}

void Dashboard::draw()
{
    m_area.update();
    m_area.show(rows());
}

int Dashboard::width() const
{
    return std::min(m_area.columns(), m_frame.widest) - Margin;
}

Rows Dashboard::rows() const
{
    Rows rows {title(), Row()};
    addPicture(rows);
    rows << Row();
    addFacts(rows);
    if (const QString why = trouble(); !why.isEmpty())
        rows << Row().to(Margin).add(why, styleOf(ConnectionState::Disconnected));
    return rows;
}

Row Dashboard::title() const
{
    Row row;
    row.to(Margin).add(m_frame.name, Bold).add(u"  "_s + m_frame.rule);
    return row.addRight(width(), stateText(connection()), styleOf(connection()));
}

void Dashboard::addFacts(Rows &rows) const
{
    const int perRow = std::max(1, width() / m_frame.factWidth);
    int place = 0;
    for (const auto &[name, value] : facts()) {
        const int column = place++ % perRow * m_frame.factWidth;
        if (column == 0)
            rows << Row();
        rows.last().to(Margin + column).add(name, Dim);
        rows.last().addRight(column + m_frame.factWidth - 2, value);
    }
}

} // namespace console
