// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "mutants.h"

#include "report.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>

#include <cstdio>

namespace chaos {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Longest = 60s;
constexpr auto ControlLength = 20s;

struct Mutant
{
    QString name;
    QString scenario;
    QString worker;
};

// The build writes "NAME SCENARIO" lines beside the workers.
QList<Mutant> mutants()
{
    const QDir folder(QDir(QCoreApplication::applicationDirPath()).filePath(u"mutants"_s));
    QFile list(folder.filePath(u"list"_s));
    QList<Mutant> found;
    if (!list.open(QIODevice::ReadOnly))
        return found;
    const auto lines = QString::fromUtf8(list.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines)
        found.append(
            {line.section(u' ', 0, 0), line.section(u' ', 1, 1), folder.filePath(line.section(u' ', 0, 0))});
    return found;
}

void say(const QString &who, const QByteArray &what)
{
    std::fprintf(stdout, "%-28s %s\n", qPrintable(who), what.constData());
    std::fflush(stdout);
}

std::shared_ptr<TrialResult> runPhase(const QString &name, TrialSettings settings)
{
    const auto phase = phaseOf(name);
    settings.topology = phase->topology;
    return runTrial(phase->scenario, settings);
}

bool isControlClean(const QString &scenario, TrialSettings settings)
{
    settings.length = ControlLength;
    const auto result = runPhase(scenario, settings);
    say(u"(none) in "_s + scenario, verdictOf(*result));
    return result->passed();
}

bool isFound(const Mutant &mutant, TrialSettings settings)
{
    settings.worker = mutant.worker;
    settings.length = Longest;
    settings.untilFound = true;
    const auto result = runPhase(mutant.scenario, settings);
    if (!result->setUpError.isEmpty() || result->violations.isEmpty()) {
        say(mutant.name, "NOT FOUND in " + mutant.scenario.toUtf8() + ": " + verdictOf(*result));
        return false;
    }
    const Finding &first = result->violations.first();
    say(mutant.name,
        "found in " + mutant.scenario.toUtf8() + ", " + nameOf(first.promise) + ' ' + first.name + ": "
            + first.text);
    return true;
}

} // namespace

int runMutants(const TrialSettings &settings, const QString &folder, const QString &name)
{
    QMap<QString, bool> controls;
    int wrong = 0;
    int tried = 0;
    for (const Mutant &mutant : mutants()) {
        if (!name.isEmpty() && mutant.name != name)
            continue;
        TrialSettings own = settings;
        if (!phaseOf(mutant.scenario)) {
            say(mutant.name, "has no scenario " + mutant.scenario.toUtf8());
            return 2;
        }
        if (!controls.contains(mutant.scenario)) {
            own.folder = QDir(folder).filePath(u"control-"_s + mutant.scenario);
            controls.insert(mutant.scenario, isControlClean(mutant.scenario, own));
            wrong += controls.value(mutant.scenario) ? 0 : 1;
        }
        own.folder = QDir(folder).filePath(mutant.name);
        wrong += isFound(mutant, own) ? 0 : 1;
        ++tried;
    }
    if (tried == 0) {
        say(u"mutants"_s, "none was built");
        return 2;
    }
    std::fprintf(stdout, "%d mutants, %d scenarios: %s\n", tried, int(controls.size()),
                 wrong == 0 ? "every mutant was found, and the library itself was not" : "FAILED");
    return wrong == 0 ? 0 : 1;
}

} // namespace chaos
