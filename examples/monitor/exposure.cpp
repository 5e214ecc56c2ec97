// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "exposure.h"

#include <QtCore/qcoreevent.h>

namespace monitor {

Exposure::Exposure(QWindow *window, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    window->installEventFilter(this);
    connect(window, &QWindow::visibilityChanged, this, &Exposure::check);
    check();
}

// Some window managers leave a minimized window exposed.
void Exposure::check()
{
    const bool isExposed = m_window->isExposed() && m_window->visibility() != QWindow::Minimized;
    if (std::exchange(m_isExposed, isExposed) != isExposed)
        Q_EMIT changed(isExposed);
}

bool Exposure::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Expose)
        check();
    return QObject::eventFilter(object, event);
}

} // namespace monitor
