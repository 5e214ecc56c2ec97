// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "log.h"

#include "renderjob.h"

#include "console/bootclock.h"
#include "console/optionreader.h"

#include <cstdio>

namespace render {

namespace {

// Flushed, so that the reader has it when it happens.
void print(const char *event, int tile, int renderer)
{
    std::printf("event=%s t=%lld tile=%d renderer=%d\n", event,
                static_cast<long long>(console::bootTime().count()), tile, renderer);
    std::fflush(stdout);
}

} // namespace

Log::Log(const RenderJob &job, QObject *parent)
    : QObject(parent)
{
    connect(&job, &RenderJob::tileBegun, this,
            [](int tile, int renderer) { print("begin", tile, renderer); });
    connect(&job, &RenderJob::tileEnded, this, [](int tile, int renderer) { print("end", tile, renderer); });
    connect(&job, &RenderJob::tileLost, this, [](int tile, int renderer) { print("lost", tile, renderer); });
    connect(&job, &RenderJob::troubled, this, console::complain);
}

} // namespace render
