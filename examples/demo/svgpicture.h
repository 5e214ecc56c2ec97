// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_SVGPICTURE_H
#define DEMO_SVGPICTURE_H

#include "line.h"

namespace demo {

// A frame and the table below it, as they look on a dark terminal.
class SvgPicture
{
public:
    SvgPicture(const Lines &frame, const Lines &table);

    [[nodiscard]] bool save(const QString &path) const;

private:
    void add(const Line &line);
    void add(const Span &span);
    void addBlock(const Span &span);

    QString m_body;
    double m_y = 0;
};

} // namespace demo

#endif
