// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_LOGINGATE_H
#define REDGUARD_NET_LOGINGATE_H

#include "net/exchange.h"

namespace redguard::net {

// Keeps a new login apart from all else: it is written once everything before it is answered, and
// nothing is written behind it until it is. Servers from 7.2 on may give no answer to a login that fails
// while others are outstanding (redis#15640), after which every answer would go to the wrong command.
class LoginGate
{
public:
    [[nodiscard]] bool isOpen() const { return m_state == State::Open; }

    // `login` is the newest command of the exchange.
    void shut(const QByteArray &login)
    {
        m_login = login;
        m_state = State::Waiting;
    }

    // What has to be written now, if anything.
    [[nodiscard]] QByteArray takeLogin(const Exchange &exchange)
    {
        const Command *oldest = exchange.oldest();
        if (m_state != State::Waiting || !oldest || oldest->purpose != Command::Purpose::Authenticate)
            return {};
        m_state = State::Asked;
        return std::exchange(m_login, {});
    }

    void open()
    {
        m_state = State::Open;
        m_login.clear();
    }

private:
    enum class State : quint8 { Open, Waiting, Asked };
    State m_state = State::Open;
    QByteArray m_login;
};

} // namespace redguard::net

#endif
