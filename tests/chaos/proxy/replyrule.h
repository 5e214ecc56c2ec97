// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REPLYRULE_H
#define REPLYRULE_H

#include <QtCore/qbytearraylist.h>

namespace chaos {

// What happens once to one command or its reply, on whichever connection it comes.
struct ReplyRule
{
    enum class Fault : quint8 {
        Swallow, // the server does it; the reply is kept back, and the connection reset
        Replace, // the server does it; `text` is answered
        Refuse,  // the server never sees it; `text` is answered
        Hold,    // the server does it; the reply and all behind it are kept until FaultProxy::letGo()
    };

    Fault fault = Fault::Swallow;
    QByteArrayList commands = {"EVALSHA", "EVAL"}; // upper case; empty for any
    int nth = 1;                                   // of those from now on, counted over all connections
    QByteArray text = {};                          // such as "BUSY Redis is busy", without the '-'
    QByteArray argument = {};                      // one of the arguments of the command; empty for any

    [[nodiscard]] bool concerns(const QByteArrayList &command) const
    {
        return (commands.isEmpty() || commands.contains(command.value(0).toUpper()))
            && (argument.isEmpty() || command.mid(1).contains(argument));
    }
};

} // namespace chaos

#endif
