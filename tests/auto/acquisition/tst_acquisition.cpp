// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "tape.h"
#include "world.h"

#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

namespace {

// An acquisition, and the events that a reader would write down as "at 103 s, the reply comes".
struct Node
{
    // These stay where they are.
    std::shared_ptr<const LeaseTerms> lease;
    std::shared_ptr<ServerClock> clock = std::make_shared<ServerClock>();
    Acquisition acquisition;

    explicit Node(const LeaseTerms &terms = ::terms())
        : lease(std::make_shared<const LeaseTerms>(terms))
        , acquisition(*lease, *clock)
    {
    }

    [[nodiscard]] Phase phase() const { return acquisition.phase(); }

    QByteArray start(std::chrono::milliseconds timeout = Forever, bool connected = true)
    {
        return text(acquisition.start(Begin, timeout, connected));
    }
    // The pair that every reply with a time leaves behind.
    void learnTime(Instant sentAt, Instant now) { clock->observe(sentAt, onServer(sentAt), now); }
    QByteArray replyHeld(Instant sentAt, Instant now)
    {
        learnTime(sentAt, now);
        return text(acquisition.acquireReplied({Verdict::Held, Fence, {}}, sentAt, now));
    }
    QByteArray replyQueued(int position, Instant sentAt, Instant now)
    {
        learnTime(sentAt, now);
        return text(acquisition.acquireReplied({Verdict::Waits, 0, {Ticket, position}}, sentAt, now));
    }
    QByteArray grant(Instant at, Instant now, Duration lease = 2s)
    {
        return text(acquisition.granted({Fence, onServer(at), lease}, now));
    }
    QByteArray renewed(RenewReply reply, Instant sentAt, Instant now)
    {
        return text(acquisition.renewReplied(reply, sentAt, now));
    }
    QByteArray tick(Instant now) { return text(acquisition.tick(now)); }
    QByteArray connected(Instant now) { return text(acquisition.connected(now)); }
    QByteArray disconnected(Instant now)
    {
        clock->reset();
        return text(acquisition.disconnected(now));
    }
};

// The phases a test starts from. All of them were reached by 101 s.
Node asking(std::chrono::milliseconds timeout = Forever)
{
    Node node;
    node.start(timeout);
    return node;
}

Node queued(std::chrono::milliseconds timeout = Forever, const LeaseTerms &terms = ::terms())
{
    Node node(terms);
    node.start(timeout);
    node.replyQueued(3, Begin, 101s);
    return node;
}

// Nothing is known of the server's clock, so that the grant proves nothing.
Node confirming(std::chrono::milliseconds timeout = Forever)
{
    Node node = queued(timeout);
    node.clock->reset();
    node.grant(101s, 101s);
    return node;
}

Node held(const LeaseTerms &terms = ::terms())
{
    Node node(terms);
    node.start();
    node.replyHeld(Begin, 101s);
    return node;
}

// When three quarters are over of what held() has left.
constexpr Instant HeldAtRisk = 122'523'500us;

Node leaving()
{
    Node node = held();
    (void)node.acquisition.release(101s);
    return node;
}

} // namespace

class tst_Acquisition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdleAcquisitionWantsNothing();

    void asksAtOnce();
    void asksOnceConnected();
    void isHeldWithTheReply();
    void theDeadlineCountsFromTheSending();
    void theDeadlineIsShortenedByDriftAndMargin_data();
    void theDeadlineIsShortenedByDriftAndMargin();

    void waitsInTheQueue();
    void aChangeOfPositionIsToldOnce();
    void asksAgainWithItsTicket();
    void movesToTheHead();

    void aGrantIsAHoldUntilWhatItProves();
    void aGrantIsExtendedToTheFullTtlAtOnce();
    void aGrantWithTooLittleLeftIsConfirmedFirst();
    void halfAGrantLeaseIsEnough();
    void aGrantOnAnUnknownClockIsConfirmedFirst();
    void aConfirmedGrantIsHeldWithTheReply();
    void aLapsedGrantCostsTheTicket();
    void aGrantComesWhileAsking();
    void pushThenReplyCountsOnce();
    void replyThenPushCountsOnce();
    void aGrantThatNobodyWantsIsNoHold();

    void aReplyAfterItsOwnDeadlineIsNoHold();
    void aSecondReplyAfterItsDeadlineEndsTheRequest();
    void aTryWhoseReplyCameTooLateIsTimedOut();

    void aRefusedTryIsTimedOutAndLeavesNothing();
    void anUnansweredTryFailsAfterThePatience();
    void aTryThatWasNeverConnectedFailsAfterThePatience();

    void timesOut_data();
    void timesOut();
    void timesOutBeforeAnythingWasSent();
    void aWaitWithoutEndNeverTimesOut();
    void aReplyAtTheTimeoutStillCounts();

    void cancels_data();
    void cancels();
    void cancelsBeforeAnythingWasSent();
    void aHoldIsNotCancelled();
    void whatComesAfterACancelIsIgnored();

    void releases();
    void releasesOnce();
    void aReleaseOfWhatHadExpiredSaysSo();
    void aRepeatedReleaseDoesNotKnow();
    void aTryIsToldWhatABusyServerSays();
    void whatWasRefusedIsNotGivenBack();
    void aReleaseAfterTheDeadlineIsALoss();
    void whatIsNotHeldIsNotReleased_data();
    void whatIsNotHeldIsNotReleased();
    void aBusyServerIsAskedToReleaseAgain();
    void aReleaseThatFailsIsUnknown();
    void aBusyServerIsNotAskedForEver();

    void renewsAtAThirdOfTheTtl();
    void asksForOneRenewalAtATime();
    void aRenewalMovesTheDeadline();
    void aRenewalNeverShortensTheDeadline();
    void withoutRenewalNothingIsRenewed();
    void withoutRenewalAGrantIsStillExtended();
    void prolongedAtWill();
    void prolongedOnceConnected();
    void whatCannotBeProlonged();
    void aCheckUnderWayProlongsNothing();
    void oneRenewalIsUnderWayAtATime();
    void aRenewalThatFailsIsRepeated_data();
    void aRenewalThatFailsIsRepeated();
    void renewalsAreRepeatedMoreOftenTowardsTheEnd();
    void aRenewalSaysThatItWasLost_data();
    void aRenewalSaysThatItWasLost();
    void aForeignKeyIsALoss();
    void aLossIsGivenBack();
    void expiresAtTheDeadline();
    void expiresAsDisconnectedWithoutAConnection();
    void lostIsFinal();

    void aBusyServerIsAskedAgain();
    void anErrorOfTheServerEndsTheWait();
    void anErrorOfTheServerComesAfterTheGrant();
    void failsFromOutside();

    void reconnectsWhileAsking();
    void reconnectsWhileQueued();
    void reconnectsWhileConfirming();
    void reconnectsWhileHeld();
    void reconnectsWhileHeldWithoutRenewal();
    void reconnectsAfterTheDeadline();
    void reconnectsWhileLeaving();
    void reconnectsWhenDone();
    void aReleaseIsUnknownOnceTheServerHasForgotten();
    void aReleaseIsNotForgottenWhileTheLeaseMayRun();
    void aPlaceInTheQueueIsGivenBackHoweverLate_data();
    void aPlaceInTheQueueIsGivenBackHoweverLate();

    void abandonsInSilence_data();
    void abandonsInSilence();
    void abandonsAReleaseInSilence();

    void wakes_data();
    void wakes();

    void everyAskingActsNoLaterThanItsPatience();
    void whatIsAskedOnAnUnknownClockIsTooLateAndAskedAgain();
    void aStrayIsWithdrawnWithTheRelease();
    void aHoldWithAStrayIsWithdrawnToo();
    void aRefusedTryWithAStrayIsGivenBack();
    void onlyWhoIsQueuedClaims();
    void anotherProlongsTheHold();
    void anotherIsRefusedTheRenewal();
    void backgroundRenewsNothingHereButAGrantAndAReconnect();
    void withoutRenewalAReconnectOnlyChecks();
    void isAtRiskOnceForEachExtension();
    void theLongestHoldEndsTheRenewals();

    void anAskingIsKnownFromTheNextWhateverTheClock();
    void whoAsksTooLateStaysWhereItIs_data();
    void whoAsksTooLateStaysWhereItIs();
    void aTryThatIsTooLateFailsAfterThePatience();
    void aLateReplyCostsTheTicketToo();
    void aStrayIsWithdrawnWhereTheReleaseIsRepeated();
    void aLateStrayIsOutlived();
    void whatIsProlongedIsAtRiskAgain();
    void whatTheServerRefusesPastTheDeadlineHadExpired();
    void backgroundRepeatsAnExtensionThatFailed();
    void withoutRenewalACheckThatFailedIsRepeatedAsOne();
    void withoutRenewalALostExtensionOfAGrantIsMadeUpFor();
    void aGrantIsExtendedNoLongerThanTheLongestHold();
    void theLongestHoldEndsWithoutAConnectionToo();
    void aHoldThatEndsEarlyDoesNotReachTheLongest();

    void anyTapeKeepsTheRules();
    void neverHeldByTwo();
};

void tst_Acquisition::anIdleAcquisitionWantsNothing()
{
    Node node;
    QCOMPARE(node.phase(), Phase::Idle);
    QCOMPARE(node.acquisition.wakeAt(), Never);
    QCOMPARE(node.tick(200s), ""_ba);
    QCOMPARE(text(node.acquisition.cancel()), ""_ba);
    QCOMPARE(text(node.acquisition.release(200s)), ""_ba);
}

void tst_Acquisition::asksAtOnce()
{
    Node node;
    QCOMPARE(node.start(), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QCOMPARE(node.acquisition.ticket(), 0);
    QVERIFY(node.acquisition.waits());
}

void tst_Acquisition::asksOnceConnected()
{
    Node node;
    QCOMPARE(node.start(Forever, false), ""_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QCOMPARE(node.connected(150s), "Acquire"_ba);
    QCOMPARE(node.replyHeld(150s, 151s), "TellAcquired"_ba);
}

void tst_Acquisition::isHeldWithTheReply()
{
    Node node = asking();
    QCOMPARE(node.replyHeld(Begin, 101s), "TellAcquired"_ba);
    QCOMPARE(node.phase(), Phase::Held);
    QCOMPARE(node.acquisition.fence(), Fence);
}

void tst_Acquisition::theDeadlineCountsFromTheSending()
{
    Node node = asking();
    node.replyHeld(Begin, 109s);
    // 100 + 30 * 0.99 - 0.002, whenever the reply came
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
}

void tst_Acquisition::theDeadlineIsShortenedByDriftAndMargin_data()
{
    QTest::addColumn<qint64>("ttl");
    QTest::addColumn<int>("drift");
    QTest::addColumn<qint64>("margin");
    QTest::addColumn<qint64>("good");
    QTest::newRow("default") << qint64(30'000) << 10'000 << qint64(2) << qint64(29'698);
    QTest::newRow("short") << qint64(500) << 10'000 << qint64(2) << qint64(493);
    QTest::newRow("no drift") << qint64(10'000) << 0 << qint64(2) << qint64(9'998);
    QTest::newRow("no margin") << qint64(10'000) << 10'000 << qint64(0) << qint64(9'900);
    QTest::newRow("wide") << qint64(10'000) << 100'000 << qint64(50) << qint64(8'950);
    QTest::newRow("a day") << qint64(86'400'000) << 10'000 << qint64(2) << qint64(85'535'998);
}

void tst_Acquisition::theDeadlineIsShortenedByDriftAndMargin()
{
    QFETCH(qint64, ttl);
    QFETCH(int, drift);
    QFETCH(qint64, margin);
    QFETCH(qint64, good);
    LeaseTerms terms = ::terms(std::chrono::milliseconds(ttl));
    terms.drift = Drift {drift};
    terms.margin = std::chrono::milliseconds(margin);
    Node node(terms);
    node.start();
    node.replyHeld(Begin, Begin + 1ms);
    QCOMPARE(node.acquisition.deadline(), Begin + std::chrono::milliseconds(good));
}

void tst_Acquisition::waitsInTheQueue()
{
    Node node = asking();
    QCOMPARE(node.replyQueued(3, Begin, 101s), "TellQueued"_ba);
    QCOMPARE(node.phase(), Phase::Queued);
    QCOMPARE(node.acquisition.position(), 3);
    QCOMPARE(node.acquisition.ticket(), Ticket);
}

void tst_Acquisition::aChangeOfPositionIsToldOnce()
{
    Node node = queued();
    QCOMPARE(text(node.acquisition.claim(120s)), "Acquire"_ba);
    QCOMPARE(node.replyQueued(3, 121s, 121s), ""_ba);
    QCOMPARE(text(node.acquisition.claim(150s)), "Acquire"_ba);
    QCOMPARE(node.replyQueued(2, 151s, 151s), "TellQueued"_ba);
    QCOMPARE(node.acquisition.position(), 2);
}

void tst_Acquisition::asksAgainWithItsTicket()
{
    Node node = queued();
    QCOMPARE(node.acquisition.wakeAt(), Never); // a look-out wakes it
    QCOMPARE(text(node.acquisition.claim(121s)), "Acquire"_ba);
    QCOMPARE(text(node.acquisition.claim(122s)), ""_ba); // one at a time
    QCOMPARE(node.acquisition.ticket(), Ticket);
    QCOMPARE(node.phase(), Phase::Queued);
}

void tst_Acquisition::movesToTheHead()
{
    Node node = queued();
    QCOMPARE(text(node.acquisition.movedToHead()), "TellQueued"_ba);
    QCOMPARE(node.acquisition.position(), 1);
    QCOMPARE(text(node.acquisition.movedToHead()), ""_ba);
}

void tst_Acquisition::aGrantIsAHoldUntilWhatItProves()
{
    Node node = queued();
    QCOMPARE(node.grant(103s, 103s), "TellAcquired Renew"_ba);
    QCOMPARE(node.phase(), Phase::Held);
    QCOMPARE(node.acquisition.fence(), Fence);
    // Sent at 100 s, so granted 3 s later there is no earlier than 100 + 3 * 0.99 here; of the lease
    // 2 * 0.99 - 0.002 are good.
    QCOMPARE(node.acquisition.deadline(), 104'948ms);
}

void tst_Acquisition::aGrantIsExtendedToTheFullTtlAtOnce()
{
    Node node = queued();
    node.grant(103s, 103s);
    QVERIFY(node.acquisition.wakeAt() < node.acquisition.deadline());
    QCOMPARE(node.renewed(RenewReply::Extended, 103s, 103'500ms), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 132'698ms);
    QCOMPARE(node.acquisition.wakeAt(), 112'500ms);
}

void tst_Acquisition::aGrantWithTooLittleLeftIsConfirmedFirst()
{
    Node node = queued();
    QCOMPARE(node.grant(103s, 103'949ms), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Confirming);
}

void tst_Acquisition::halfAGrantLeaseIsEnough()
{
    Node node = queued();
    QCOMPARE(node.grant(103s, 103'948ms), "TellAcquired Renew"_ba);
}

void tst_Acquisition::aGrantOnAnUnknownClockIsConfirmedFirst()
{
    Node node = queued();
    node.clock->reset();
    QCOMPARE(node.grant(103s, 103s), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Confirming);
}

void tst_Acquisition::aConfirmedGrantIsHeldWithTheReply()
{
    Node node = confirming();
    QCOMPARE(node.replyHeld(101s, 102s), "TellAcquired"_ba);
    QCOMPARE(node.phase(), Phase::Held);
    QCOMPARE(node.acquisition.deadline(), 130'698ms);
}

void tst_Acquisition::aLapsedGrantCostsTheTicket()
{
    Node node = confirming();
    QCOMPARE(node.acquisition.ticket(), 0);
    QCOMPARE(node.replyQueued(1, 101s, 102s), "TellQueued"_ba);
    QCOMPARE(node.phase(), Phase::Queued);
    QCOMPARE(node.acquisition.ticket(), Ticket);
}

void tst_Acquisition::aGrantComesWhileAsking()
{
    Node node = asking();
    node.learnTime(Begin, Begin);
    QCOMPARE(node.grant(101s, 101s), "TellAcquired Renew"_ba);
}

void tst_Acquisition::pushThenReplyCountsOnce()
{
    Node node = queued();
    (void)node.acquisition.claim(121s);
    node.learnTime(121s, 121s);
    QCOMPARE(node.grant(121s, 121s), "TellAcquired Renew"_ba);
    QCOMPARE(node.replyHeld(121s, 122s), ""_ba);
    QCOMPARE(node.acquisition.deadline(), 150'698ms);
    QCOMPARE(node.renewed(RenewReply::Extended, 121s, 122s), ""_ba); // no later than that
}

void tst_Acquisition::replyThenPushCountsOnce()
{
    Node node = asking();
    QCOMPARE(node.replyHeld(Begin, 101s), "TellAcquired"_ba);
    QCOMPARE(node.grant(Begin, 101s), ""_ba);
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
}

void tst_Acquisition::aGrantThatNobodyWantsIsNoHold()
{
    Node node = queued();
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled Release"_ba);
    QCOMPARE(node.grant(102s, 102s), ""_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
}

void tst_Acquisition::aReplyAfterItsOwnDeadlineIsNoHold()
{
    Node node = asking();
    QCOMPARE(node.replyHeld(Begin, 129'698ms), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QCOMPARE(node.replyHeld(129'698ms, 130s), "TellAcquired"_ba);

    Node inTime = asking();
    QCOMPARE(inTime.replyHeld(Begin, 129'697ms), "TellAcquired"_ba);
}

// A ttl below the round trip would otherwise keep everybody out for ever.
void tst_Acquisition::aSecondReplyAfterItsDeadlineEndsTheRequest()
{
    Node node = asking();
    QCOMPARE(node.replyHeld(Begin, 129'698ms), "Acquire"_ba);
    QCOMPARE(node.replyHeld(129'698ms, 160s), "TellFailed Release"_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::Timeout);
}

void tst_Acquisition::aTryWhoseReplyCameTooLateIsTimedOut()
{
    Node node = asking(0ms);
    QCOMPARE(node.replyHeld(Begin, 130s), "TellTimedOut Release"_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);
}

void tst_Acquisition::aRefusedTryIsTimedOutAndLeavesNothing()
{
    Node node;
    QCOMPARE(node.start(0ms), "Acquire"_ba);
    QVERIFY(!node.acquisition.waits());
    QCOMPARE(node.replyQueued(1, Begin, 101s), "TellTimedOut Forget"_ba);
    QCOMPARE(node.phase(), Phase::Done);
}

void tst_Acquisition::anUnansweredTryFailsAfterThePatience()
{
    Node node = asking(0ms);
    QCOMPARE(node.acquisition.wakeAt(), Begin + Patience);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Release"_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::Timeout);
    QCOMPARE(text(node.acquisition.releaseReplied(false)), "Forget"_ba);
}

void tst_Acquisition::aTryThatWasNeverConnectedFailsAfterThePatience()
{
    Node node;
    node.start(0ms, false);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Forget"_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::NotConnected);
}

void tst_Acquisition::timesOut_data()
{
    QTest::addColumn<int>("phase");
    QTest::newRow("asking") << int(Phase::Asking);
    QTest::newRow("queued") << int(Phase::Queued);
    QTest::newRow("confirming") << int(Phase::Confirming);
}

void tst_Acquisition::timesOut()
{
    QFETCH(int, phase);
    Node node = phase == int(Phase::Asking) ? asking(10s)
        : phase == int(Phase::Queued)       ? queued(10s)
                                            : confirming(10s);
    QCOMPARE(node.phase(), Phase(phase));
    QCOMPARE(node.acquisition.wakeAt(), 110s);
    QCOMPARE(node.tick(109'999ms), ""_ba);
    QCOMPARE(node.tick(110s), "TellTimedOut Release"_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QCOMPARE(text(node.acquisition.releaseReplied(false)), "Forget"_ba);
    QCOMPARE(node.phase(), Phase::Done);
}

void tst_Acquisition::timesOutBeforeAnythingWasSent()
{
    Node node;
    node.start(10s, false);
    QCOMPARE(node.tick(110s), "TellTimedOut Forget"_ba);
    QCOMPARE(node.connected(111s), ""_ba);
}

void tst_Acquisition::aWaitWithoutEndNeverTimesOut()
{
    Node node = asking();
    QCOMPARE(node.acquisition.wakeAt(), Never);
    QCOMPARE(node.tick(Begin + std::chrono::hours(24 * 365)), ""_ba);
}

void tst_Acquisition::aReplyAtTheTimeoutStillCounts()
{
    Node node = asking(10s);
    QCOMPARE(node.replyHeld(Begin, 110s), "TellAcquired"_ba);
}

void tst_Acquisition::cancels_data()
{
    timesOut_data();
}

void tst_Acquisition::cancels()
{
    QFETCH(int, phase);
    Node node = phase == int(Phase::Asking) ? asking()
        : phase == int(Phase::Queued)       ? queued()
                                            : confirming();
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled Release"_ba);
    QCOMPARE(text(node.acquisition.cancel()), ""_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);
    QCOMPARE(node.phase(), Phase::Done);
    QCOMPARE(text(node.acquisition.cancel()), ""_ba);
}

void tst_Acquisition::cancelsBeforeAnythingWasSent()
{
    Node node;
    node.start(Forever, false);
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled Forget"_ba);
}

void tst_Acquisition::aHoldIsNotCancelled()
{
    Node node = held();
    QCOMPARE(text(node.acquisition.cancel()), ""_ba);
    QCOMPARE(text(node.acquisition.fail()), ""_ba);
    QCOMPARE(node.phase(), Phase::Held);
}

void tst_Acquisition::whatComesAfterACancelIsIgnored()
{
    Node node = asking();
    (void)node.acquisition.cancel();
    QCOMPARE(node.replyHeld(Begin, 101s), ""_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QCOMPARE(text(node.acquisition.acquireFailed(Failure::Final, 101s)), ""_ba);
    QCOMPARE(text(node.acquisition.movedToHead()), ""_ba);
}

void tst_Acquisition::releases()
{
    Node node = held();
    QCOMPARE(text(node.acquisition.release(102s)), "Release"_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QVERIFY(node.acquisition.deadline() <= Instant {});
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::Clean);
}

void tst_Acquisition::releasesOnce()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.release(102s)), ""_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "TellReleased Forget"_ba);
    QCOMPARE(text(node.acquisition.release(103s)), ""_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), ""_ba);
}

void tst_Acquisition::aReleaseOfWhatHadExpiredSaysSo()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.releaseReplied(false)), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::AlreadyExpired);
}

// The first may have had its effect; one that was refused had none.
void tst_Acquisition::aRepeatedReleaseDoesNotKnow()
{
    Node node = leaving();
    node.disconnected(103s);
    QCOMPARE(node.connected(104s), "Release"_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(false)), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::Unknown);

    Node refused = leaving();
    QCOMPARE(text(refused.acquisition.releaseFailed(Failure::Busy, 102s)), ""_ba);
    refused.disconnected(103s);
    QCOMPARE(refused.connected(104s), "Release"_ba);
    QCOMPARE(text(refused.acquisition.releaseReplied(false)), "TellReleased Forget"_ba);
    QCOMPARE(refused.acquisition.releaseOutcome(), ReleaseOutcome::AlreadyExpired);
}

void tst_Acquisition::aTryIsToldWhatABusyServerSays()
{
    Node node = asking(0ms);
    QCOMPARE(text(node.acquisition.acquireFailed(Failure::Busy, 101s)), ""_ba);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Release"_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::NoError); // the server's own

    Node silent = asking(0ms);
    (void)silent.acquisition.acquireFailed(Failure::Busy, 101s);
    QCOMPARE(silent.tick(101'100ms), "Acquire"_ba);
    silent.disconnected(102s);
    QCOMPARE(silent.tick(Begin + Patience), "TellFailed"_ba);
    QCOMPARE(silent.acquisition.errorCode(), ErrorCode::Timeout);
}

void tst_Acquisition::whatWasRefusedIsNotGivenBack()
{
    Node node = asking();
    QCOMPARE(text(node.acquisition.acquireFailed(Failure::Refused, 101s)), "TellFailed Forget"_ba);

    Node stray = asking();
    stray.disconnected(101s);
    (void)stray.connected(102s);
    QCOMPARE(text(stray.acquisition.acquireFailed(Failure::Refused, 103s)), "TellFailed Release"_ba);

    Node late = asking();
    QCOMPARE(late.replyHeld(Begin, 129'698ms), "Acquire"_ba);
    QCOMPARE(text(late.acquisition.acquireFailed(Failure::Refused, 130s)), "TellFailed Release"_ba);

    Node inTheQueue = queued();
    QCOMPARE(text(inTheQueue.acquisition.claim(102s)), "Acquire"_ba);
    QCOMPARE(text(inTheQueue.acquisition.acquireFailed(Failure::Refused, 103s)), "TellFailed Release"_ba);
}

void tst_Acquisition::aReleaseAfterTheDeadlineIsALoss()
{
    Node node = held();
    QCOMPARE(text(node.acquisition.release(129'698ms)), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Expired);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);
}

void tst_Acquisition::whatIsNotHeldIsNotReleased_data()
{
    timesOut_data();
}

void tst_Acquisition::whatIsNotHeldIsNotReleased()
{
    QFETCH(int, phase);
    Node node = phase == int(Phase::Asking) ? asking()
        : phase == int(Phase::Queued)       ? queued()
                                            : confirming();
    QCOMPARE(text(node.acquisition.release(102s)), ""_ba);
    QCOMPARE(node.phase(), Phase(phase));
}

void tst_Acquisition::aBusyServerIsAskedToReleaseAgain()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.releaseFailed(Failure::Busy, 102s)), ""_ba);
    QCOMPARE(node.acquisition.wakeAt(), 102'100ms);
    QCOMPARE(node.tick(102'099ms), ""_ba);
    QCOMPARE(node.tick(102'100ms), "Release"_ba);
    QCOMPARE(node.acquisition.wakeAt(), Never);
}

void tst_Acquisition::aReleaseThatFailsIsUnknown()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.releaseFailed(Failure::Final, 102s)), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::Unknown);
}

void tst_Acquisition::aBusyServerIsNotAskedForEver()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.releaseFailed(Failure::Busy, 140s)), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::Unknown);
}

void tst_Acquisition::renewsAtAThirdOfTheTtl()
{
    Node node = held();
    QCOMPARE(node.acquisition.wakeAt(), 110s);
    QCOMPARE(node.tick(109'999ms), ""_ba);
    QCOMPARE(node.tick(110s), "Renew"_ba);
    QCOMPARE(node.renewed(RenewReply::Extended, 110s, 111s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 120s);
    QCOMPARE(node.acquisition.fence(), Fence);
}

void tst_Acquisition::asksForOneRenewalAtATime()
{
    Node node = held();
    node.tick(110s);
    QCOMPARE(node.acquisition.wakeAt(), HeldAtRisk);
    QCOMPARE(node.tick(120s), ""_ba);
}

void tst_Acquisition::aRenewalMovesTheDeadline()
{
    Node node = held();
    node.tick(110s);
    node.renewed(RenewReply::Extended, 110s, 118s);
    QCOMPARE(node.acquisition.deadline(), 139'698ms);
}

void tst_Acquisition::aRenewalNeverShortensTheDeadline()
{
    Node node = held();
    node.tick(110s);
    node.renewed(RenewReply::Extended, 110s, 111s);
    node.renewed(RenewReply::Extended, 105s, 112s);
    QCOMPARE(node.acquisition.deadline(), 139'698ms);
}

void tst_Acquisition::withoutRenewalNothingIsRenewed()
{
    Node node = held(terms(30s, Renewal::None));
    QCOMPARE(node.acquisition.wakeAt(), HeldAtRisk);
    QCOMPARE(node.tick(HeldAtRisk), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 129'698ms);
    QCOMPARE(node.tick(129'697ms), ""_ba);
    QCOMPARE(node.tick(129'698ms), "TellLost Release"_ba);
}

void tst_Acquisition::withoutRenewalAGrantIsStillExtended()
{
    Node node = queued(Forever, terms(30s, Renewal::None));
    QCOMPARE(node.grant(103s, 103s), "TellAcquired Renew"_ba);
    QCOMPARE(node.renewed(RenewReply::Extended, 103s, 104s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 132'698ms);
    QCOMPARE(node.tick(node.acquisition.wakeAt()), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 132'698ms);
}

void tst_Acquisition::prolongedAtWill()
{
    Node node = held(terms(30s, Renewal::None));
    QCOMPARE(text(node.acquisition.prolong(110s)), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 30s);
    QCOMPARE(node.renewed(RenewReply::Extended, 110s, 111s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 139'698ms);
    QCOMPARE(node.tick(node.acquisition.wakeAt()), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 139'698ms);
    QCOMPARE(node.tick(139'698ms), "TellLost Release"_ba);
    QCOMPARE(text(node.acquisition.prolong(140s)), ""_ba);
}

void tst_Acquisition::prolongedOnceConnected()
{
    Node node = held(terms(30s, Renewal::None));
    node.disconnected(102s);
    QCOMPARE(text(node.acquisition.prolong(103s)), ""_ba);
    QCOMPARE(node.connected(104s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 30s);
    QCOMPARE(node.renewed(RenewReply::Extended, 104s, 105s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 133'698ms);
}

void tst_Acquisition::whatCannotBeProlonged()
{
    Node waiting = queued();
    QCOMPARE(text(waiting.acquisition.prolong(103s)), ""_ba);
    Node late = held(terms(30s, Renewal::None));
    QCOMPARE(text(late.acquisition.prolong(129'698ms)), "TellLost Release"_ba);
    Node gone = held(terms(30s, Renewal::None));
    QCOMPARE(text(gone.acquisition.prolong(110s)), "Renew"_ba);
    QCOMPARE(gone.renewed(RenewReply::TakenOver, 110s, 111s), "TellLost Release"_ba);
    QCOMPARE(gone.acquisition.lossReason(), LossReason::TakenOver);
}

// Its answer proves a millisecond, whatever was asked for since.
void tst_Acquisition::aCheckUnderWayProlongsNothing()
{
    Node node = held(terms(30s, Renewal::None));
    node.disconnected(102s);
    QCOMPARE(node.connected(103s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 1ms);
    QCOMPARE(text(node.acquisition.prolong(103s)), ""_ba);
    QCOMPARE(node.acquisition.extension(), 1ms);
    QCOMPARE(node.renewed(RenewReply::Extended, 103s, 104s), "Renew"_ba);
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
    QCOMPARE(node.acquisition.extension(), 30s);
    QCOMPARE(node.renewed(RenewReply::Extended, 104s, 105s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 133'698ms);
}

void tst_Acquisition::oneRenewalIsUnderWayAtATime()
{
    Node node = held(terms(30s, Renewal::None));
    QCOMPARE(text(node.acquisition.prolong(110s)), "Renew"_ba);
    QCOMPARE(text(node.acquisition.prolong(111s)), ""_ba);
    QCOMPARE(node.renewed(RenewReply::Extended, 110s, 112s), "TellRenewed"_ba);
    QCOMPARE(text(node.acquisition.prolong(113s)), "Renew"_ba);
    QCOMPARE(text(node.acquisition.renewFailed(Failure::Busy, 114s)), ""_ba);
    QCOMPARE(text(node.acquisition.prolong(115s)), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 30s);
}

void tst_Acquisition::aRenewalThatFailsIsRepeated_data()
{
    QTest::addColumn<int>("failure");
    QTest::newRow("busy") << int(Failure::Busy);
    QTest::newRow("final") << int(Failure::Final);
}

void tst_Acquisition::aRenewalThatFailsIsRepeated()
{
    QFETCH(int, failure);
    Node node = held();
    node.tick(110s);
    QCOMPARE(text(node.acquisition.renewFailed(Failure(failure), 111s)), ""_ba);
    QCOMPARE(node.acquisition.wakeAt(), 112s);
    QCOMPARE(node.tick(112s), "Renew"_ba);
}

void tst_Acquisition::renewalsAreRepeatedMoreOftenTowardsTheEnd()
{
    Node node = held();
    node.tick(110s);
    node.tick(HeldAtRisk);
    (void)node.acquisition.renewFailed(Failure::Busy, 129'298ms);
    QCOMPARE(node.acquisition.wakeAt(), 129'398ms);
    node.tick(129'398ms);
    (void)node.acquisition.renewFailed(Failure::Busy, 129'690ms);
    QCOMPARE(node.acquisition.wakeAt(), 129'698ms); // the deadline; the repetition would be at 129.7 s
}

void tst_Acquisition::aRenewalSaysThatItWasLost_data()
{
    QTest::addColumn<int>("reply");
    QTest::addColumn<int>("reason");
    QTest::newRow("gone") << int(RenewReply::Gone) << int(LossReason::ServerLostState);
    QTest::newRow("taken over") << int(RenewReply::TakenOver) << int(LossReason::TakenOver);
}

void tst_Acquisition::aRenewalSaysThatItWasLost()
{
    QFETCH(int, reply);
    QFETCH(int, reason);
    Node node = held();
    node.tick(110s);
    QCOMPARE(node.renewed(RenewReply(reply), 110s, 111s), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason(reason));
    QVERIFY(node.acquisition.deadline() <= Instant {});
}

void tst_Acquisition::aForeignKeyIsALoss()
{
    Node node = held();
    node.tick(110s);
    QCOMPARE(text(node.acquisition.renewFailed(Failure::Foreign, 111s)), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Foreign);
}

void tst_Acquisition::aLossIsGivenBack()
{
    Node node = held();
    QCOMPARE(node.tick(129'698ms), "TellLost Release"_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);
}

void tst_Acquisition::expiresAtTheDeadline()
{
    Node node = held();
    node.tick(110s);
    QCOMPARE(node.tick(129'697ms), "TellAtRisk"_ba);
    QCOMPARE(node.tick(129'698ms), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Expired);
}

void tst_Acquisition::expiresAsDisconnectedWithoutAConnection()
{
    Node node = held();
    node.disconnected(110s);
    QCOMPARE(node.tick(HeldAtRisk), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 129'698ms);
    QCOMPARE(node.tick(129'698ms), "TellLost"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Disconnected);
}

void tst_Acquisition::lostIsFinal()
{
    Node node = held();
    node.tick(110s);
    // The event loop was blocked; the reply that would have saved the lease is read past its deadline.
    QCOMPARE(node.renewed(RenewReply::Extended, 110s, 129'698ms), "TellLost Release"_ba);
    QCOMPARE(node.renewed(RenewReply::Extended, 129s, 130s), ""_ba);
    QCOMPARE(node.replyHeld(129s, 130s), ""_ba);
    QCOMPARE(node.grant(130s, 130s), ""_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QVERIFY(node.acquisition.deadline() <= Instant {});

    Node late = held();
    QCOMPARE(late.replyHeld(129s, 129'698ms), "TellLost Release"_ba);
    Node refused = held();
    QCOMPARE(text(refused.acquisition.renewFailed(Failure::Busy, 129'698ms)), "TellLost Release"_ba);
}

void tst_Acquisition::aBusyServerIsAskedAgain()
{
    Node node = asking();
    QCOMPARE(text(node.acquisition.acquireFailed(Failure::Busy, 101s)), ""_ba);
    QCOMPARE(node.acquisition.wakeAt(), 101'100ms);
    QCOMPARE(node.tick(101'100ms), "Acquire"_ba);
}

void tst_Acquisition::anErrorOfTheServerEndsTheWait()
{
    for (const Failure failure : {Failure::Final, Failure::Foreign}) {
        Node node = asking();
        QCOMPARE(text(node.acquisition.acquireFailed(failure, 101s)), "TellFailed Release"_ba);
        QCOMPARE(node.acquisition.errorCode(), ErrorCode::NoError);
    }
}

void tst_Acquisition::anErrorOfTheServerComesAfterTheGrant()
{
    Node node = queued();
    (void)node.acquisition.claim(121s);
    node.learnTime(121s, 121s);
    node.grant(121s, 121s);
    QCOMPARE(text(node.acquisition.acquireFailed(Failure::Final, 122s)), ""_ba);
    QCOMPARE(node.phase(), Phase::Held);
}

void tst_Acquisition::failsFromOutside()
{
    Node node = queued();
    QCOMPARE(text(node.acquisition.fail()), "TellFailed Release"_ba);
    QCOMPARE(text(node.acquisition.fail()), ""_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::NoError);
}

void tst_Acquisition::reconnectsWhileAsking()
{
    Node node = asking();
    QCOMPARE(node.disconnected(101s), ""_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QCOMPARE(node.acquisition.wakeAt(), Never);
    QCOMPARE(node.connected(102s), "Acquire"_ba);
}

void tst_Acquisition::reconnectsWhileQueued()
{
    Node node = queued();
    QCOMPARE(node.disconnected(102s), ""_ba);
    QCOMPARE(node.tick(121s), ""_ba);
    QCOMPARE(node.connected(122s), "Acquire"_ba);
    QCOMPARE(node.acquisition.ticket(), Ticket);

    Node unanswered = queued();
    (void)unanswered.acquisition.claim(121s);
    unanswered.disconnected(122s);
    QCOMPARE(unanswered.connected(123s), "Acquire"_ba);
}

void tst_Acquisition::reconnectsWhileConfirming()
{
    Node node = confirming();
    QCOMPARE(node.disconnected(102s), ""_ba);
    QCOMPARE(node.phase(), Phase::Queued);
    QCOMPARE(node.connected(103s), "Acquire"_ba);
    QCOMPARE(node.acquisition.ticket(), 0);
}

void tst_Acquisition::reconnectsWhileHeld()
{
    Node node = held();
    QCOMPARE(node.disconnected(105s), ""_ba);
    QCOMPARE(node.tick(110s), ""_ba);
    QCOMPARE(node.phase(), Phase::Held);
    QCOMPARE(node.connected(112s), "Renew"_ba);
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
    QCOMPARE(node.renewed(RenewReply::Extended, 112s, 113s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 141'698ms);
}

void tst_Acquisition::reconnectsWhileHeldWithoutRenewal()
{
    Node node = held(terms(30s, Renewal::None));
    node.disconnected(105s);
    QCOMPARE(node.connected(112s), "Renew"_ba);
    QCOMPARE(node.renewed(RenewReply::Gone, 112s, 113s), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::ServerLostState);
}

void tst_Acquisition::reconnectsAfterTheDeadline()
{
    Node node = held();
    node.disconnected(105s);
    QCOMPARE(node.connected(129'698ms), "TellLost Release"_ba);
}

void tst_Acquisition::reconnectsWhileLeaving()
{
    Node node = leaving();
    QCOMPARE(node.disconnected(102s), ""_ba);
    QCOMPARE(node.connected(103s), "Release"_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "TellReleased Forget"_ba);
}

void tst_Acquisition::reconnectsWhenDone()
{
    Node node = leaving();
    (void)node.acquisition.releaseReplied(true);
    QCOMPARE(node.disconnected(102s), ""_ba);
    QCOMPARE(node.connected(103s), ""_ba);
    QCOMPARE(node.acquisition.wakeAt(), Never);
}

void tst_Acquisition::aReleaseIsUnknownOnceTheServerHasForgotten()
{
    Node node = held();
    node.disconnected(102s);
    QCOMPARE(text(node.acquisition.release(103s)), ""_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    const Instant gone = node.acquisition.wakeAt();
    QVERIFY(gone >= 130'300ms); // asked for at 100 s, so there until 100 + 30 * 1.01 at least
    QCOMPARE(node.tick(gone - 1ms), ""_ba);
    QCOMPARE(node.tick(gone), "TellReleased Forget"_ba);
    QCOMPARE(node.acquisition.releaseOutcome(), ReleaseOutcome::Unknown);
}

void tst_Acquisition::aReleaseIsNotForgottenWhileTheLeaseMayRun()
{
    Node node = held();
    node.tick(110s); // a renewal that nobody answered may have been carried out
    node.disconnected(112s);
    (void)node.acquisition.release(113s);
    QCOMPARE(node.tick(140'299ms), ""_ba);
    QCOMPARE(node.connected(140'299ms), "Release"_ba);
}

void tst_Acquisition::aPlaceInTheQueueIsGivenBackHoweverLate_data()
{
    QTest::addColumn<bool>("abandoned");
    QTest::newRow("cancelled") << false;
    QTest::newRow("abandoned") << true;
}

// A lease ends by itself, an entry of the queue does not.
void tst_Acquisition::aPlaceInTheQueueIsGivenBackHoweverLate()
{
    QFETCH(bool, abandoned);
    Node node = queued();
    node.disconnected(102s);
    QCOMPARE(text(abandoned ? node.acquisition.abandon() : node.acquisition.cancel()),
             abandoned ? ""_ba : "TellCancelled"_ba);
    QCOMPARE(node.acquisition.wakeAt(), Never);
    QCOMPARE(node.tick(1000s), ""_ba);
    QCOMPARE(node.connected(1000s), "Release"_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(false)), "Forget"_ba);
}

void tst_Acquisition::abandonsInSilence_data()
{
    timesOut_data();
    QTest::newRow("held") << int(Phase::Held);
}

void tst_Acquisition::abandonsInSilence()
{
    QFETCH(int, phase);
    Node node = phase == int(Phase::Asking) ? asking()
        : phase == int(Phase::Queued)       ? queued()
        : phase == int(Phase::Confirming)   ? confirming()
                                            : held();
    QCOMPARE(text(node.acquisition.abandon()), "Release"_ba);
    QVERIFY(node.acquisition.deadline() <= Instant {});
    QCOMPARE(text(node.acquisition.abandon()), ""_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);

    Node unsent;
    unsent.start(Forever, false);
    QCOMPARE(text(unsent.acquisition.abandon()), "Forget"_ba);
}

void tst_Acquisition::abandonsAReleaseInSilence()
{
    Node node = leaving();
    QCOMPARE(text(node.acquisition.abandon()), ""_ba);
    QCOMPARE(text(node.acquisition.releaseReplied(true)), "Forget"_ba);
}

void tst_Acquisition::wakes_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("isConnected");
    QTest::addColumn<qint64>("wakeAt"); // ms, -1 for never
    QTest::newRow("asking") << int(Phase::Asking) << true << qint64(200'000);
    QTest::newRow("asking, disconnected") << int(Phase::Asking) << false << qint64(200'000);
    QTest::newRow("queued") << int(Phase::Queued) << true << qint64(200'000);
    QTest::newRow("queued, disconnected") << int(Phase::Queued) << false << qint64(200'000);
    QTest::newRow("confirming") << int(Phase::Confirming) << true << qint64(200'000);
    QTest::newRow("held") << int(Phase::Held) << true << qint64(110'000);
    QTest::newRow("held, disconnected") << int(Phase::Held) << false << qint64(122'523);
    QTest::newRow("leaving") << int(Phase::Leaving) << true << qint64(-1);
    QTest::newRow("done") << int(Phase::Done) << true << qint64(-1);
}

void tst_Acquisition::wakes()
{
    QFETCH(int, phase);
    QFETCH(bool, isConnected);
    QFETCH(qint64, wakeAt);
    Node node = phase == int(Phase::Asking) ? asking(100s)
        : phase == int(Phase::Queued)       ? queued(100s)
        : phase == int(Phase::Confirming)   ? confirming(100s)
        : phase == int(Phase::Held)         ? held()
                                            : leaving();
    if (phase == int(Phase::Done))
        (void)node.acquisition.releaseReplied(true);
    if (!isConnected)
        node.disconnected(101s);
    if (wakeAt < 0) {
        QCOMPARE(node.acquisition.wakeAt(), Never);
        return;
    }
    QCOMPARE(std::chrono::floor<std::chrono::milliseconds>(node.acquisition.wakeAt()).count(), wakeAt);
    const Instant now = node.acquisition.wakeAt();
    const bool acted = !node.tick(now).isEmpty();
    QVERIFY(acted || node.acquisition.wakeAt() > now);
}

void tst_Acquisition::everyAskingActsNoLaterThanItsPatience()
{
    Node node;
    node.learnTime(Begin, Begin);
    node.start();
    const ServerTime first = node.acquisition.acquireNotAfter();
    QVERIFY(first >= onServer(Begin + Patience) && first < onServer(Begin + Patience + 1s));
    node.replyQueued(3, Begin, Begin);
    (void)node.acquisition.claim(Begin);
    QVERIFY(node.acquisition.acquireNotAfter() > first);
}

void tst_Acquisition::whatIsAskedOnAnUnknownClockIsTooLateAndAskedAgain()
{
    Node node = asking();
    QVERIFY(node.acquisition.acquireNotAfter() < Epoch);
    QCOMPARE(text(node.acquisition.acquireReplied({Verdict::TooLate, 0, {}}, Begin, 101s)), ""_ba);
    node.learnTime(Begin, 101s);
    QCOMPARE(node.acquisition.wakeAt(), 101'100ms);
    QCOMPARE(node.tick(101'100ms), "Acquire"_ba);
    QVERIFY(node.acquisition.acquireNotAfter() > onServer(101s));
}

void tst_Acquisition::aStrayIsWithdrawnWithTheRelease()
{
    Node answered = held();
    (void)answered.acquisition.release(102s);
    QCOMPARE(answered.acquisition.strayUntil(), ServerTime {});

    Node node;
    node.learnTime(Begin, Begin);
    node.start();
    node.disconnected(101s);
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled"_ba);
    QCOMPARE(node.connected(102s), "Release"_ba);
    QVERIFY(node.acquisition.strayUntil() >= onServer(Begin + Patience));
}

void tst_Acquisition::aHoldWithAStrayIsWithdrawnToo()
{
    Node node = asking();
    node.disconnected(101s);
    node.learnTime(102s, 102s);
    QCOMPARE(node.connected(102s), "Acquire"_ba);
    QCOMPARE(node.replyHeld(102s, 103s), "TellAcquired"_ba);
    QCOMPARE(text(node.acquisition.release(104s)), "Release"_ba);
    QVERIFY(node.acquisition.strayUntil() > onServer(104s));
}

void tst_Acquisition::aRefusedTryWithAStrayIsGivenBack()
{
    Node node = asking(0ms);
    node.disconnected(101s);
    node.connected(102s);
    QCOMPARE(node.replyQueued(1, 102s, 103s), "TellTimedOut Release"_ba);
}

void tst_Acquisition::onlyWhoIsQueuedClaims()
{
    QCOMPARE(text(asking().acquisition.claim(102s)), ""_ba);
    QCOMPARE(text(held().acquisition.claim(102s)), ""_ba);
    QCOMPARE(text(leaving().acquisition.claim(102s)), ""_ba);
    Node node = queued();
    node.disconnected(102s);
    QCOMPARE(text(node.acquisition.claim(103s)), ""_ba);
}

void tst_Acquisition::anotherProlongsTheHold()
{
    Node node = held(terms(30s, Renewal::Background));
    QCOMPARE(node.acquisition.wakeAt(), HeldAtRisk);
    QCOMPARE(text(node.acquisition.prolonged(120s, 111s)), ""_ba); // no later than it is
    QCOMPARE(text(node.acquisition.prolonged(139'698ms, 111s)), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 139'698ms);
    QVERIFY(node.acquisition.wakeAt() > 129'698ms);
    // As where this thread was blocked past all that it knew of.
    QCOMPARE(text(node.acquisition.prolonged(239'698ms, 230s)), "TellRenewed"_ba);
    QCOMPARE(node.tick(230s), ""_ba);
    QCOMPARE(text(queued().acquisition.prolonged(200s, 102s)), ""_ba);
}

void tst_Acquisition::anotherIsRefusedTheRenewal()
{
    Node node = held(terms(30s, Renewal::Background));
    QCOMPARE(text(node.acquisition.renewalRefused(LossReason::TakenOver, 111s)), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::TakenOver);
    QCOMPARE(text(node.acquisition.renewalRefused(LossReason::TakenOver, 111s)), ""_ba);
}

void tst_Acquisition::backgroundRenewsNothingHereButAGrantAndAReconnect()
{
    Node node = held(terms(30s, Renewal::Background));
    QCOMPARE(node.tick(115s), ""_ba);
    node.disconnected(115s);
    QCOMPARE(node.connected(116s), "Renew"_ba);
    Node granted = queued(Forever, terms(30s, Renewal::Background));
    QCOMPARE(granted.grant(103s, 103s), "TellAcquired Renew"_ba);
    QCOMPARE(granted.renewed(RenewReply::Extended, 103s, 103s), "TellRenewed"_ba);
    QCOMPARE(granted.tick(115s), ""_ba);
}

void tst_Acquisition::withoutRenewalAReconnectOnlyChecks()
{
    Node node = held(terms(30s, Renewal::None));
    node.disconnected(102s);
    QCOMPARE(node.connected(103s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 1ms);
    QCOMPARE(node.renewed(RenewReply::Extended, 103s, 104s), ""_ba); // which renewed nothing
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
}

void tst_Acquisition::isAtRiskOnceForEachExtension()
{
    Node node = held();
    node.tick(110s);
    QCOMPARE(node.tick(HeldAtRisk), "TellAtRisk"_ba);
    QCOMPARE(node.tick(HeldAtRisk + 1s), ""_ba);
    QCOMPARE(node.renewed(RenewReply::Extended, 124s, 125s), "TellRenewed"_ba);
    node.tick(134s);
    QCOMPARE(node.tick(150s), "TellAtRisk"_ba);
}

void tst_Acquisition::theLongestHoldEndsTheRenewals()
{
    LeaseTerms limited = terms();
    limited.maxHold = 45s;
    Node node = held(limited);
    QCOMPARE(node.tick(110s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 30s);
    node.renewed(RenewReply::Extended, 110s, 110s);
    QCOMPARE(node.tick(120s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 25s);
    node.renewed(RenewReply::Extended, 120s, 120s);
    QVERIFY(node.acquisition.deadline() > 144s && node.acquisition.deadline() < 145s);
    QCOMPARE(node.tick(140s), "TellAtRisk"_ba);
    QCOMPARE(node.tick(145s), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::MaxHoldReached);
}

// Another server after a failover, or none that has told its time yet.
void tst_Acquisition::anAskingIsKnownFromTheNextWhateverTheClock()
{
    Node node = queued();
    ServerTime last = node.acquisition.acquireNotAfter();
    for (int i = 0; i < 3; ++i) {
        node.disconnected(102s);
        QCOMPARE(node.connected(102s), "Acquire"_ba);
        QVERIFY(node.acquisition.acquireNotAfter() > last);
        last = node.acquisition.acquireNotAfter();
    }
    node.disconnected(103s);
    node.clock->observe(103s, onServer(53s), 103s);
    node.connected(103s);
    QVERIFY(node.acquisition.acquireNotAfter() > last);
}

void tst_Acquisition::whoAsksTooLateStaysWhereItIs_data()
{
    timesOut_data();
}

void tst_Acquisition::whoAsksTooLateStaysWhereItIs()
{
    QFETCH(int, phase);
    Node node = phase == int(Phase::Asking) ? asking()
        : phase == int(Phase::Queued)       ? queued()
                                            : confirming();
    if (node.phase() == Phase::Queued)
        (void)node.acquisition.claim(101s);
    const qint64 ticket = node.acquisition.ticket();
    QCOMPARE(text(node.acquisition.acquireReplied({Verdict::TooLate, 0, {}}, 101s, 102s)), ""_ba);
    QCOMPARE(node.phase(), Phase(phase));
    QCOMPARE(node.acquisition.ticket(), ticket);
    QCOMPARE(node.acquisition.wakeAt(), 102'100ms);
    QCOMPARE(node.tick(102'099ms), ""_ba);
    QCOMPARE(node.tick(102'100ms), "Acquire"_ba);
    QCOMPARE(node.acquisition.wakeAt(), Never);
}

void tst_Acquisition::aTryThatIsTooLateFailsAfterThePatience()
{
    Node node = asking(0ms);
    QCOMPARE(text(node.acquisition.acquireReplied({Verdict::TooLate, 0, {}}, Begin, 104'950ms)), ""_ba);
    QCOMPARE(node.acquisition.wakeAt(), Begin + Patience);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Release"_ba);
    QCOMPARE(node.acquisition.errorCode(), ErrorCode::Timeout);
}

// Who does not take up what it was granted is behind those who waited meanwhile.
void tst_Acquisition::aLateReplyCostsTheTicketToo()
{
    Node node = queued();
    (void)node.acquisition.claim(110s);
    QCOMPARE(node.replyHeld(110s, 139'698ms), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Queued);
    QCOMPARE(node.acquisition.ticket(), 0);
}

void tst_Acquisition::aStrayIsWithdrawnWhereTheReleaseIsRepeated()
{
    Node node;
    node.learnTime(Begin, Begin);
    node.start();
    node.disconnected(101s);
    node.connected(102s);
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled Release"_ba);
    const ServerTime until = node.acquisition.strayUntil();
    QVERIFY(until >= onServer(Begin + Patience));
    QCOMPARE(text(node.acquisition.releaseFailed(Failure::Busy, 102s)), ""_ba);
    QCOMPARE(node.tick(102'100ms), "Release"_ba);
    QCOMPARE(node.acquisition.strayUntil(), until);
    node.disconnected(103s);
    QCOMPARE(node.connected(104s), "Release"_ba);
    QCOMPARE(node.acquisition.strayUntil(), until);
}

// The less is known of the server's clock, the later a stray may still act.
void tst_Acquisition::aLateStrayIsOutlived()
{
    Node node;
    node.clock->observe(Begin - 60s, onServer(Begin), Begin); // on its way for a minute at most
    node.start(0ms);
    const Instant actsUntil = node.clock->latest(node.acquisition.acquireNotAfter());
    QVERIFY(actsUntil > Begin + 60s);
    node.disconnected(101s);
    QCOMPARE(text(node.acquisition.cancel()), "TellCancelled"_ba);
    QCOMPARE(node.tick(actsUntil + 30s), ""_ba); // acquired then, it would be held so long
    QCOMPARE(node.connected(actsUntil + 30s), "Release"_ba);
}

void tst_Acquisition::whatIsProlongedIsAtRiskAgain()
{
    Node node = held(terms(30s, Renewal::Background));
    QCOMPARE(node.tick(HeldAtRisk), "TellAtRisk"_ba);
    QCOMPARE(text(node.acquisition.prolonged(144s, 124s)), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 139s);
    QCOMPARE(node.tick(139s), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 144s);
}

void tst_Acquisition::whatTheServerRefusesPastTheDeadlineHadExpired()
{
    Node node = held(terms(30s, Renewal::Background));
    QCOMPARE(text(node.acquisition.renewalRefused(LossReason::TakenOver, 129'698ms)), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Expired);
    for (Node other : {asking(), queued(), confirming(), leaving()})
        QCOMPARE(text(other.acquisition.renewalRefused(LossReason::TakenOver, 101s)), ""_ba);
    // What the thread did while this one was blocked.
    Node late = held(terms(30s, Renewal::Background));
    QCOMPARE(text(late.acquisition.prolonged(140s, 150s)), "TellLost Release"_ba);
    QCOMPARE(text(late.acquisition.prolonged(190s, 151s)), ""_ba);
}

void tst_Acquisition::backgroundRepeatsAnExtensionThatFailed()
{
    Node node = queued(Forever, terms(30s, Renewal::Background));
    QCOMPARE(node.grant(103s, 103s), "TellAcquired Renew"_ba);
    QCOMPARE(text(node.acquisition.renewFailed(Failure::Busy, 103'100ms)), ""_ba);
    QCOMPARE(node.tick(103'562ms), "Renew"_ba); // after a quarter of what is left
    QCOMPARE(node.acquisition.extension(), 30s);
}

void tst_Acquisition::withoutRenewalACheckThatFailedIsRepeatedAsOne()
{
    Node node = held(terms(30s, Renewal::None));
    node.disconnected(102s);
    QCOMPARE(node.connected(103s), "Renew"_ba);
    QCOMPARE(text(node.acquisition.renewFailed(Failure::Busy, 104s)), ""_ba);
    QCOMPARE(node.tick(105s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 1ms);
    node.renewed(RenewReply::Extended, 105s, 106s);
    QCOMPARE(node.acquisition.deadline(), 129'698ms);
    QCOMPARE(node.acquisition.wakeAt(), HeldAtRisk);
}

void tst_Acquisition::withoutRenewalALostExtensionOfAGrantIsMadeUpFor()
{
    Node node = queued(Forever, terms(30s, Renewal::None));
    QCOMPARE(node.grant(103s, 103s), "TellAcquired Renew"_ba);
    node.disconnected(103'500ms);
    QCOMPARE(node.connected(104s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 30s);
    QCOMPARE(node.renewed(RenewReply::Extended, 104s, 104s), "TellRenewed"_ba);
    QCOMPARE(node.acquisition.deadline(), 133'698ms);
    node.disconnected(105s);
    QCOMPARE(node.connected(106s), "Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 1ms);
}

void tst_Acquisition::aGrantIsExtendedNoLongerThanTheLongestHold()
{
    LeaseTerms limited = terms();
    limited.maxHold = 20s;
    Node node = queued(Forever, limited);
    QCOMPARE(node.grant(103s, 103s), "TellAcquired Renew"_ba);
    QCOMPARE(node.acquisition.extension(), 20s);
    node.renewed(RenewReply::Extended, 103s, 104s);
    QCOMPARE(node.acquisition.deadline(), 122'798ms);
    QCOMPARE(node.tick(120s), "TellAtRisk"_ba);
    QCOMPARE(node.acquisition.wakeAt(), 122'798ms);
    QCOMPARE(node.tick(122'798ms), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::MaxHoldReached);
}

void tst_Acquisition::theLongestHoldEndsWithoutAConnectionToo()
{
    LeaseTerms limited = terms(30s, Renewal::Background);
    limited.maxHold = 45s;
    Node node = held(limited);
    QCOMPARE(text(node.acquisition.prolonged(limited.provenUntil(120s, 25s), 121s)), "TellRenewed"_ba);
    node.disconnected(122s);
    QCOMPARE(node.connected(150s), "TellLost Release"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::MaxHoldReached);
}

// The drift of an hour is more than a lease.
void tst_Acquisition::aHoldThatEndsEarlyDoesNotReachTheLongest()
{
    LeaseTerms limited = terms(30s, Renewal::Background);
    limited.maxHold = 1h;
    Node node = held(limited);
    const Instant end = Begin + limited.maxHold;
    QCOMPARE(text(node.acquisition.prolonged(end - 20s, end - 40s)), "TellRenewed"_ba);
    node.disconnected(end - 30s);
    QCOMPARE(node.tick(end - 20s), "TellLost"_ba);
    QCOMPARE(node.acquisition.lossReason(), LossReason::Disconnected);
}

void tst_Acquisition::anyTapeKeepsTheRules()
{
    for (quint32 seed = 1; seed <= 20'000; ++seed) {
        const QByteArray broken = Tape(seed).play();
        QVERIFY2(broken.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + broken).constData());
    }
}

void tst_Acquisition::neverHeldByTwo()
{
    int holds = 0;
    for (quint32 seed = 1; seed <= 300; ++seed) {
        World world(seed);
        const QByteArray broken = world.play();
        QVERIFY2(broken.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + broken).constData());
        holds += world.holds();
    }
    QVERIFY2(holds > 1'000, QByteArray::number(holds).constData()); // else nothing was tried
}

QTEST_APPLESS_MAIN(tst_Acquisition)

#include "tst_acquisition.moc"
