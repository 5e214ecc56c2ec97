// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SERVERREPLY_H
#define REDGUARD_SERVERREPLY_H

#include <RedGuard/error.h>

#include "protocol/value.h"
#include "sync/action.h"

namespace redguard {

struct ServerRefusal
{
    sync::Failure failure = sync::Failure::Final;
    Error error;
};

// What an error of the server, or a reply that no script of ours gives, means for a request.
[[nodiscard]] ServerRefusal refusalOf(const resp::Value &value);

} // namespace redguard

#endif
