// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_REDGUARD_P_H
#define REDGUARD_REDGUARD_P_H

#include <RedGuard/redguard.h>

#include "redguard/session.h"

namespace redguard {

class RedGuardPrivate
{
public:
    std::shared_ptr<Session> session;
    QString nameSpace;
};

} // namespace redguard

#endif
