// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "inputend.h"

#include <QtCore/qsocketnotifier.h>

#include <array>
#include <cerrno>

#include <unistd.h>

namespace redguard::cli {

namespace {

// Reading its terminal would stop a process of the background.
bool isInBackground()
{
    const pid_t foreground = ::tcgetpgrp(STDIN_FILENO);
    return foreground >= 0 && foreground != ::getpgrp();
}

} // namespace

InputEnd::InputEnd(QObject *parent)
    : QObject(parent)
{
}

void InputEnd::watch()
{
    if (m_notifier || isInBackground())
        return;
    m_notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &InputEnd::read);
}

void InputEnd::read()
{
    std::array<char, 4096> thrownAway;
    const ssize_t size = ::read(STDIN_FILENO, thrownAway.data(), thrownAway.size());
    if (size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR)))
        return;
    m_notifier->setEnabled(false);
    Q_EMIT reached();
}

} // namespace redguard::cli
