// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "pseudoterminal.h"

#include <array>
#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

PseudoTerminal::PseudoTerminal(QSize size, QObject *parent)
    : QObject(parent)
    , m_size(size)
    , m_master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    , m_screen(size)
{
    if (m_master < 0 || grantpt(m_master) != 0 || unlockpt(m_master) != 0)
        qFatal("There is no pseudo terminal");
    fcntl(m_master, F_SETFL, O_NONBLOCK);
    // Held open here too: a master whose last slave is closed answers with an error.
    m_slave = open(ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    winsize window {};
    window.ws_col = static_cast<unsigned short>(size.width());
    window.ws_row = static_cast<unsigned short>(size.height());
    if (ioctl(m_slave, TIOCSWINSZ, &window) != 0)
        qFatal("The pseudo terminal takes no size");
    m_notifier = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PseudoTerminal::read);
}

PseudoTerminal::~PseudoTerminal()
{
    m_notifier->setEnabled(false);
    close(m_slave);
    close(m_master);
}

void PseudoTerminal::read()
{
    std::array<char, 65536> bytes {};
    ssize_t size = 0;
    while ((size = ::read(m_master, bytes.data(), bytes.size())) > 0)
        m_output.append(bytes.data(), size);
}

QByteArray PseudoTerminal::output()
{
    read();
    return m_output;
}

const TerminalScreen &PseudoTerminal::screen()
{
    const QByteArray end = "\033[J";
    read();
    const qsizetype last = m_output.lastIndexOf(end);
    if (last >= m_shown) {
        const qsizetype from = std::exchange(m_shown, last + end.size());
        m_screen.feed(m_output.sliced(from, m_shown - from));
    }
    return m_screen;
}
