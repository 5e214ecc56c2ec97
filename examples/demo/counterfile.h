// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_COUNTERFILE_H
#define DEMO_COUNTERFILE_H

#include <QtCore/qstring.h>

namespace demo {

// A number in a file, with the fence of whoever wrote it. Nothing here keeps two writers apart.
class CounterFile
{
public:
    struct Content
    {
        qint64 value = 0;
        qint64 fence = 0;
    };

    explicit CounterFile(const QString &path);

    [[nodiscard]] bool create() { return write({}); }
    [[nodiscard]] Content read() const;
    [[nodiscard]] bool write(const Content &content);

private:
    QString m_path;
};

} // namespace demo

#endif
