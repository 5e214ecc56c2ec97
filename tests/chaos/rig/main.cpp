// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "mutants.h"
#include "report.h"
#include "timeline.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

using namespace chaos;
using namespace Qt::StringLiterals;

namespace {

enum ExitCode { Passed = 0, Failed = 1, BrokenSetUp = 2 };

bool save(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

void say(const QByteArray &line)
{
    std::fprintf(stdout, "%s\n", line.constData());
    std::fflush(stdout);
}

// The closing lines.
void sum(const QList<std::shared_ptr<TrialResult>> &results)
{
    say("faults injected:");
    const auto faults = faultsOf(results);
    for (auto it = faults.begin(); it != faults.end(); ++it)
        say(QByteArray::number(it.value()).rightJustified(6) + "  " + it.key());
    qsizetype requests = 0;
    qsizetype holds = 0;
    qsizetype violations = 0;
    for (const auto &result : results) {
        requests += result->records.size();
        holds += std::count_if(result->records.begin(), result->records.end(),
                               [](const Record &record) { return record.isHold(); });
        violations += result->violations.size();
    }
    say(QByteArray::number(requests) + " requests, " + QByteArray::number(holds) + " holds, "
        + QByteArray::number(violations) + " violations");
}

int runPhases(const QList<Phase> &phases, TrialSettings settings, std::chrono::seconds length,
              const QString &folder)
{
    QList<std::shared_ptr<TrialResult>> results;
    QByteArray report = "# Chaos, seed " + QByteArray::number(settings.seed) + "\n\n";
    int code = Passed;
    for (const Phase &phase : phases) {
        const QString name = phase.name();
        settings.topology = phase.topology;
        settings.folder = QDir(folder).filePath(name);
        settings.length = std::chrono::milliseconds(length) * phase.share / 100;
        const auto result = runTrial(phase.scenario, settings);
        result->name = name;
        results.append(result);
        say(name.toUtf8() + ": " + verdictOf(*result));
        for (const Finding &finding : result->violations)
            say("    " + nameOf(finding.promise) + ' ' + finding.name + ": " + finding.text);
        report += reportOf(*result, name.toUtf8() + ".svg");
        if (!save(QDir(folder).filePath(name + u".svg"_s), timelineOf(*result)))
            return BrokenSetUp;
        if (!result->setUpError.isEmpty())
            code = BrokenSetUp;
        else if (!result->passed() && code == Passed)
            code = Failed;
    }
    sum(results);
    say(code == Passed ? "PASSED" : code == Failed ? "FAILED" : "INVALID");
    return save(QDir(folder).filePath(u"report.md"_s), report) ? code : BrokenSetUp;
}

// None where there is no such scenario or topology.
QList<Phase> phasesOf(const QString &scenario, const QString &deployment)
{
    const auto topology = topologyOf(deployment.toUtf8());
    if (!topology && deployment != u"all"_s)
        return {};
    if (scenario.isEmpty())
        return topology ? phases(*topology) : phases();
    const Phase wanted {topology.value_or(Topology::Standalone), {.name = scenario}};
    const auto found = phaseOf(wanted.name());
    return found ? QList<Phase> {*found} : QList<Phase>();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Real processes on a real server under faults, and a check of what they saw."_s);
    parser.addHelpOption();
    parser.addOptions({
        {u"seconds"_s, u"How long, over all phases."_s, u"N"_s, u"60"_s},
        {u"seed"_s, u"What is done to whom, and when."_s, u"S"_s, u"1"_s},
        {u"report"_s, u"Where report.md, pictures, histories and logs go."_s, u"DIR"_s},
        {u"scenario"_s, u"One alone, instead of all phases."_s, u"NAME"_s},
        {u"deployment"_s, u"standalone, sentinel, cluster, or all of them."_s, u"TOPOLOGY"_s, u"all"_s},
        {u"mutants"_s, u"The library with mistakes made on purpose: each has to be found."_s},
        {u"mutant"_s, u"One of them alone."_s, u"NAME"_s},
    });
    parser.process(app);
    const QTemporaryDir temporary;
    const QString folder =
        parser.isSet(u"report"_s) ? QDir(parser.value(u"report"_s)).absolutePath() : temporary.path();
    if (!QDir().mkpath(folder)) {
        say("no folder for the report");
        return BrokenSetUp;
    }
    TrialSettings settings;
    settings.seed = parser.value(u"seed"_s).toUInt();
    settings.worker = QDir(QCoreApplication::applicationDirPath()).filePath(u"redguard-chaos-worker"_s);
    if (parser.isSet(u"mutants"_s) || parser.isSet(u"mutant"_s))
        return runMutants(settings, folder, parser.value(u"mutant"_s));
    const auto phases = phasesOf(parser.value(u"scenario"_s), parser.value(u"deployment"_s));
    if (phases.isEmpty()) {
        say("there is no such scenario, or no such deployment");
        return BrokenSetUp;
    }
    return runPhases(phases, settings, std::chrono::seconds(parser.value(u"seconds"_s).toInt()), folder);
}
