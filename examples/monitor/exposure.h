// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_EXPOSURE_H
#define MONITOR_EXPOSURE_H

#include <QtGui/qwindow.h>

namespace monitor {

// Whether anybody can see a window.
class Exposure : public QObject
{
    Q_OBJECT

public:
    explicit Exposure(QWindow *window, QObject *parent = nullptr);

    [[nodiscard]] bool isExposed() const { return m_isExposed; }

Q_SIGNALS:
    void changed(bool isExposed);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void check();

    QWindow *m_window;
    bool m_isExposed = false;
};

} // namespace monitor

#endif
