// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "trial.h"

#include "injector.h"
#include "observer.h"
#include "waiting.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>

namespace chaos {

using namespace Qt::StringLiterals;

namespace {

// After the last fault, until every worker is connected again and has what it asked for.
constexpr auto ShortestRecovery = 2s;
constexpr auto LongestRecovery = 30s;
constexpr auto LongestChange = 60s;
constexpr auto LongestEnd = 40s;
constexpr auto BetweenChecks = 3s;

class Trial
{
public:
    Trial(const Scenario &scenario, const TrialSettings &settings)
        : m_settings(settings)
        , m_result(std::make_shared<TrialResult>())
        , m_deployment(makeDeployment(settings.topology, m_sockets.path(), scenario.patience))
    {
        m_result->scenario = scenario;
        m_result->run.subjects = scenario.load.subjects;
    }

    std::shared_ptr<TrialResult> run()
    {
        if (!setUp())
            return m_result;
        Run &run = m_result->run;
        m_result->began = trueTime();
        const Scenario &scenario = m_result->scenario;
        Observer observer(*m_deployment, scenario.load.subjects, run.observations);
        Injector injector(*m_deployment, m_workers, scenario.load.subjects, m_settings.seed, run.faults);
        observer.start();
        injector.start(scenario);
        workFor(m_settings.length);
        injector.stop();
        if (!waitUntil([this] { return !m_deployment->isChanging(); }, LongestChange))
            fail(u"the servers did not become ready again"_s);
        if (!m_foundEarly) {
            recover();
            endWorkers();
            waitForLeases(observer);
        }
        observer.stop();
        waitUntil([&] { return observer.isIdle(); }, 20s);
        for (const Node *node : m_deployment->nodes())
            node->copyLog(m_settings.folder);
        if (injector.errors() > 0)
            m_result->setUpError = u"%1 faults did not come about"_s.arg(injector.errors());
        run.processes = histories();
        judge();
        return m_result;
    }

private:
    bool setUp()
    {
        if (!m_sockets.isValid() || !QDir().mkpath(m_settings.folder))
            return fail(u"no folder to work in"_s);
        // Of a run before this: histories are appended to.
        QDir folder(m_settings.folder);
        const auto old = folder.entryList({u"*.history"_s, u"*.history.log"_s, u"*.clocks"_s}, QDir::Files);
        for (const QString &name : old)
            folder.remove(name);
        if (!m_deployment->start())
            return fail(u"the servers did not start"_s);
        for (int i = 1; i <= m_result->scenario.workers; ++i) {
            const quint32 seed = m_settings.seed * 100 + quint32(i);
            const QString url = m_deployment->urlFor(i);
            m_workers.push_back(std::make_unique<WorkerProcess>(
                m_settings.worker, i, url, m_result->scenario.load, m_settings.folder, seed));
            if (url.isEmpty() || !m_workers.back()->start())
                return fail(u"a worker did not start: "_s + m_settings.worker);
        }
        return true;
    }

    bool fail(const QString &why)
    {
        m_result->setUpError = why;
        return false;
    }

    void workFor(std::chrono::milliseconds length)
    {
        const Instant end = trueTime() + length;
        while (trueTime() < end && !m_foundEarly) {
            wait(std::min<std::chrono::milliseconds>(
                BetweenChecks, std::chrono::ceil<std::chrono::milliseconds>(end - trueTime())));
            m_foundEarly = m_settings.untilFound && foundByNow();
        }
    }

    // Nothing is said yet of what has to come about until the end.
    bool foundByNow()
    {
        m_result->run.processes = histories();
        m_result->run.end = Instant::max();
        judge();
        return !m_result->violations.isEmpty();
    }

    QList<Process> histories() const
    {
        QList<Process> processes;
        for (const auto &worker : m_workers)
            processes += worker->histories();
        return processes;
    }

    // All that was done is over: everybody has to get on by himself.
    void recover()
    {
        // One that was killed last may be about to start again.
        waitUntil([this] { return allOf(true); }, m_result->scenario.restart + 5s);
        Run &run = m_result->run;
        for (const auto &worker : m_workers)
            worker->settle();
        run.healed = trueTime();
        do
            wait(ShortestRecovery);
        while (!areServed() && trueTime() < run.healed + LongestRecovery);
    }

    [[nodiscard]] bool areServed() const
    {
        const auto processes = histories();
        const Run &run = m_result->run;
        const auto isServed = [&run](const Process &process) {
            return process.killedAt
                || std::all_of(run.subjects.begin(), run.subjects.end(), [&](const Subject &subject) {
                       return wasServed(process, subject.name, run.healed, trueTime());
                   });
        };
        return std::all_of(processes.begin(), processes.end(), isServed);
    }

    void endWorkers()
    {
        m_result->run.told = trueTime();
        for (const auto &worker : m_workers)
            worker->finish();
        waitUntil([this] { return allOf(false); }, LongestEnd);
        m_result->run.end = trueTime();
        for (const auto &worker : m_workers)
            worker->killIfStuck();
    }

    [[nodiscard]] bool allOf(bool running) const
    {
        return std::all_of(m_workers.begin(), m_workers.end(),
                           [running](const auto &worker) { return worker->isRunning() == running; });
    }

    void waitForLeases(Observer &observer)
    {
        std::chrono::milliseconds longest {0};
        for (const Subject &subject : m_result->run.subjects)
            longest = std::max(longest, subject.ttl);
        const Instant end = trueTime() + longest + 3500ms;
        do {
            wait(100ms);
            listKeys(observer);
        } while (!m_result->run.leftBehind.isEmpty() && trueTime() < end);
    }

    void listKeys(Observer &observer)
    {
        const auto listed = std::make_shared<bool>(false);
        observer.listKeys([listed, result = m_result](const QByteArrayList &keys) {
            result->run.leftBehind = keys;
            *listed = true;
        });
        if (!waitUntil([listed] { return *listed; }, 20s))
            fail(u"the servers did not say what is left"_s);
    }

    void judge()
    {
        m_result->violations.clear();
        m_result->seen.clear();
        m_result->breaks.clear();
        for (const Fault &fault : std::as_const(m_result->run.faults)) {
            if (fault.breaks)
                ++m_result->breaks[nameOf(*fault.breaks) + " (" + fault.kind + ')'];
        }
        Checker checker(m_result->run);
        for (const Finding &finding : checker.check()) {
            const bool excused = !m_result->breaks.isEmpty() && restsOnTheServer(finding.promise);
            (excused ? m_result->seen : m_result->violations).append(finding);
        }
        m_result->records = checker.records();
    }

    const TrialSettings m_settings;
    std::shared_ptr<TrialResult> m_result;
    QTemporaryDir m_sockets; // a short path, as sockets need
    std::unique_ptr<Deployment> m_deployment;
    std::vector<std::unique_ptr<WorkerProcess>> m_workers;
    bool m_foundEarly = false;
};

} // namespace

std::shared_ptr<TrialResult> runTrial(const Scenario &scenario, const TrialSettings &settings)
{
    return Trial(scenario, settings).run();
}

} // namespace chaos
