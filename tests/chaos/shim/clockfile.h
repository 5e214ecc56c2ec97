// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CLOCKFILE_H
#define CLOCKFILE_H

#include "clockoffsets.h"
#include "trueclock.h"

#include <QtCore/qprocess.h>

namespace chaos {

// The clocks of a program that is started with this environment.
class ClockFile
{
public:
    explicit ClockFile(const QString &path);
    ~ClockFile();
    Q_DISABLE_COPY_MOVE(ClockFile)

    [[nodiscard]] bool isOpen() const { return m_offsets != nullptr; }
    [[nodiscard]] QProcessEnvironment environment() const;

    void stepWallClock(Instant by);
    // The program was stopped for so long, as by a suspend of its machine.
    void sleptFor(Instant duration);

private:
    QString m_path;
    ClockOffsets *m_offsets = nullptr;
};

} // namespace chaos

#endif
