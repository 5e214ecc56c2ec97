// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "clockfile.h"

#include <QtCore/qfile.h>

#include <fcntl.h>
#include <sys/mman.h>

namespace chaos {

ClockFile::ClockFile(const QString &path)
    : m_path(path)
{
    const int descriptor = open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return;
    if (ftruncate(descriptor, sizeof(ClockOffsets)) == 0) {
        void *place = mmap(nullptr, sizeof(ClockOffsets), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        m_offsets = place == MAP_FAILED ? nullptr : static_cast<ClockOffsets *>(place);
    }
    close(descriptor);
}

ClockFile::~ClockFile()
{
    if (m_offsets)
        munmap(m_offsets, sizeof(ClockOffsets));
}

QProcessEnvironment ClockFile::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(REDGUARD_CLOCKSHIM_LIBRARY));
    // A program with AddressSanitizer would insist on being loaded behind nothing but its runtime.
    environment.insert(QStringLiteral("ASAN_OPTIONS"),
                       environment.value(QStringLiteral("ASAN_OPTIONS"))
                           + QStringLiteral(":verify_asan_link_order=0"));
    environment.insert(QStringLiteral("REDGUARD_CLOCKSHIM"), m_path);
    return environment;
}

void ClockFile::stepWallClock(Instant by)
{
    m_offsets->realtime += by.count();
}

void ClockFile::sleptFor(Instant duration)
{
    m_offsets->monotonic -= duration.count();
}

} // namespace chaos
