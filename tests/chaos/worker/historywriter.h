// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef HISTORYWRITER_H
#define HISTORYWRITER_H

#include "event.h"

#include <QtCore/qstring.h>

namespace chaos {

// Appends events to a file, each by one write(2): what was written stays, however the process ends.
// From any thread.
class HistoryWriter
{
public:
    explicit HistoryWriter(const QString &path);
    ~HistoryWriter();
    Q_DISABLE_COPY_MOVE(HistoryWriter)

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    // Of now, where it has no time.
    void write(Event event);

private:
    int m_descriptor;
};

} // namespace chaos

#endif
