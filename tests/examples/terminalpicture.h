// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TERMINALPICTURE_H
#define TERMINALPICTURE_H

#include "terminalscreen.h"

#include <QtGui/qfont.h>
#include <QtGui/qimage.h>

// Screens of terminals side by side, each under the command that it shows, as a picture for the manual.
class TerminalPicture
{
public:
    struct Pane
    {
        QString command;
        TerminalScreen screen;
    };

    explicit TerminalPicture(const QList<Pane> &panes);

    [[nodiscard]] const QImage &image() const { return m_image; }
    // Into the folder of REDGUARD_SCREENSHOTS, else of the build.
    [[nodiscard]] bool save(const QString &fileName) const;
    [[nodiscard]] bool contains(QRgb color) const;

private:
    void paintPane(QPainter &painter, const Pane &pane) const;
    void paintCell(QPainter &painter, const QRect &area, const TerminalScreen::Cell &cell) const;

    QFont m_font;
    QSize m_cell;
    QImage m_image;
};

#endif
