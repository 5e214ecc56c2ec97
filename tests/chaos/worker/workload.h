// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "subject.h"

#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

#include <optional>

namespace chaos {

// What the workers of a run do, told to each of them on its command line.
struct Workload
{
    QList<Subject> subjects = {};
    int objects = 2;                          // of each name in each worker
    std::chrono::milliseconds hold {300};     // at most; a lease without renewal is held until it is lost
    std::chrono::milliseconds pause {100};    // at most, between two requests of an object
    std::chrono::milliseconds block {1000};   // at most, for which an event loop is kept busy; 0 for never
    int unrenewed = 20;                       // percent of the objects
    int cancelled = 15;                       // percent of the requests
    int dropped = 3;                          // percent of the requests whose object is destroyed under way
    int forever = 10;                         // percent of the requests without a timeout
    std::chrono::milliseconds rebuild {8000}; // how often all of it is destroyed and made anew; 0 for never

    [[nodiscard]] QStringList toArguments() const;
    // Empty where they are none.
    [[nodiscard]] static std::optional<Workload> fromArguments(const QStringList &arguments);
};

} // namespace chaos

#endif
