// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "report.h"

namespace chaos {

namespace {

QByteArray listOf(const QMap<QByteArray, int> &counts)
{
    QByteArrayList parts;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        parts << it.key() + " x" + QByteArray::number(it.value());
    return parts.join(", ");
}

QMap<QByteArray, int> promisesOf(const QList<Finding> &findings)
{
    QMap<QByteArray, int> counts;
    for (const Finding &finding : findings)
        ++counts[nameOf(finding.promise)];
    return counts;
}

int countOf(const TrialResult &result, Event::What what)
{
    qsizetype count = 0;
    for (const Process &process : result.run.processes)
        count += std::count_if(process.events.begin(), process.events.end(),
                               [what](const Event &event) { return event.what == what; });
    return int(count);
}

QByteArray rowsOf(const QList<Finding> &findings, Instant began)
{
    QByteArray rows;
    for (const Finding &finding : findings)
        rows += "- " + nameOf(finding.promise) + ", " + finding.name + ", at "
            + QByteArray::number(double((finding.at - began).count()) / 1e9, 'f', 3) + " s: " + finding.text
            + '\n';
    return rows;
}

} // namespace

QByteArray verdictOf(const TrialResult &result)
{
    if (!result.setUpError.isEmpty())
        return "INVALID: " + result.setUpError.toUtf8();
    QByteArray verdict;
    if (!result.breaks.isEmpty()) {
        verdict = "assumptions broken: " + listOf(result.breaks)
            + "; then seen: " + (result.seen.isEmpty() ? "nothing" : listOf(promisesOf(result.seen)))
            + "; of the promises that do not rest on them: ";
    }
    if (!result.violations.isEmpty())
        return verdict + "FAILED, " + listOf(promisesOf(result.violations));
    return verdict + (result.breaks.isEmpty() ? "passed" : "0 violations");
}

QMap<QByteArray, int> faultsOf(const QList<std::shared_ptr<TrialResult>> &results)
{
    QMap<QByteArray, int> counts;
    for (const auto &result : results) {
        for (const Fault &fault : result->run.faults)
            ++counts[fault.kind];
    }
    return counts;
}

QByteArray reportOf(const TrialResult &result, const QByteArray &picture)
{
    using What = Event::What;
    const auto count = [&](What what) { return QByteArray::number(countOf(result, what)); };
    QByteArray text = "## " + result.name.toUtf8() + ": " + result.scenario.purpose.toUtf8() + "\n\n"
        + verdictOf(result) + "\n\n" + count(What::Invoke) + " requests, " + count(What::Acquired)
        + " holds, " + count(What::Admitted) + " admissions, " + count(What::Lost) + " losses, "
        + count(What::TimedOut) + " timeouts, " + count(What::Cancelled) + " cancels, " + count(What::Failed)
        + " errors, " + count(What::Held) + " samples of isHeld(), "
        + QByteArray::number(result.run.observations.size()) + " looks at the server, "
        + QByteArray::number(result.run.processes.size()) + " processes\n\n";
    const auto faults = faultsOf({std::make_shared<TrialResult>(result)});
    if (!faults.isEmpty())
        text += "Faults: " + listOf(faults) + "\n\n";
    if (!result.violations.isEmpty())
        text += "Violations:\n\n" + rowsOf(result.violations, result.began) + '\n';
    if (!result.seen.isEmpty())
        text += "Seen while assumptions were broken:\n\n" + rowsOf(result.seen, result.began) + '\n';
    return text + "![timeline](" + picture + ")\n\n";
}

} // namespace chaos
