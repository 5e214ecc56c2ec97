// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "comparison.h"
#include "history.h"

#include <QtTest/qtest.h>

using namespace monitor;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::Status;
using What = Event::What;

// What is concluded from two looks.
class tst_Comparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHappened();
    void granted();
    void handedOver();
    void released();
    void expired_data();
    void expired();
    void leaseWithoutAnEnd();
    void passed();
    void permits();
    void vanished();
    void aFreeNameIsForgotten();
    void queue();
    void admissions();
    void admissionsThatTheCountHides();
    void pacedAdmissions();
    void ofAListThatIsCutNothingIsKnownToBeGone();
    void historyKeepsTwoMinutes();

private:
    static constexpr Time Start {1000s};

    [[nodiscard]] static Status lockOf(const QList<Status::Holder> &holders, qint64 fence)
    {
        return {.name = u"door"_s, .kind = Status::Kind::Lock, .holders = holders, .fence = fence};
    }
    [[nodiscard]] static Status::Holder anna(std::chrono::milliseconds remaining = 20s)
    {
        return {.token = u"aaaaaaaa"_s, .client = u"anna@bench"_s, .remaining = remaining};
    }
    [[nodiscard]] static Status::Holder ben()
    {
        return {.token = u"bbbbbbbb"_s, .client = {}, .remaining = 20s};
    }
    [[nodiscard]] static Status limiter(Status::Kind kind, qint64 used, std::chrono::milliseconds remaining)
    {
        return {.name = u"api"_s, .kind = kind, .holders = {}, .remaining = remaining, .used = used};
    }
    // One second after each other; each takes 10 ms.
    [[nodiscard]] static QStringList compare(const QList<Status> &before, const QList<Status> &after);
};

QStringList tst_Comparison::compare(const QList<Status> &before, const QList<Status> &after)
{
    const Look first {Start, Start + 10ms, QDateTime::fromSecsSinceEpoch(1), before};
    const Look second {Start + 1s, Start + 1010ms, QDateTime::fromSecsSinceEpoch(2), after};
    const Comparison comparison(first, second);
    static const QHash<What, QString> words {
        {What::Granted, u"granted"_s},    {What::Released, u"released"_s}, {What::Expired, u"expired"_s},
        {What::Passed, u"passed"_s},      {What::Vanished, u"vanished"_s}, {What::QueueGrew, u"grew"_s},
        {What::QueueShrank, u"shrank"_s}, {What::Admitted, u"admitted"_s}};
    QStringList lines;
    for (const Event &event : comparison.events()) {
        lines << u"%1 %2 %3 %4"_s.arg(event.name, words[event.what], event.who).arg(event.count);
        if (event.wallClock != second.wallClock)
            lines << u"at another time"_s;
    }
    return lines;
}

void tst_Comparison::nothingHappened()
{
    QCOMPARE(compare({}, {}), QStringList());
    const Status held = lockOf({anna()}, 1);
    QCOMPARE(compare({held}, {held}), QStringList());
    QCOMPARE(compare({held}, {lockOf({anna(30s)}, 1)}), QStringList());
}

void tst_Comparison::granted()
{
    const QStringList expected {u"door granted anna@bench 1"_s};
    QCOMPARE(compare({}, {lockOf({anna()}, 1)}), expected);
    QCOMPARE(compare({lockOf({}, 1)}, {lockOf({anna()}, 2)}), expected);
}

void tst_Comparison::handedOver()
{
    QCOMPARE(compare({lockOf({anna()}, 1)}, {lockOf({ben()}, 2)}),
             QStringList({u"door released anna@bench 1"_s, u"door granted bbbbbbbb 1"_s}));
}

void tst_Comparison::released()
{
    QCOMPARE(compare({lockOf({anna()}, 1)}, {lockOf({}, 1)}), QStringList({u"door released anna@bench 1"_s}));
}

void tst_Comparison::expired_data()
{
    QTest::addColumn<std::chrono::milliseconds>("remaining");
    QTest::addColumn<QString>("what");
    // From the first question to the second answer are 1010 ms, and a client may be 350 ms early.
    QTest::newRow("long before") << std::chrono::milliseconds(5) << u"expired"_s;
    QTest::newRow("just before") << std::chrono::milliseconds(1360) << u"expired"_s;
    QTest::newRow("just after") << std::chrono::milliseconds(1361) << u"released"_s;
}

void tst_Comparison::expired()
{
    QFETCH(std::chrono::milliseconds, remaining);
    QFETCH(QString, what);
    QCOMPARE(compare({lockOf({anna(remaining)}, 1)}, {lockOf({}, 1)}),
             QStringList({u"door %1 anna@bench 1"_s.arg(what)}));
}

void tst_Comparison::leaseWithoutAnEnd()
{
    QCOMPARE(compare({lockOf({anna(0s)}, 1)}, {lockOf({}, 1)}),
             QStringList({u"door released anna@bench 1"_s}));
}

void tst_Comparison::passed()
{
    QCOMPARE(compare({lockOf({}, 1)}, {lockOf({}, 2)}), QStringList({u"door passed  0"_s}));
    QCOMPARE(compare({lockOf({anna()}, 1)}, {lockOf({}, 2)}),
             QStringList({u"door released anna@bench 1"_s, u"door passed  0"_s}));
}

void tst_Comparison::permits()
{
    Status before {.name = u"seats"_s, .kind = Status::Kind::Semaphore, .holders = {anna()}, .fence = 1};
    Status after = before;
    after.holders.append(ben());
    after.holders.last().permits = 3;
    after.fence = 2;
    QCOMPARE(compare({before}, {after}), QStringList({u"seats granted bbbbbbbb 3"_s}));
    QCOMPARE(compare({after}, {before}), QStringList({u"seats released bbbbbbbb 3"_s}));
}

void tst_Comparison::vanished()
{
    QCOMPARE(compare({lockOf({anna()}, 1)}, {}), QStringList({u"door vanished  0"_s}));
    // What a program of another kind held leaves no trace: that one may have given it back.
    QCOMPARE(compare({lockOf({anna()}, 0)}, {}), QStringList({u"door released anna@bench 1"_s}));
}

void tst_Comparison::aFreeNameIsForgotten()
{
    QCOMPARE(compare({lockOf({}, 1)}, {}), QStringList());
}

void tst_Comparison::queue()
{
    Status before = lockOf({anna()}, 1);
    Status after = before;
    after.waiters = 2;
    QCOMPARE(compare({before}, {after}), QStringList({u"door grew  2"_s}));
    QCOMPARE(compare({after}, {before}), QStringList({u"door shrank  0"_s}));
}

void tst_Comparison::admissions()
{
    constexpr auto kind = Status::Kind::RateLimiter;
    QCOMPARE(compare({}, {limiter(kind, 3, 10s)}), QStringList({u"api admitted  3"_s}));
    QCOMPARE(compare({limiter(kind, 3, 9s)}, {limiter(kind, 5, 10s)}), QStringList({u"api admitted  2"_s}));
    QCOMPARE(compare({limiter(kind, 3, 9s)}, {limiter(kind, 3, 8s)}), QStringList());
    QCOMPARE(compare({limiter(kind, 3, 9s)}, {}), QStringList());
}

void tst_Comparison::admissionsThatTheCountHides()
{
    constexpr auto kind = Status::Kind::RateLimiter;
    QCOMPARE(compare({limiter(kind, 3, 9s)}, {limiter(kind, 2, 10s)}), QStringList({u"api admitted  0"_s}));
}

void tst_Comparison::pacedAdmissions()
{
    constexpr auto kind = Status::Kind::PacedLimiter;
    QCOMPARE(compare({limiter(kind, 1, 9s)}, {limiter(kind, 1, 8s)}), QStringList());
    QCOMPARE(compare({limiter(kind, 1, 9s)}, {limiter(kind, 1, 9s)}), QStringList({u"api admitted  0"_s}));
}

void tst_Comparison::ofAListThatIsCutNothingIsKnownToBeGone()
{
    Status before {.name = u"seats"_s, .kind = Status::Kind::Semaphore, .holders = {}, .fence = 1};
    for (int i = 0; i < 100; ++i)
        before.holders.append({.token = QString::number(i), .client = {}, .remaining = 20s});
    Status after = before;
    after.holders.first().token = u"new"_s;
    QCOMPARE(compare({before}, {after}), QStringList());
}

void tst_Comparison::historyKeepsTwoMinutes()
{
    History history;
    for (int i = 0; i <= 240; ++i) {
        Status status = lockOf(i % 4 == 0 ? QList {anna()} : QList<Status::Holder>(), 1);
        status.waiters = i < 100 ? 9 : i % 3;
        history.add(status, Start + i * 1s);
    }
    QCOMPARE(history.samples().size(), 121U);
    QCOMPARE(history.samples().front().time, Start + 120s);
    QCOMPARE(history.mostWaiters(), 2);
    QVERIFY(qAbs(history.heldShare() - 31. / 121) < 1e-9);
}

QTEST_GUILESS_MAIN(tst_Comparison)

#include "tst_comparison.moc"
