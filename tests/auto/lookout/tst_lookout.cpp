// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/lookout.h"

#include <QtTest/qtest.h>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

namespace {

constexpr Instant Begin = 100s;
constexpr ServerTime Epoch = 1'700'000'000s;
constexpr qint64 Ticket = 1'700'000'000'000'045;

ServerTime onServer(Instant local)
{
    return Epoch + std::chrono::floor<std::chrono::microseconds>(local);
}

// A look-out whose server's time was told at Begin, and the waiters 1, 2, 3 in this order.
struct Post
{
    ServerClock clock {Drift {10'000}};
    Lookout lookout {clock};

    Post() { clock.observe(Begin, onServer(Begin), Begin); }

    void queue(Lookout::Waiter waiter, int position, ServerTime leaseEnd = -1us, Duration ttl = 30s,
               Instant now = Begin)
    {
        lookout.queued(waiter, {Ticket + qint64(waiter), position, leaseEnd, false}, ttl, now);
    }
    void enter(Lookout::Waiter waiter, int position, Instant now)
    {
        lookout.queued(waiter, {Ticket + qint64(waiter), position, -1us, true}, 30s, now);
    }
};

} // namespace

class tst_Lookout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksWhenTheLeaseHasSurelyEnded();
    void looksAfterATtlWhereTheEndIsNotKnown();
    void looksAfterTwoSecondsWhereTheTtlIsShorter();
    void neverLooksLaterThanACheckInterval();
    void looksAtOnceWhereTheEndHasPassed();
    void whoIsFurtherBackLooksLater();
    void oneLooksForAll();
    void theNextOneLooksWhereTheClaimantLeaves();
    void whereAClaimIsGrantedTheNextOneLooks();
    void theHeadIsWatchedOnce();
    void aChangeIsWatchedAnew();
    void aFreePlaceIsClaimed();
    void theEndThatTheWatchTellsCounts();
    void withoutAHeadNothingIsWatched();
    void everythingChangedIsLookedIntoAtOnce();
    void aLostQueueIsEnteredAgainByAll();
    void aLostQueueIsFoundOutByAGrantToo();
    void aFirstEntryLosesNothing();
    void aDisconnectForgetsEverybody();
    void emptyWantsNothing();
};

void tst_Lookout::looksWhenTheLeaseHasSurelyEnded()
{
    Post post;
    post.queue(1, 2, onServer(110s));
    QCOMPARE(post.lookout.wakeAt(), 110'121ms); // 100 + 10 * 1.01 + 2 * 0.010 + 0.001
    QVERIFY(!post.lookout.take(110'120ms).claim);
    QCOMPARE(post.lookout.take(110'121ms).claim, 1);
    QVERIFY(!post.lookout.take(110'122ms).claim); // once
    QCOMPARE(post.lookout.wakeAt(), Never);
}

void tst_Lookout::looksAfterATtlWhereTheEndIsNotKnown()
{
    Post post;
    post.queue(1, 2, -1us);
    QCOMPARE(post.lookout.wakeAt(), 130'020ms);
    Post unknown;
    unknown.clock.reset();
    unknown.queue(1, 2, onServer(110s));
    QCOMPARE(unknown.lookout.wakeAt(), 130'020ms);
}

void tst_Lookout::looksAfterTwoSecondsWhereTheTtlIsShorter()
{
    Post post;
    post.queue(1, 2, -1us, 500ms);
    QCOMPARE(post.lookout.wakeAt(), 102'020ms);
}

void tst_Lookout::neverLooksLaterThanACheckInterval()
{
    Post post;
    post.queue(1, 2, onServer(1000s));
    QCOMPARE(post.lookout.wakeAt(), 130'020ms);
}

void tst_Lookout::looksAtOnceWhereTheEndHasPassed()
{
    Post post;
    post.queue(1, 2, onServer(50s));
    QCOMPARE(post.lookout.wakeAt(), 100'001ms);
}

void tst_Lookout::whoIsFurtherBackLooksLater()
{
    Post post;
    post.queue(1, 1000, onServer(110s));
    QCOMPARE(post.lookout.wakeAt(), 110'601ms);
}

void tst_Lookout::oneLooksForAll()
{
    Post post;
    post.queue(3, 4);
    post.queue(2, 3);
    post.queue(1, 2);
    QCOMPARE(post.lookout.take(200s).claim, 1); // the first by ticket
    QVERIFY(!post.lookout.take(300s).claim);
    post.queue(1, 2, -1us, 30s, 300s);
    QCOMPARE(post.lookout.wakeAt(), 330'020ms);
}

void tst_Lookout::theNextOneLooksWhereTheClaimantLeaves()
{
    Post post;
    post.queue(1, 2);
    post.queue(2, 3);
    QCOMPARE(post.lookout.take(200s).claim, 1);
    post.lookout.left(1);
    QVERIFY(post.lookout.wakeAt() <= 200s);
    QCOMPARE(post.lookout.take(200s).claim, 2);
    post.lookout.left(2);
    QVERIFY(post.lookout.isEmpty());
    QCOMPARE(post.lookout.wakeAt(), Never);
}

void tst_Lookout::whereAClaimIsGrantedTheNextOneLooks()
{
    Post post;
    post.queue(1, 2);
    post.queue(2, 3);
    QCOMPARE(post.lookout.take(200s).claim, 1);
    post.lookout.left(1); // its answer may never be read
    QCOMPARE(post.lookout.take(200s).claim, 2);
}

void tst_Lookout::theHeadIsWatchedOnce()
{
    Post post;
    post.queue(1, 1);
    QCOMPARE(post.lookout.wakeAt(), Instant {});
    QCOMPARE(post.lookout.take(Begin).watch, 1);
    QVERIFY(!post.lookout.take(Begin).watch);
    post.lookout.watched(false, {}, Begin);
    post.lookout.movedToHead(1, onServer(110s), Begin);
    QVERIFY(!post.lookout.take(Begin).watch);
}

void tst_Lookout::aChangeIsWatchedAnew()
{
    Post post;
    post.queue(1, 1);
    (void)post.lookout.take(Begin);
    post.lookout.keyChanged(); // of before the watch: its answer is newer
    QVERIFY(!post.lookout.take(Begin).watch);
    post.lookout.watched(false, {}, Begin);
    post.lookout.keyChanged();
    const auto orders = post.lookout.take(Begin);
    QCOMPARE(orders.watch, 1);
    QVERIFY(!orders.claim);
}

void tst_Lookout::aFreePlaceIsClaimed()
{
    Post post;
    post.queue(1, 1);
    (void)post.lookout.take(Begin);
    post.lookout.watched(true, {}, 101s);
    QCOMPARE(post.lookout.take(101s).claim, 1);
}

void tst_Lookout::theEndThatTheWatchTellsCounts()
{
    Post post;
    post.queue(1, 1);
    (void)post.lookout.take(Begin);
    post.lookout.watched(false, 10s, 101s);
    QCOMPARE(post.lookout.wakeAt(), 111'101ms); // 101 + 10 * 1.01 + 0.001
    post.lookout.keyChanged();
    (void)post.lookout.take(102s);
    post.lookout.watched(false, 1h, 102s);
    QCOMPARE(post.lookout.wakeAt(), 132'010ms);
}

void tst_Lookout::withoutAHeadNothingIsWatched()
{
    Post post;
    post.queue(1, 2);
    QVERIFY(!post.lookout.take(Begin).watch);
    post.lookout.movedToHead(2, onServer(110s), Begin); // nobody of ours
    QVERIFY(!post.lookout.take(Begin).watch);
    post.lookout.movedToHead(1, onServer(110s), Begin);
    QCOMPARE(post.lookout.take(Begin).watch, 1);
    post.lookout.watched(false, {}, Begin);
    post.lookout.left(1);
    post.queue(2, 2);
    post.lookout.keyChanged();
    QVERIFY(!post.lookout.take(Begin).watch);
}

void tst_Lookout::everythingChangedIsLookedIntoAtOnce()
{
    Post post;
    post.queue(1, 2);
    post.lookout.everythingChanged(101s);
    QCOMPARE(post.lookout.take(101s).claim, 1);
}

void tst_Lookout::aLostQueueIsEnteredAgainByAll()
{
    Post post;
    for (Lookout::Waiter waiter = 1; waiter <= 3; ++waiter)
        post.queue(waiter, int(waiter) + 1);
    QCOMPARE(post.lookout.take(200s).claim, 1);
    post.enter(1, 1, 201s);
    const auto orders = post.lookout.take(201s);
    QCOMPARE(orders.requeue, (std::vector<Lookout::Waiter> {2, 3}));
    QVERIFY(!orders.claim);
    post.enter(2, 2, 202s); // which is no news
    post.enter(3, 3, 202s);
    QVERIFY(post.lookout.take(202s).requeue.empty());
    QVERIFY(!post.lookout.isEmpty());
}

void tst_Lookout::aLostQueueIsFoundOutByAGrantToo()
{
    Post post;
    post.queue(1, 2);
    post.queue(2, 3);
    post.queue(3, 4);
    (void)post.lookout.take(200s);
    post.lookout.left(1);
    post.lookout.queueLost();
    post.lookout.left(3); // cancelled meanwhile
    QVERIFY(!post.lookout.isEmpty());
    QCOMPARE(post.lookout.take(200s).requeue, std::vector<Lookout::Waiter> {2});
    QVERIFY(post.lookout.isEmpty());
}

void tst_Lookout::aFirstEntryLosesNothing()
{
    Post post;
    post.enter(1, 2, Begin);
    post.enter(2, 3, Begin);
    QVERIFY(post.lookout.take(Begin).requeue.empty());
}

void tst_Lookout::aDisconnectForgetsEverybody()
{
    Post post;
    post.queue(1, 1);
    (void)post.lookout.take(Begin);
    post.lookout.disconnected();
    post.lookout.watched(true, {}, 101s); // of nobody
    QVERIFY(post.lookout.isEmpty());
    QCOMPARE(post.lookout.wakeAt(), Never);
    post.queue(1, 1, -1us, 30s, 102s);
    QCOMPARE(post.lookout.take(102s).watch, 1);
}

void tst_Lookout::emptyWantsNothing()
{
    Post post;
    QVERIFY(post.lookout.isEmpty());
    QCOMPARE(post.lookout.wakeAt(), Never);
    const auto orders = post.lookout.take(Begin);
    QVERIFY(!orders.claim && !orders.watch && orders.requeue.empty());
    post.lookout.left(7);
    post.lookout.queueLost();
    QVERIFY(post.lookout.isEmpty());
}

QTEST_APPLESS_MAIN(tst_Lookout)
#include "tst_lookout.moc"
