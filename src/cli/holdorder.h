// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_HOLDORDER_H
#define REDGUARD_CLI_HOLDORDER_H

#include <RedGuard/redguard.h>

namespace redguard::cli {

class CommandLine;

// What lock, semaphore or limit is to do.
struct HoldOrder
{
    QString url;
    QString nameSpace;
    std::function<Primitive *(RedGuard *)> make;
    std::chrono::milliseconds wait = Forever;
    std::chrono::milliseconds grace = std::chrono::seconds(5);
    bool printsEvents = false;
    bool isHeld = true;             // not so an admission, which is over when it is given
    char *const *program = nullptr; // to run meanwhile

    [[nodiscard]] static Result<HoldOrder> from(const CommandLine &line);
};

} // namespace redguard::cli

#endif
