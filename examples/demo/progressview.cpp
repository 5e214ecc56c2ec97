// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "progressview.h"

#include "options.h"
#include "promises.h"

#include "console/terminal.h"

namespace demo {

using namespace Qt::StringLiterals;

ProgressView::ProgressView(const Options &options)
{
    QString line =
        u"%1 processes share a lock, %2 permits, a rate of %3 in a second and a pool of %4 for %5 s.\n"_s;
    line = line.arg(options.workers).arg(Permits).arg(Limit).arg(Tables).arg(options.duration.count());
    console::Terminal::write(line.toUtf8());
}

void ProgressView::show(const Board &board)
{
    QString line = u"%1 s: "_s.arg(std::chrono::round<std::chrono::seconds>(board.elapsed()).count(), 3);
    line += u"%1 added under the lock, "_s.arg(board.updates());
    line += u"%1 of %2 permits in use, "_s.arg(board.held(Kind::Semaphore)).arg(Permits);
    line += u"%1 admitted, "_s.arg(board.acquired(Kind::RateLimiter));
    line += u"%1 of %2 tables in use\n"_s.arg(board.held(Kind::Pool)).arg(Tables);
    console::Terminal::write(line.toUtf8());
}

} // namespace demo
