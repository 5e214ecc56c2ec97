// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "log.h"

#include "caller.h"

#include "console/optionreader.h"

#include <cstdio>

namespace throttle {

namespace {

double milliseconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

// Flushed, so that the reader has it when it happens.
void print(const Call &call)
{
    std::printf("call=%lld t=%lld waited_ms=%.3f limit=%lld remaining=%lld own=%lld others=%lld\n",
                static_cast<long long>(call.number), static_cast<long long>(call.time.count()),
                milliseconds(call.waited), static_cast<long long>(call.quota.limit),
                static_cast<long long>(call.quota.remaining), static_cast<long long>(call.own),
                static_cast<long long>(call.others()));
    std::fflush(stdout);
}

} // namespace

Log::Log(const Caller &caller, QObject *parent)
    : QObject(parent)
{
    connect(&caller, &Caller::called, this, print);
    connect(&caller, &Caller::troubled, this, console::complain);
}

} // namespace throttle
