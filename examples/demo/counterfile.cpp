// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "counterfile.h"

#include <QtCore/qfile.h>

namespace demo {

using namespace Qt::StringLiterals;

CounterFile::CounterFile(const QString &path)
    : m_path(path)
{
}

CounterFile::Content CounterFile::read() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArrayList fields = file.readAll().simplified().split(' ');
    return {fields.value(0).toLongLong(), fields.value(1).toLongLong()};
}

// In place, at one length and in one write: even with writers that collide, a reader sees no half of it.
bool CounterFile::write(const Content &content)
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return false;
    const QByteArray line = u"%1 %2\n"_s.arg(content.value, 20).arg(content.fence, 20).toLatin1();
    return file.write(line) == line.size();
}

} // namespace demo
