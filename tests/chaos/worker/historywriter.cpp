// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "historywriter.h"

#include <QtCore/qfile.h>

#include <fcntl.h>

#include <cerrno>

namespace chaos {

HistoryWriter::HistoryWriter(const QString &path)
    : m_descriptor(
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600))
{
}

HistoryWriter::~HistoryWriter()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void HistoryWriter::write(Event event)
{
    if (event.time == Instant::zero())
        event.time = trueTime();
    const QByteArray line = event.toLine();
    if (::write(m_descriptor, line.constData(), size_t(line.size())) != line.size())
        qFatal("The history cannot be written: %s", strerror(errno));
}

} // namespace chaos
