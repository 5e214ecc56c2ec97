// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/inflight.h"

#include <QtTest/qtest.h>

#include <memory>

using redguard::resp::InFlight;

class tst_InFlight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void oldestFirst();
    void idsCountOn();
    void abandonedKeepsItsPlace();
    void abandonOfWhatIsNotThere();
    void takeAllInOrder();
    void idsGoOnAfterTakeAll();
    void holdsWhatCannotBeCopied();
    void manyInFlight();
};

void tst_InFlight::startsEmpty()
{
    InFlight<int> queue;
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.size(), std::size_t(0));
    QVERIFY(queue.oldest() == nullptr);
    QVERIFY(!queue.takeOldest().has_value());
    QVERIFY(queue.takeAll().empty());
}

void tst_InFlight::oldestFirst()
{
    InFlight<int> queue;
    for (const int command : {10, 11, 12})
        queue.push(command);
    QVERIFY(!queue.isEmpty());
    QCOMPARE(queue.size(), std::size_t(3));
    for (const int command : {10, 11, 12}) {
        QCOMPARE(queue.oldest()->command, command);
        const auto entry = queue.takeOldest();
        QVERIFY(entry.has_value());
        QCOMPARE(entry->command, command);
        QVERIFY(!entry->abandoned);
    }
    QVERIFY(queue.isEmpty());
}

void tst_InFlight::idsCountOn()
{
    InFlight<int> queue;
    const quint64 first = queue.push(0);
    QCOMPARE(queue.push(0), first + 1);
    queue.takeOldest();
    QCOMPARE(queue.push(0), first + 2);
    queue.takeOldest();
    queue.takeOldest();
    queue.takeOldest();
    QCOMPARE(queue.push(0), first + 3);
}

void tst_InFlight::abandonedKeepsItsPlace()
{
    InFlight<int> queue;
    queue.push(10);
    const quint64 middle = queue.push(11);
    queue.push(12);
    queue.takeOldest();
    QVERIFY(queue.abandon(middle));
    QVERIFY(queue.abandon(middle));
    QCOMPARE(queue.size(), std::size_t(2));

    const auto abandoned = queue.takeOldest();
    QCOMPARE(abandoned->command, 11);
    QVERIFY(abandoned->abandoned);
    const auto last = queue.takeOldest();
    QCOMPARE(last->command, 12);
    QVERIFY(!last->abandoned);
}

void tst_InFlight::abandonOfWhatIsNotThere()
{
    InFlight<int> queue;
    QVERIFY(!queue.abandon(0));
    QVERIFY(!queue.abandon(1));
    const quint64 answered = queue.push(10);
    const quint64 waiting = queue.push(11);
    queue.takeOldest();
    QVERIFY(!queue.abandon(answered));
    QVERIFY(!queue.abandon(waiting + 1));
    QVERIFY(!queue.oldest()->abandoned);
    QVERIFY(queue.abandon(waiting));
    QVERIFY(queue.oldest()->abandoned);
}

void tst_InFlight::takeAllInOrder()
{
    InFlight<int> queue;
    queue.push(10);
    queue.abandon(queue.push(11));
    queue.push(12);
    const auto entries = queue.takeAll();
    QVERIFY(queue.isEmpty());
    QCOMPARE(entries.size(), std::size_t(3));
    for (std::size_t index = 0; index < 3; ++index) {
        QCOMPARE(entries[index].command, 10 + int(index));
        QCOMPARE(entries[index].abandoned, index == 1);
    }
}

void tst_InFlight::idsGoOnAfterTakeAll()
{
    InFlight<int> queue;
    const quint64 lost = queue.push(10);
    queue.takeAll();
    const quint64 next = queue.push(11);
    QCOMPARE(next, lost + 1);
    QVERIFY(!queue.abandon(lost));
    QVERIFY(!queue.oldest()->abandoned);
    QVERIFY(queue.abandon(next));
}

void tst_InFlight::holdsWhatCannotBeCopied()
{
    InFlight<std::unique_ptr<int>> queue;
    queue.push(std::make_unique<int>(7));
    queue.push(std::make_unique<int>(8));
    const auto entry = queue.takeOldest();
    QCOMPARE(*entry->command, 7);
    QCOMPARE(*queue.takeAll().front().command, 8);
}

void tst_InFlight::manyInFlight()
{
    InFlight<quint64> queue;
    quint64 pushed = 0;
    quint64 taken = 0;
    for (int round = 0; round < 1000; ++round) {
        for (int count = 0; count < 30; ++count, ++pushed)
            QCOMPARE(queue.push(pushed), pushed + 1);
        for (int count = 0; count < 29; ++count, ++taken)
            QCOMPARE(queue.takeOldest()->command, taken);
    }
    QCOMPARE(queue.size(), std::size_t(pushed - taken));
    QVERIFY(!queue.abandon(taken));
    QVERIFY(queue.abandon(taken + 1));
    QVERIFY(queue.oldest()->abandoned);
}

QTEST_APPLESS_MAIN(tst_InFlight)

#include "tst_inflight.moc"
