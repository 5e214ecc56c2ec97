// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_REPORT_H
#define DEMO_REPORT_H

#include "line.h"
#include "tally.h"

#include <QtCore/qjsonobject.h>
#include <QtCore/qstringlist.h>

namespace demo {

// What is known at the end of a run.
struct Outcome
{
    QString server;
    std::chrono::nanoseconds duration {0};
    int workers = 0;
    int workersFinished = 0;
    std::vector<Record> records;
    qint64 counter = 0; // as found in the file
    QStringList failures;
    bool interrupted = false;
};

// What was counted, beside what was promised.
class Report
{
public:
    explicit Report(const Outcome &outcome);

    [[nodiscard]] bool isKept() const;
    [[nodiscard]] Lines table() const;
    [[nodiscard]] QJsonObject toJson() const;

private:
    struct Check
    {
        QString subject;
        QString what;
        qint64 counted = 0;
        qint64 most = 0; // promised

        [[nodiscard]] bool isKept() const { return counted >= 0 && counted <= most; }
        [[nodiscard]] Line line(bool isFirst) const;
        [[nodiscard]] QJsonObject toJson() const;
    };

    [[nodiscard]] bool hasRun() const { return m_outcome.duration.count() > 0; }
    [[nodiscard]] qint64 lostUpdates() const { return m_tally.updates - m_outcome.counter; }
    [[nodiscard]] int unused() const;

    void addChecks(Lines &lines) const;
    void addUses(Lines &lines) const;
    void addNotes(Lines &lines) const;
    [[nodiscard]] Line useLine(Kind kind) const;
    [[nodiscard]] Line verdict() const;

    [[nodiscard]] QJsonObject useJson(Kind kind) const;
    [[nodiscard]] QJsonObject lockJson() const;
    [[nodiscard]] QJsonObject semaphoreJson() const;
    [[nodiscard]] QJsonObject limiterJson() const;
    [[nodiscard]] QJsonObject poolJson() const;

    Outcome m_outcome;
    Tally m_tally;
    QList<Check> m_checks;
};

} // namespace demo

#endif
