// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_COMMAND_H
#define REDGUARD_NET_COMMAND_H

#include "protocol/value.h"
#include "scripts/keys.h"
#include "scripts/script.h"
#include "time/instant.h"

#include <QtCore/qbytearraylist.h>

namespace redguard::net {

struct Answer
{
    resp::Value value;
    Instant sentAt {};
    Instant readAt {};
};

// Who is told of the answer. A connection that is lost answers nothing more.
class Caller
{
public:
    virtual void answered(int tag, const Answer &answer) = 0;

protected:
    ~Caller() = default;
};

// The keys and arguments of a script, encoded as they go over the wire.
class Arguments
{
public:
    explicit Arguments(const QByteArrayList &keys);
    explicit Arguments(const scripts::EncodedKeys &keys);
    Arguments &operator<<(QByteArrayView argument);
    Arguments &operator<<(qint64 number);

    [[nodiscard]] const QByteArray &encoded() const { return m_encoded; }
    // The number of keys and what follows it.
    [[nodiscard]] qsizetype count() const { return m_count; }

private:
    QByteArray m_encoded;
    qsizetype m_count = 0;
};

struct Command
{
    // What a connection says for itself; what others ask has a caller.
    enum class Purpose : quint8 {
        Ignore,
        Hello,
        Authenticate,
        Select,
        Role,
        Subscribe,
        Time,
        Last, // of a handshake: the time too
    };

    Purpose purpose = Purpose::Ignore;
    Caller *caller = nullptr;
    int tag = 0;
    const scripts::Script *script = nullptr;
    QByteArray arguments {}; // kept for a server that has forgotten the script
    qsizetype argumentCount = 0;
    bool wholeScript = false;
    bool asking = false;            // of a server that is about to get the key's slot
    QByteArrayView confirmation {}; // of a subscription, which is answered by a push of this kind
    Instant sentAt {};
};

} // namespace redguard::net

#endif
