// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SCRIPTCALLS_H
#define SCRIPTCALLS_H

#include "protocol/value.h"
#include "referenceserver.h"

#include <QtCore/qbytearraylist.h>

#include <variant>

// The scripts of one name as commands, and what comes back of them in the reference server's terms.
// Nothing of the library decodes here, so that what it expects of the scripts is not taken for granted.

enum class Call : quint8 { Acquire, Release, Renew };

struct Operation
{
    Call call = Call::Acquire;
    redguard::reference::AcquireArguments arguments;
};

using Reply = std::variant<redguard::reference::AcquireReply, redguard::reference::ReleaseReply,
                           redguard::reference::RenewReply>;

struct TimedReply
{
    Reply reply;
    redguard::ServerTime now {}; // 0 where the script ended in an error
};

// All keys of the name at one millisecond.
struct Snapshot
{
    redguard::reference::State state;
    redguard::ServerTime now {};
};

class ScriptCalls
{
public:
    ScriptCalls(redguard::reference::Kind kind, const QByteArray &key);

    [[nodiscard]] redguard::reference::Kind kind() const { return m_kind; }
    [[nodiscard]] const QByteArrayList &keys() const { return m_keys; }
    [[nodiscard]] const QByteArray &key() const { return m_keys.at(0); }
    [[nodiscard]] const QByteArray &queue() const { return m_keys.at(1); }
    [[nodiscard]] const QByteArray &waiters() const { return m_keys.at(2); }
    [[nodiscard]] const QByteArray &fence() const { return m_keys.at(3); }
    [[nodiscard]] const QByteArray &withdrawn() const { return m_keys.at(4); }

    [[nodiscard]] QByteArrayList command(const Operation &operation) const;
    [[nodiscard]] QByteArrayList snapshotCommand() const;
    // Ends that are near, moved `milliseconds` away: what a slow machine would let pass.
    [[nodiscard]] QByteArrayList postponeCommand(qint64 milliseconds) const;

    // Nothing where it is not of the form that the scripts promise.
    [[nodiscard]] static std::optional<TimedReply> decode(Call call, const redguard::resp::Value &value);
    [[nodiscard]] std::optional<Snapshot> decodeSnapshot(const redguard::resp::Value &value) const;
    [[nodiscard]] std::optional<redguard::reference::Published>
    decodeMessage(const QByteArray &channel, const QByteArray &payload) const;

    [[nodiscard]] static QByteArrayList texts();

private:
    [[nodiscard]] QByteArrayList evaluate(const QByteArray &text, qsizetype keys,
                                          const QByteArrayList &arguments) const;
    [[nodiscard]] bool decodeKey(const QByteArray &type, const QByteArrayList &items,
                                 redguard::reference::Milliseconds expiry,
                                 redguard::reference::State &state) const;

    redguard::reference::Kind m_kind;
    QByteArrayList m_keys;
};

#endif
