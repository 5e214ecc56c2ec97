// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include "protocol/writer.h"

namespace redguard::net {

quint64 Exchange::send(Command command, std::initializer_list<QByteArrayView> arguments)
{
    if (command.asking)
        send({.sentAt = command.sentAt}, {"ASKING"});
    resp::appendCommand(m_output, arguments);
    return m_inFlight.push(std::move(command));
}

quint64 Exchange::sendScript(Command command)
{
    if (command.asking)
        send({.sentAt = command.sentAt}, {"ASKING"});
    resp::appendArrayHeader(m_output, command.argumentCount + 2);
    resp::appendBulk(m_output, command.wholeScript ? "EVAL" : "EVALSHA");
    resp::appendBulk(m_output, command.wholeScript ? command.script->text : command.script->digest);
    m_output.append(command.arguments);
    return m_inFlight.push(std::move(command));
}

void Exchange::abandon(quint64 id)
{
    id = m_resent.value(id, id);
    if (m_inFlight.abandon(id))
        return;
    for (Arrived &arrived : m_arrived) {
        if (arrived.entry && arrived.entry->id == id)
            arrived.entry->abandoned = true;
    }
}

bool Exchange::feed(QByteArrayView bytes)
{
    m_parser.append(bytes);
    resp::Value value;
    auto status = resp::Parser::Status::NeedMore;
    while ((status = m_parser.next(value)) == resp::Parser::Status::Ready)
        sortIn(std::move(value));
    return status != resp::Parser::Status::Failed;
}

// The answer to a subscription comes as a push.
void Exchange::sortIn(resp::Value &&value)
{
    const auto *oldest = m_inFlight.oldest();
    const bool confirmed = value.type == resp::Type::Push && oldest && !value.elements.empty()
        && !oldest->command.confirmation.isEmpty()
        && value.elements.front().bytes == oldest->command.confirmation;
    if (value.type == resp::Type::Push && !confirmed)
        m_arrived.push_back({std::move(value), std::nullopt});
    else
        m_arrived.push_back({std::move(value), m_inFlight.takeOldest()});
}

std::optional<Exchange::Delivery> Exchange::next(Instant now)
{
    while (!m_arrived.empty()) {
        Arrived arrived = std::move(m_arrived.front());
        m_arrived.pop_front();
        if (!arrived.entry)
            return Delivery {std::move(arrived.value), std::nullopt};
        Command &command = arrived.entry->command;
        m_resent.removeIf([id = arrived.entry->id](auto item) { return item.value() == id; });
        if (arrived.entry->abandoned)
            continue;
        if (arrived.value.errorPrefix() != "NOSCRIPT" || !command.script || command.wholeScript)
            return Delivery {std::move(arrived.value), std::move(command)};
        resendWhole(arrived.entry->id, std::move(command), now);
    }
    return std::nullopt;
}

void Exchange::resendWhole(quint64 id, Command command, Instant now)
{
    send({.sentAt = now}, {"SCRIPT", "LOAD", command.script->text});
    command.wholeScript = true;
    command.sentAt = now;
    m_resent.insert(id, sendScript(std::move(command)));
}

const Command *Exchange::oldest() const
{
    const auto *entry = m_inFlight.oldest();
    return entry ? &entry->command : nullptr;
}

std::vector<Command> Exchange::reset()
{
    std::vector<Command> lost;
    for (Arrived &arrived : std::exchange(m_arrived, {})) {
        if (arrived.entry && !arrived.entry->abandoned)
            lost.push_back(std::move(arrived.entry->command));
    }
    for (Entry &entry : m_inFlight.takeAll()) {
        if (!entry.abandoned)
            lost.push_back(std::move(entry.command));
    }
    m_parser.reset();
    m_resent.clear();
    m_output.clear();
    return lost;
}

} // namespace redguard::net
