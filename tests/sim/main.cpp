// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using namespace redguard::sim;

struct Options
{
    quint64 from = 1;
    quint64 count = 100'000;
    Bug bug = Bug::None;
    bool isOne = false;
    bool isEveryBug = false;
};

int usage()
{
    std::fputs("redguard-sim [--from S] [--seeds N] [--seed S] [--bug NAME | --bugs]\n", stderr);
    return 64;
}

std::string run(quint64 seed, Bug bug, std::string *trace, quint64 *events = nullptr,
                quint64 *holds = nullptr)
{
    World world(seed, bug, trace);
    world.run();
    if (events) {
        *events += world.eventCount();
        *holds += quint64(world.checker.holdCount());
    }
    return world.checker.violation();
}

void report(quint64 seed, Bug bug)
{
    std::string trace;
    const std::string violation = run(seed, bug, &trace);
    std::printf("%sseed %llu: %s\n", trace.c_str(), static_cast<unsigned long long>(seed),
                violation.empty() ? "nothing is wrong" : violation.c_str());
}

int runOne(const Options &options)
{
    report(options.from, options.bug);
    return run(options.from, options.bug, nullptr).empty() ? 0 : 1;
}

int runMany(const Options &options)
{
    quint64 events = 0;
    quint64 holds = 0;
    for (quint64 seed = options.from; seed < options.from + options.count; ++seed) {
        if (run(seed, options.bug, nullptr, &events, &holds).empty())
            continue;
        report(seed, options.bug);
        std::printf("Again with: ./dev sim --seed %llu\n", static_cast<unsigned long long>(seed));
        return 1;
    }
    std::printf("%llu schedules, %llu events, %llu holds: nothing is wrong\n",
                static_cast<unsigned long long>(options.count), static_cast<unsigned long long>(events),
                static_cast<unsigned long long>(holds));
    return 0;
}

// Each has to be found, or the checks are worth nothing.
int runBugs(const Options &options)
{
    int missed = 0;
    for (const Bug bug : allBugs()) {
        std::string violation;
        quint64 seed = options.from;
        while (seed < options.from + options.count && (violation = run(seed, bug, nullptr)).empty())
            ++seed;
        missed += violation.empty();
        std::printf("%-28s %s\n", std::string(nameOf(bug)).c_str(),
                    violation.empty() ? "NOT FOUND"
                                      : ("seed " + std::to_string(seed) + ", " + violation).c_str());
        std::fflush(stdout);
    }
    return missed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        if (option == "--bugs") {
            options.isEveryBug = true;
            continue;
        }
        if (i + 1 == argc)
            return usage();
        const char *value = argv[++i];
        if (option == "--from" || option == "--seed")
            options.from = std::strtoull(value, nullptr, 10);
        else if (option == "--seeds")
            options.count = std::strtoull(value, nullptr, 10);
        else if (option == "--bug")
            options.bug = bugOf(value);
        else
            return usage();
        options.isOne = options.isOne || option == "--seed";
        if (option == "--bug" && options.bug == Bug::None)
            return usage();
    }
    if (options.isEveryBug)
        return runBugs(options);
    return options.isOne ? runOne(options) : runMany(options);
}
