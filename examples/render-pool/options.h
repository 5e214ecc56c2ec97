// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_OPTIONS_H
#define RENDER_OPTIONS_H

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsize.h>

#include <chrono>

namespace render {

struct Options
{
    Q_DECLARE_TR_FUNCTIONS(render::Options)

public:
    QString url;
    QString nameSpace;
    QString name;
    int workers = 2;
    int tiles = 24;
    QSize size;
    int samples = 8;
    std::chrono::milliseconds ttl {};
    QString output;
    bool plain = false;

    // Ends the process for --help, --version and whatever cannot be understood.
    [[nodiscard]] static Options fromCommandLine();
};

} // namespace render

#endif
