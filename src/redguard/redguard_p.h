// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_REDGUARD_P_H
#define REDGUARD_REDGUARD_P_H

#include <RedGuard/redguard.h>

#include "redguard/session.h"

#include <QtCore/qtimer.h>

namespace redguard {

class RedGuardPrivate
{
public:
    RedGuardPrivate(std::shared_ptr<Session> sharedSession, const QString &ownNameSpace)
        : session(std::move(sharedSession))
        , nameSpace(ownNameSpace)
    {
    }

    std::shared_ptr<Session> session;
    QString nameSpace;
    QTimer statisticsTimer; // while anybody is told of them
    quint64 toldRoundTrips = 0;
};

} // namespace redguard

#endif
