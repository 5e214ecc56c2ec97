// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PROTOCOL_INFLIGHT_H
#define REDGUARD_PROTOCOL_INFLIGHT_H

#include <QtCore/qglobal.h>

#include <deque>
#include <optional>
#include <utility>

namespace redguard::resp {

// The commands that were written and not yet answered, oldest first. Replies come in this order and
// carry no name, so a command that nobody waits for any more stays here as abandoned: its reply
// must still be taken by its own entry.
template <typename Command>
class InFlight
{
public:
    struct Entry
    {
        Command command;
        bool abandoned = false;
        quint64 id = 0;
    };

    // Returns the entry's id, one more than the id before it.
    quint64 push(Command command)
    {
        const quint64 id = m_firstId + m_entries.size();
        m_entries.push_back({std::move(command), false, id});
        return id;
    }

    // False if the entry was answered already.
    bool abandon(quint64 id)
    {
        if (id < m_firstId || id - m_firstId >= m_entries.size())
            return false;
        m_entries[id - m_firstId].abandoned = true;
        return true;
    }

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    [[nodiscard]] const Entry *oldest() const { return m_entries.empty() ? nullptr : &m_entries.front(); }

    std::optional<Entry> takeOldest()
    {
        if (m_entries.empty())
            return std::nullopt;
        std::optional<Entry> entry(std::move(m_entries.front()));
        m_entries.pop_front();
        ++m_firstId;
        return entry;
    }

    // What a lost connection leaves unanswered. Ids go on counting.
    std::deque<Entry> takeAll()
    {
        m_firstId += m_entries.size();
        return std::exchange(m_entries, {});
    }

private:
    std::deque<Entry> m_entries;
    quint64 m_firstId = 1;
};

} // namespace redguard::resp

#endif
