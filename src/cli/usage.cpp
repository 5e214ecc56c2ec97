// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "usage.h"

#include <algorithm>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ProgramDescription = std::to_array({
    "Keeps programs on one or many machines out of each other's way, through a Redis or Valkey server: "
    "one at a time (lock), a few at a time (semaphore), or so many in a while (limit)."_L1,
    "A lease that is held is renewed for as long as its work takes, and ends by itself if this command "
    "or its machine dies. Options may stand before or behind NAME. Everything behind -- is the program "
    "to run, and is left as it is."_L1,
    "A duration is a whole number with its unit: 250ms, 10s, 2m, 1h."_L1,
});

constexpr auto ProgramOptions = std::to_array<OptionText>({
    {"url"_L1, "URL"_L1,
     "The server: redis://[user:password@]host[:port][/database], unix:///path/to/socket[?db=N], or "
     "local:[NAME] for a private server of this machine and user that is started on demand. Without "
     "this, the environment variable REDGUARD_URL; without that, local:. Other users of the machine "
     "can see a command line: a password is better kept in REDGUARD_URL."_L1},
    {"namespace"_L1, "NS"_L1, "Goes before every name, so that strangers on one server do not meet."_L1},
    {"help"_L1, {}, "Prints this help; behind a command, that of the command."_L1},
    {"version"_L1, {}, "Prints the version."_L1},
});

constexpr auto WaitOptions = std::to_array<OptionText>({
    {"wait"_L1, "DUR"_L1, "Waits so long at most, then exits with 75. Without this, as long as it takes."_L1},
    {"no-wait"_L1, {}, "Does not wait: exits with 75 if it is not free at once."_L1},
    {"events"_L1, {}, "Prints what happens to standard output, one JSON object a line."_L1},
});

constexpr auto LeaseOptions = std::to_array<OptionText>({
    {"ttl"_L1, "DUR"_L1,
     "The lease; 30s by default. It is renewed at a third of that; if this machine dies, others wait for "
     "the rest of it."_L1},
    {"no-renew"_L1, {}, "Does not renew the lease: it is lost when the ttl has passed."_L1},
    {"grace"_L1, "DUR"_L1,
     "After a loss the program gets SIGTERM, and SIGKILL if it is still there so much later; 5s by "
     "default."_L1},
});

constexpr auto SemaphoreOptions = std::to_array<OptionText>({
    {"capacity"_L1, "N"_L1, "The permits in all; required. Everybody who uses NAME has to say the same."_L1},
    {"permits"_L1, "K"_L1, "Takes so many of them, all or none; 1 by default."_L1},
});

constexpr auto LimitOptions = std::to_array<OptionText>({
    {"limit"_L1, "N"_L1,
     "Admissions in any window; required. Everybody who uses NAME has to say the same."_L1},
    {"window"_L1, "DUR"_L1, "The length of the window; required."_L1},
    {"cost"_L1, "K"_L1, "Counts as so many admissions; 1 by default."_L1},
    {"algorithm"_L1, "sliding|paced"_L1,
     "sliding, the default, is exact; paced admits at an even pace in constant memory."_L1},
    {"burst"_L1, "N"_L1,
     "With paced: so many at once before the pace begins; as many as the limit by default."_L1},
});

constexpr auto StatusOptions = std::to_array<OptionText>({
    {"json"_L1, {}, "Prints one JSON object."_L1},
});

constexpr auto LockDescription = std::to_array({
    "Runs CMD while holding the lock, with REDGUARD_NAME and REDGUARD_FENCE in its environment, and exits "
    "with its exit code. REDGUARD_FENCE is larger for each holder than for all before it: a resource that "
    "remembers the largest can refuse a holder that was asleep past its time."_L1,
    "Without CMD the lock is held until SIGINT, SIGTERM, SIGHUP or SIGQUIT, or until the end of standard "
    "input, which counts from the moment the lock is held: with </dev/null it is acquired and given back "
    "at once. Exits with 0 then. What is read is thrown away; a terminal is not read from the background."_L1,
});

constexpr auto SemaphoreDescription = std::to_array({
    "Does what lock does, with a permit of which there are several."_L1,
});

constexpr auto LimitDescription = std::to_array({
    "Waits until the limiter admits one more, then runs CMD and exits with its exit code; without CMD it "
    "exits with 0. An admission is not held: nothing is renewed, given back or lost, and CMD gets "
    "REDGUARD_NAME but no REDGUARD_FENCE."_L1,
});

constexpr auto StatusDescription = std::to_array({
    "Shows who holds NAME, and for how long, the newest fence, how many wait, and the permits or admissions "
    "in use. Changes nothing. Holders are shown by the beginning of their token and, where the server tells "
    "it, the name of their program."_L1,
});

constexpr auto LocalDescription = std::to_array({
    "Starts the private server of this machine and user and prints its URL, shows whether it runs, or stops "
    "it. The NAME is that of --url local:NAME. It listens on a Unix socket only, keeps nothing on disk, and "
    "runs on until it is stopped. status exits with 69 if it does not run."_L1,
});

constexpr auto Commands = std::to_array<CommandText>({
    {"lock"_L1,
     "NAME [OPTION...] [-- CMD ARG...]"_L1,
     "Runs CMD while holding a lock."_L1,
     LockDescription,
     {LeaseOptions, WaitOptions},
     true},
    {"semaphore"_L1,
     "NAME --capacity N [OPTION...] [-- CMD ARG...]"_L1,
     "Runs CMD while holding one of N permits."_L1,
     SemaphoreDescription,
     {SemaphoreOptions, LeaseOptions, WaitOptions},
     true},
    {"limit"_L1,
     "NAME --limit N --window DUR [OPTION...] [-- CMD ARG...]"_L1,
     "Runs CMD at most N times in any window of DUR."_L1,
     LimitDescription,
     {LimitOptions, WaitOptions},
     true},
    {"status"_L1, "NAME [--json]"_L1, "Shows who holds a name."_L1, StatusDescription, {StatusOptions}},
    {"local"_L1,
     "start|status|stop [NAME]"_L1,
     "Starts, shows or stops the private server."_L1,
     LocalDescription,
     {}},
});

constexpr auto SignalTerms = std::to_array<TermText>({
    {"SIGINT, SIGTERM, SIGHUP, SIGQUIT"_L1,
     "go on to CMD while it runs, unless they were typed at the terminal, which tells CMD as well. Before, "
     "they end the wait: exit 128 and the signal's number. One that is ignored at the start, as under "
     "nohup, stays ignored."_L1},
    {"SIGUSR1, SIGUSR2"_L1, "go on to CMD while it runs; nothing else comes of them."_L1},
});

constexpr auto EventTerms = std::to_array<TermText>({
    {"waiting"_L1, "It is not free; position is the place in the queue. Once for every change of place."_L1},
    {"acquired"_L1,
     "With fence and validForMs, the time for which the lease is good if nobody renews it."_L1},
    {"renewed"_L1, "With fence and validForMs."_L1},
    {"lost"_L1,
     "The lease ended before its work did: fence, and as reason Expired, TakenOver, ServerLostState, "
     "Disconnected or Foreign."_L1},
    {"released"_L1,
     "It was given back: fence, and as how Clean, AlreadyExpired or Unknown (no answer came)."_L1},
    {"timedOut"_L1, "It was refused, or the wait ended; of a limiter with retryAfterMs."_L1},
    {"error"_L1,
     "With reason, a word such as NotConnected or Cancelled, and message, a sentence. If a connection "
     "is lost, this command goes on and connects again."_L1},
});

constexpr auto ExitTerms = std::to_array<TermText>({
    {"CMD's own"_L1, "CMD ran; 128 and the signal's number if a signal killed it."_L1},
    {"0"_L1, "There was no CMD, and all went well."_L1},
    {"64"_L1, "The command was used wrongly; the URL counts."_L1},
    {"69"_L1, "No server: not connected within 5 s of the start, or the server refused for good."_L1},
    {"75"_L1, "Not granted in time, or not at once with --no-wait."_L1},
    {"76"_L1, "The lease was lost while CMD ran, or while it was held without CMD."_L1},
    {"126"_L1, "CMD cannot be executed."_L1},
    {"127"_L1, "CMD was not found."_L1},
    {"128+n"_L1, "Signal n ended the wait."_L1},
});

constexpr auto EnvironmentTerms = std::to_array<TermText>({
    {"REDGUARD_URL"_L1, "The server, where --url is not given."_L1},
    {"REDGUARD_SERVER"_L1,
     "The server program that local: starts, if not the redis-server or valkey-server that "
     "is found."_L1},
    {"REDGUARD_NAME"_L1, "Set for CMD: the NAME."_L1},
    {"REDGUARD_FENCE"_L1, "Set for CMD by lock and semaphore: the fence."_L1},
});

constexpr auto ExampleTerms = std::to_array<TermText>({
    {"redguard lock backup -- rsync -a /data host:/data"_L1, "One backup at a time."_L1},
    {"redguard lock --no-wait cron-job -- ./job || [ $? = 75 ]"_L1,
     "Skips the job if it still runs elsewhere."_L1},
    {"redguard semaphore licence --capacity 3 -- simulate model"_L1, "Three simulations at once."_L1},
    {"redguard limit api --limit 5 --window 1s -- curl https://example.org"_L1, "Five requests a second."_L1},
});

constexpr auto Sections = std::to_array<SectionText>({
    {"Signals"_L1, {}, SignalTerms},
    {"Events"_L1,
     "With --events every line has event, name and t, the time since boot in nanoseconds (CLOCK_BOOTTIME), "
     "and what is said here:"_L1,
     EventTerms},
    {"Exit status"_L1, {}, ExitTerms},
    {"Environment"_L1, {}, EnvironmentTerms},
    {"Examples"_L1, {}, ExampleTerms},
});

constexpr ProgramText Program {
    "redguard"_L1,
    "[--url URL] [--namespace NS] COMMAND NAME [OPTION...] [-- CMD ARG...]"_L1,
    "distributed locks, semaphores and rate limits on Redis for shell commands"_L1,
    ProgramDescription,
    ProgramOptions,
    Commands,
    Sections,
};

} // namespace

const ProgramText &programText()
{
    return Program;
}

const CommandText *commandText(QStringView name)
{
    const auto found = std::find_if(Commands.begin(), Commands.end(),
                                    [name](const CommandText &command) { return name == command.name; });
    return found == Commands.end() ? nullptr : &*found;
}

} // namespace redguard::cli
