// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_LOG_H
#define RENDER_LOG_H

#include <QtCore/qobject.h>

namespace render {

class RenderJob;

// The work as lines of fields for another program, or for a file.
class Log : public QObject
{
    Q_OBJECT

public:
    explicit Log(const RenderJob &job, QObject *parent = nullptr);
};

} // namespace render

#endif
