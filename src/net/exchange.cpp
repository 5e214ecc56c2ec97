// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include "protocol/writer.h"

#include <algorithm>

namespace redguard::net {

namespace {

constexpr std::size_t KeptRoom = 64; // for what is read at once; more is given back

} // namespace

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
    const auto isBefore = [](const Arrived &arrived, quint64 sought) { return arrived.id < sought; };
    const auto first = m_arrived.begin() + std::ptrdiff_t(m_delivered);
    for (auto it = std::lower_bound(first, m_arrived.end(), id, isBefore);
         it != m_arrived.end() && it->id == id; ++it) {
        if (it->entry)
            it->entry->abandoned = true;
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
        arrived(std::move(value), std::nullopt);
    else
        arrived(std::move(value), m_inFlight.takeOldest());
}

void Exchange::arrived(resp::Value &&value, std::optional<Entry> entry)
{
    const quint64 id = entry ? entry->id : m_arrived.empty() ? 0 : m_arrived.back().id;
    m_arrived.push_back({std::move(value), std::move(entry), id});
}

std::optional<Exchange::Delivery> Exchange::next(Instant now)
{
    while (m_delivered < m_arrived.size()) {
        Arrived &arrived = m_arrived[m_delivered++];
        if (!arrived.entry)
            return Delivery {std::move(arrived.value), std::nullopt};
        Command &command = arrived.entry->command;
        if (!m_resent.isEmpty())
            m_resent.removeIf([id = arrived.entry->id](auto item) { return item.value() == id; });
        if (arrived.entry->abandoned)
            continue;
        if (arrived.value.errorPrefix() != "NOSCRIPT" || !command.script || command.wholeScript)
            return Delivery {std::move(arrived.value), std::move(command)};
        resendWhole(arrived.entry->id, std::move(command), now);
    }
    m_arrived.clear();
    if (m_arrived.capacity() > KeptRoom)
        m_arrived.shrink_to_fit();
    m_delivered = 0;
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
    for (std::size_t i = m_delivered; i < m_arrived.size(); ++i) {
        if (m_arrived[i].entry && !m_arrived[i].entry->abandoned)
            lost.push_back(std::move(m_arrived[i].entry->command));
    }
    m_arrived.clear();
    m_delivered = 0;
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
