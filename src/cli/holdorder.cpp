// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "holdorder.h"

#include "optionreader.h"

namespace redguard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Make = decltype(HoldOrder::make);

Renewal renewalOf(const CommandLine &line)
{
    return line.isSet("no-renew"_L1) ? Renewal::None : Renewal::Background;
}

Make makeLock(const CommandLine &line, OptionReader &reader)
{
    LockOptions options;
    options.ttl = reader.duration("ttl"_L1, options.ttl);
    options.renewal = renewalOf(line);
    return [name = line.names().first(), options](RedGuard *guard) { return guard->lock(name, options); };
}

Make makeSemaphore(const CommandLine &line, OptionReader &reader)
{
    reader.need("capacity"_L1);
    SemaphoreOptions options;
    options.capacity = reader.count("capacity"_L1, options.capacity);
    options.permits = reader.count("permits"_L1, options.permits);
    options.ttl = reader.duration("ttl"_L1, options.ttl);
    options.renewal = renewalOf(line);
    if (options.permits > options.capacity)
        reader.refuse(u"--permits is more than --capacity"_s);
    return
        [name = line.names().first(), options](RedGuard *guard) { return guard->semaphore(name, options); };
}

Make makeLimiter(const CommandLine &line, OptionReader &reader)
{
    reader.need("limit"_L1);
    reader.need("window"_L1);
    RateLimiterOptions options;
    options.limit = reader.count("limit"_L1, 1);
    options.window = reader.duration("window"_L1, options.window);
    options.cost = reader.count("cost"_L1, 1);
    options.algorithm = reader.choice("algorithm"_L1, {u"sliding"_s, u"paced"_s}) == 1
        ? Algorithm::Paced
        : Algorithm::SlidingWindow;
    options.burst = reader.count("burst"_L1, 0);
    if (options.cost > options.limit)
        reader.refuse(u"--cost is more than --limit"_s);
    if (line.isSet("burst"_L1) && options.algorithm != Algorithm::Paced)
        reader.refuse(u"--burst goes with --algorithm paced only"_s);
    return [name = line.names().first(), options](RedGuard *guard) { return guard->limiter(name, options); };
}

Make makePrimitive(const CommandLine &line, OptionReader &reader)
{
    if (line.command()->name == "semaphore"_L1)
        return makeSemaphore(line, reader);
    return line.command()->name == "limit"_L1 ? makeLimiter(line, reader) : makeLock(line, reader);
}

std::chrono::milliseconds waitOf(const CommandLine &line, OptionReader &reader)
{
    if (!line.isSet("no-wait"_L1))
        return reader.duration("wait"_L1, Forever, 0ms);
    if (line.isSet("wait"_L1))
        reader.refuse(u"--wait and --no-wait contradict each other"_s);
    return 0ms;
}

} // namespace

Result<HoldOrder> HoldOrder::from(const CommandLine &line)
{
    OptionReader reader(line);
    HoldOrder order;
    order.url = line.url();
    order.nameSpace = line.nameSpace();
    order.make = makePrimitive(line, reader);
    order.wait = waitOf(line, reader);
    order.grace = reader.duration("grace"_L1, order.grace, 0ms);
    order.printsEvents = line.isSet("events"_L1);
    order.isHeld = line.command()->name != "limit"_L1;
    order.program = line.program();
    return reader.error() ? Result<HoldOrder>(reader.error()) : Result<HoldOrder>(order);
}

} // namespace redguard::cli
