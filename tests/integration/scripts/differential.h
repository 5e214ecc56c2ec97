// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DIFFERENTIAL_H
#define DIFFERENTIAL_H

#include "plainclient.h"
#include "scriptcalls.h"

#include <QtCore/qset.h>

#include <map>
#include <random>

// The same random operations for a real server and for the reference, compared after every one: the
// reply, the messages that a subscriber received, and all that the keys hold.
//
// The server's time cannot be set, so the reference takes the time that the script replied, and then
// the state that was found, whose expiries are exact. Whatever an operation had to compute from the
// passing time lies between that reply and the snapshot behind it in the same transaction, however
// long that took; and ends that are near are moved away before the next operation.
class Differential
{
public:
    Differential(PlainClient &client, PlainClient &listener, redguard::reference::Kind kind, quint32 seed);

    // What differed and how it came to that; empty if nothing did.
    [[nodiscard]] QByteArray run(int steps);

    // How often each kind of outcome was seen.
    [[nodiscard]] const std::map<QByteArray, int> &seen() const { return m_seen; }

private:
    struct Observed
    {
        TimedReply reply;
        Snapshot after;
        Snapshot tampered; // where the next operation begins
        std::vector<redguard::reference::Published> messages;
    };

    [[nodiscard]] QByteArray step();
    [[nodiscard]] bool execute(const Operation &operation, Observed &observed);
    [[nodiscard]] bool receive(Observed &observed);
    [[nodiscard]] QByteArray compare(const Operation &operation, Observed &observed);
    void count(const Reply &reply, const std::vector<redguard::reference::Published> &messages);
    void setSubscribed(const QByteArray &channel, bool subscribed);

    [[nodiscard]] Operation randomOperation();
    [[nodiscard]] QList<QByteArrayList> randomInterference();
    [[nodiscard]] QList<QByteArrayList> interferenceWithKey();
    [[nodiscard]] QList<QByteArrayList> interferenceWithHelpers();
    [[nodiscard]] QByteArray knownToken();
    [[nodiscard]] redguard::ServerTime randomTime();
    [[nodiscard]] qint64 randomTicket();
    [[nodiscard]] quint32 below(quint32 bound) { return quint32(m_dice()) % bound; }
    [[nodiscard]] bool oneIn(quint32 bound) { return below(bound) == 0; }
    template <typename T>
    [[nodiscard]] const T &oneOf(const QList<T> &items)
    {
        return items.at(qsizetype(below(quint32(items.size()))));
    }

    PlainClient &m_client;
    PlainClient &m_listener;
    ScriptCalls m_calls;
    redguard::reference::Server m_reference;
    std::mt19937 m_dice;
    QSet<QByteArray> m_subscribed;
    QByteArrayList m_tokens;
    int m_capacity;
    QList<qint64> m_tickets;
    redguard::ServerTime m_now {};
    int m_marker = 0;
    QByteArray m_problem; // with what came back, where it could not be read
    std::map<QByteArray, int> m_seen;
};

#endif
