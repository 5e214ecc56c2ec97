// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "faultkind.h"

#include <QtTest/qtest.h>

using namespace chaos;
using K = FaultKind;

// What each fault may be done to, and what it breaks: a verdict rests on it.
class tst_FaultKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIsItsOwn();
    void eachIsSomewhere();
    void breaks_data();
    void breaks();
    void isWhere_data();
    void isWhere();
    void changesAreOfTheServer();
    void topologiesHaveNames();
};

namespace {

constexpr int Last = int(K::EvictKeys);
constexpr Topology EachTopology[] = {Topology::Standalone, Topology::Sentinel, Topology::Cluster};

QList<K> all()
{
    QList<K> kinds;
    for (int i = 0; i <= Last; ++i)
        kinds.append(K(i));
    return kinds;
}

QByteArray broken(K kind)
{
    const auto breaks = traitsOf(kind).breaks;
    return breaks ? nameOf(*breaks) : QByteArray();
}

} // namespace

void tst_FaultKind::eachIsItsOwn()
{
    QSet<QByteArray> names;
    for (const K kind : all()) {
        QCOMPARE(traitsOf(kind).kind, kind);
        names.insert(traitsOf(kind).name);
    }
    QCOMPARE(names.size(), Last + 1);
}

// In the phase without consequences of each topology that has it, or in that of what it breaks; never in
// both.
void tst_FaultKind::eachIsSomewhere()
{
    for (const K kind : all()) {
        int phases = 0;
        for (const Topology topology : EachTopology) {
            const bool isThere = traitsOf(kind).where.testFlag(topology);
            int lists = int(harmlessFaults(topology).count(kind));
            for (const Assumption assumption : {Assumption::A1, Assumption::A2, Assumption::A3})
                lists += int(faultsThatBreak(assumption, topology).count(kind));
            QCOMPARE(lists, isThere ? 1 : 0);
            phases += lists;
        }
        QVERIFY2(phases > 0, traitsOf(kind).name);
    }
}

void tst_FaultKind::breaks_data()
{
    QTest::addColumn<K>("kind");
    QTest::addColumn<QByteArray>("assumption");
    const auto row = [](K kind, const char *assumption) {
        QTest::newRow(traitsOf(kind).name) << kind << QByteArray(assumption);
    };
    // A replica may lack what its primary had acknowledged, unless that waited for it.
    row(K::FailOver, "A1");
    row(K::FailOverDead, "A1");
    row(K::FailOverInOrder, "");
    row(K::RestartEmpty, "A1");
    row(K::KillServer, ""); // each write is on its disk before it is acknowledged
    row(K::MigrateSlot, "");
    row(K::KillSentinel, "");
    row(K::StepServerClock, "A2");
    row(K::StepWorkerClock, "");
    row(K::FlushAll, "A3");
    row(K::DeleteKey, "A3");
    row(K::EvictKeys, "A3");
    row(K::FillMemory, "");
    row(K::SwallowReply, "");
}

void tst_FaultKind::breaks()
{
    QFETCH(const K, kind);
    QTEST(broken(kind), "assumption");
}

void tst_FaultKind::isWhere_data()
{
    QTest::addColumn<K>("kind");
    QTest::addColumn<Topologies>("where");
    const auto row = [](K kind, Topologies where) { QTest::newRow(traitsOf(kind).name) << kind << where; };
    const Topologies everywhere = Topology::Standalone | Topology::Sentinel | Topology::Cluster;
    // What Sentinels say leads past every proxy.
    row(K::BlackHole, Topology::Standalone | Topology::Cluster);
    row(K::HoldReply, Topology::Standalone | Topology::Cluster);
    row(K::KillWorker, everywhere);
    row(K::KillServer, everywhere);
    row(K::FailOver, Topology::Sentinel);
    row(K::FailOverInOrder, Topology::Sentinel);
    row(K::StopSentinel, Topology::Sentinel);
    row(K::MigrateSlot, Topology::Cluster);
}

void tst_FaultKind::isWhere()
{
    QFETCH(const K, kind);
    QTEST(traitsOf(kind).where, "where");
}

// They last until they are done: no time is set, and everybody is hindered meanwhile.
void tst_FaultKind::changesAreOfTheServer()
{
    for (const K kind : all()) {
        if (!traitsOf(kind).changes)
            continue;
        QVERIFY(!traitsOf(kind).lasts);
        QCOMPARE(traitsOf(kind).reach, Fault::Reach::Server);
    }
}

void tst_FaultKind::topologiesHaveNames()
{
    for (const Topology topology : EachTopology)
        QVERIFY(topologyOf(nameOf(topology)) == topology);
    QVERIFY(!topologyOf("ring"));
}

QTEST_APPLESS_MAIN(tst_FaultKind)
#include "tst_faultkind.moc"
