// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_EXCHANGE_H
#define REDGUARD_NET_EXCHANGE_H

#include "net/command.h"
#include "protocol/inflight.h"
#include "protocol/parser.h"

#include <QtCore/qhash.h>

#include <optional>
#include <vector>

namespace redguard::net {

// What is said on one connection, without the connection: commands become bytes to write, and bytes
// that were read become answers and messages. Every command is answered once, unless it is abandoned
// or lost with all that is unanswered.
class Exchange
{
public:
    // A reply with the command it answers; a push, or a reply to nothing, without one.
    struct Delivery
    {
        resp::Value value;
        std::optional<Command> command;
    };

    quint64 send(Command command, std::initializer_list<QByteArrayView> arguments);
    quint64 sendScript(Command command);
    // Nobody waits for the answer any more. A script that the server did not know is not sent again.
    void abandon(quint64 id);
    [[nodiscard]] qsizetype outputSize() const { return m_output.size(); }
    [[nodiscard]] QByteArray takeOutput() { return std::exchange(m_output, {}); }

    // Takes apart all that has come, so that nobody who is told of a part can do harm to the rest.
    // False if it broke the protocol; what came before that is still delivered.
    [[nodiscard]] bool feed(QByteArrayView bytes);
    [[nodiscard]] QString errorString() const { return m_parser.errorString(); }
    // The next that somebody has to be told. A script that the server has forgotten is sent again.
    [[nodiscard]] std::optional<Delivery> next(Instant now);

    [[nodiscard]] const Command *oldest() const;
    [[nodiscard]] std::size_t inFlight() const { return m_inFlight.size(); }
    // Forgets everything, and returns what stays unanswered.
    std::vector<Command> reset();

private:
    using Entry = resp::InFlight<Command>::Entry;

    struct Arrived
    {
        resp::Value value;
        std::optional<Entry> entry;
        quint64 id = 0; // of the entry, or of the last before it
    };

    void sortIn(resp::Value &&value);
    void arrived(resp::Value &&value, std::optional<Entry> entry);
    void resendWhole(quint64 id, Command command, Instant now);

    resp::Parser m_parser;
    resp::InFlight<Command> m_inFlight;
    std::vector<Arrived> m_arrived;
    std::size_t m_delivered = 0;      // of those
    QHash<quint64, quint64> m_resent; // a call's id -> that of its second sending
    QByteArray m_output;
};

} // namespace redguard::net

#endif
