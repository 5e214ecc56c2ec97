// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/admission.h"

#include <QtTest/qtest.h>

#include <array>
#include <deque>
#include <random>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Phase = Admission::Phase;

constexpr Instant Begin = 100s;
constexpr ServerTime Epoch = 1'700'000'000s;
constexpr auto Patience = 5s;
constexpr auto Slack = 200ms;

constexpr std::array<const char *, 13> ActionNames = {
    "Acquire",    "Renew",       "Release",    "TellQueued", "TellAcquired", "TellTimedOut", "TellCancelled",
    "TellFailed", "TellRenewed", "TellAtRisk", "TellLost",   "TellReleased", "Forget"};

QByteArray text(const Actions &actions)
{
    QByteArray text;
    for (const Action action : actions)
        text.append(text.isEmpty() ? "" : " ").append(ActionNames[std::size_t(action)]);
    return text;
}

// Where a test does not say otherwise, the server's clock is the local one and Epoch.
ServerTime onServer(Instant local)
{
    return Epoch + std::chrono::floor<std::chrono::microseconds>(local);
}

Quota quotaOf(bool granted)
{
    Quota quota;
    quota.granted = granted;
    quota.limit = 5;
    quota.remaining = 2;
    if (!granted)
        quota.retryAfter = 3s;
    quota.resetAfter = 9s;
    return quota;
}

struct Node
{
    Admission admission {AdmissionTerms {Slack, Patience}};
    ServerClock clock;

    [[nodiscard]] Phase phase() const { return admission.phase(); }

    QByteArray start(std::chrono::milliseconds timeout = Forever, bool connected = true)
    {
        return text(admission.start(Begin, timeout, connected));
    }
    // The reply to what was sent at `sentAt`, from a server that carried it out at once.
    QByteArray reserved(Instant slot, Instant sentAt, Instant now)
    {
        clock.observe(sentAt, onServer(sentAt), now);
        return text(admission.reserveReplied({true, onServer(slot), quotaOf(true)}, now, clock));
    }
    QByteArray refused(Instant now)
    {
        clock.observe(now, onServer(now), now);
        return text(admission.reserveReplied({false, {}, quotaOf(false)}, now, clock));
    }
    QByteArray tick(Instant now) { return text(admission.tick(now, clock)); }
    QByteArray connected(Instant now) { return text(admission.connected(now)); }
    void disconnected()
    {
        clock.reset();
        admission.disconnected();
    }
};

Node asking(std::chrono::milliseconds timeout = Forever)
{
    Node node;
    node.start(timeout);
    return node;
}

// The slot is at 102 s. It was asked for at 100 s and the reply read at 100.01 s: the slot has come
// at 100.01 + 2 * 1.01 = 102.03 s for sure.
constexpr Instant Slot = 102s;
constexpr Instant AdmitAt = 102'030ms;

Node reserved(std::chrono::milliseconds timeout = Forever)
{
    Node node = asking(timeout);
    node.reserved(Slot, Begin, 100'010ms);
    return node;
}

// The reply took no time and the clocks do not drift: the slot comes at 102 s exactly.
Node certain()
{
    Node node = asking();
    node.clock = ServerClock(Drift {0});
    node.reserved(Slot, Begin, Begin);
    return node;
}

Node leaving()
{
    Node node = reserved();
    (void)node.admission.cancel();
    return node;
}

} // namespace

class tst_Admission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdleAdmissionWantsNothing();

    void asksAtOnce();
    void asksOnceConnected();
    void asksOnlyForAWaitOfUse();
    void aWaitWithoutEndIsCapped();
    void admittedAtOnce();
    void theQuotaIsThatOfTheReply();

    void waitsForTheSlot();
    void admitsWhenTheSlotHasSurelyCome();
    void aLateReplyMovesTheAdmissionBack();
    void whatIsKnownOfTheClockMovesTheAdmissionForward();
    void neverBeforeTheSlot();

    void aSlotWithinTheSlackIsGood();
    void aSlotThatWasSleptThroughIsVoid();
    void aVoidSlotIsReservedAnew();
    void aSlotThatWasSleptThroughInFlightIsVoid();
    void aVoidSlotIsAskedForOnceConnected();
    void aLateReplyIsFollowedByALead();
    void leadsAddUpToHalfOfThePatience();
    void aTryWaitsForItsLead();
    void aSlotThatWasSleptThroughNeedsNoLead();
    void uncertaintyTakesHalfOfTheSlackAtMost();
    void aFarSlotIsPlacedAgain();
    void aFarSlotComesWithoutAConnection();

    void refusedWithAQuota();
    void aTryIsRefused();
    void anUnansweredTryFailsAfterThePatience();
    void aTryThatWasNeverConnectedFailsAfterThePatience();

    void timesOutWhileAsking();
    void timesOutWhileReserved();
    void timesOutBeforeAnythingWasSent();
    void aSlotAtTheTimeoutStillCounts();

    void cancelsWhileAsking();
    void cancelsWhileReserved();
    void cancelsBeforeAnythingWasSent();
    void whatComesAfterACancelIsIgnored();
    void aSlotThatHasComeIsNotGivenBack();
    void aBusyServerIsAskedToCancelAgain_data();
    void aBusyServerIsAskedToCancelAgain();
    void aTryIsToldWhatABusyServerSays();
    void whatWasRefusedIsNotTakenBack();
    void aCancelThatFailsIsTheEnd();

    void aBusyServerIsAskedAgain();
    void anErrorOfTheServerEndsTheWait();
    void failsFromOutside();

    void reconnectsWhileAsking();
    void admitsWithoutAConnection();
    void reconnectsWhileLeaving();
    void whatWasCancelledWithoutAConnectionIsGivenBackLater();

    void abandonsInSilence();

    void wakes_data();
    void wakes();

    void anyTapeKeepsTheRules();
};

void tst_Admission::anIdleAdmissionWantsNothing()
{
    Node node;
    QCOMPARE(node.phase(), Phase::Idle);
    QCOMPARE(node.admission.wakeAt(), Never);
    QCOMPARE(node.tick(200s), ""_ba);
    QCOMPARE(text(node.admission.cancel()), ""_ba);
}

void tst_Admission::asksAtOnce()
{
    Node node;
    QCOMPARE(node.start(), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QVERIFY(!node.admission.slotIsVoid());
}

void tst_Admission::asksOnceConnected()
{
    Node node;
    QCOMPARE(node.start(Forever, false), ""_ba);
    QCOMPARE(node.connected(150s), "Acquire"_ba);
    QCOMPARE(node.reserved(150s, 150s, 151s), "TellAcquired Forget"_ba);
}

void tst_Admission::asksOnlyForAWaitOfUse()
{
    Node node = asking(10s);
    QCOMPARE(node.admission.longestWait(Begin), Duration(10s));
    QCOMPARE(node.admission.longestWait(104s), Duration(6s));
    QCOMPARE(node.admission.longestWait(111s), Duration(0s));
    QCOMPARE(asking(0ms).admission.longestWait(Begin), Duration(0s));
}

void tst_Admission::aWaitWithoutEndIsCapped()
{
    const Duration longest = asking().admission.longestWait(Begin);
    QVERIFY(longest >= std::chrono::hours(24));
    QVERIFY(longest < Never - Begin);
}

void tst_Admission::admittedAtOnce()
{
    Node node = asking();
    QCOMPARE(node.reserved(Begin, Begin, 100'010ms), "TellAcquired Forget"_ba);
    QCOMPARE(node.phase(), Phase::Done);
    QCOMPARE(node.admission.slot(), onServer(Begin));
}

void tst_Admission::theQuotaIsThatOfTheReply()
{
    Node node = asking();
    node.reserved(Begin, Begin, 100'010ms);
    QVERIFY(node.admission.quota().granted);
    QCOMPARE(node.admission.quota().remaining, 2);
    QCOMPARE(node.admission.quota().resetAfter, 9s);
}

void tst_Admission::waitsForTheSlot()
{
    Node node = asking();
    QCOMPARE(node.reserved(Slot, Begin, 100'010ms), ""_ba);
    QCOMPARE(node.phase(), Phase::Reserved);
    QCOMPARE(node.admission.wakeAt(), AdmitAt);
}

void tst_Admission::admitsWhenTheSlotHasSurelyCome()
{
    Node node = reserved();
    QCOMPARE(node.tick(AdmitAt - 1ns), ""_ba);
    QCOMPARE(node.tick(AdmitAt), "TellAcquired Forget"_ba);
}

void tst_Admission::aLateReplyMovesTheAdmissionBack()
{
    Node node = asking();
    node.reserved(Slot, Begin, 101s);
    QCOMPARE(node.tick(101'980ms), "Acquire"_ba); // it may have come: where is it?
    QCOMPARE(node.admission.wakeAt(), 103'020ms); // 101 + 2 * 1.01
}

void tst_Admission::whatIsKnownOfTheClockMovesTheAdmissionForward()
{
    Node node = asking();
    node.clock.observe(99'990ms, onServer(Begin), Begin);
    node.reserved(Slot, Begin, 101s);
    QCOMPARE(node.admission.wakeAt(), 102'020ms); // 100 + 2 * 1.01
}

void tst_Admission::neverBeforeTheSlot()
{
    std::mt19937 engine(11);
    std::uniform_int_distribution<Instant::rep> rates(-10'000, 10'000);
    std::uniform_int_distribution<Instant::rep> waits(0, 3'600'000'000);
    std::uniform_int_distribution<Instant::rep> trips(0, 200'000'000);
    for (int i = 0; i < 10'000; ++i) {
        // A server second takes `rate` parts of a million more, or less, than a local one.
        const auto rate = rates(engine);
        const auto slot = ServerTime(waits(engine));
        const Instant executed = Begin + Duration(trips(engine));
        const Instant read = executed + Duration(trips(engine));
        const Instant slotIsAt = executed + Duration(slot) + Duration(slot.count() * rate / 1000);
        Node node = asking();
        node.clock.observe(Begin, Epoch, read);
        (void)node.admission.reserveReplied({true, Epoch + slot, {}}, read, node.clock);
        Instant admitted = read;
        while (node.phase() == Phase::Reserved) {
            admitted = node.admission.wakeAt();
            (void)node.tick(admitted);
        }
        QVERIFY(node.phase() == Phase::Asking || admitted >= slotIsAt - 1us);
    }
}

void tst_Admission::aSlotWithinTheSlackIsGood()
{
    Node node = certain();
    QCOMPARE(node.admission.wakeAt(), Slot);
    QCOMPARE(node.tick(Slot + Slack), "TellAcquired Forget"_ba);
}

void tst_Admission::aSlotThatWasSleptThroughIsVoid()
{
    Node node = certain();
    QCOMPARE(node.tick(Slot + Slack + 1ns), "Acquire"_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QVERIFY(node.admission.slotIsVoid());
}

void tst_Admission::aVoidSlotIsReservedAnew()
{
    Node node = reserved();
    QCOMPARE(node.tick(110s), "Acquire"_ba);
    QVERIFY(node.admission.slotIsVoid());
    QCOMPARE(node.reserved(112s, 110s, 110s), ""_ba);
    QVERIFY(!node.admission.slotIsVoid());
    QCOMPARE(node.admission.slot(), onServer(112s));
    QCOMPARE(node.tick(node.admission.wakeAt()), "TellAcquired Forget"_ba);
}

void tst_Admission::aSlotThatWasSleptThroughInFlightIsVoid()
{
    Node node = asking();
    node.clock.observe(Begin, onServer(Begin), Begin);
    QCOMPARE(node.reserved(100'010ms, Begin, 101s), "Acquire"_ba);
    QVERIFY(node.admission.slotIsVoid());
}

void tst_Admission::aVoidSlotIsAskedForOnceConnected()
{
    Node node = reserved();
    node.disconnected();
    QCOMPARE(node.tick(110s), ""_ba);
    QCOMPARE(node.phase(), Phase::Asking);
    QCOMPARE(node.connected(111s), "Acquire"_ba);
    QVERIFY(node.admission.slotIsVoid());
    node.disconnected();
    QCOMPARE(node.connected(112s), "Acquire"_ba);
    QVERIFY(node.admission.slotIsVoid());
}

// The clock is known closely, from before the network became slow.
void tst_Admission::aLateReplyIsFollowedByALead()
{
    Node node = certain();
    node.tick(Slot + Slack + 1ns);
    QCOMPARE(node.admission.lead(), Duration(0s));
    QCOMPARE(node.reserved(103s, 103s, 104s), "Acquire"_ba);
    QVERIFY(node.admission.slotIsVoid());
    QCOMPARE(node.admission.lead(), Duration(2s)); // twice what it was late by
    QCOMPARE(node.reserved(106s, 104s, 105s), ""_ba);
    QCOMPARE(node.admission.wakeAt(), Instant(106s));
    QCOMPARE(node.tick(106s), "TellAcquired Forget"_ba);
}

void tst_Admission::leadsAddUpToHalfOfThePatience()
{
    Node node = certain();
    node.tick(Slot + Slack + 1ns);
    node.reserved(103s, 103s, 104s);
    node.reserved(106s, 104s, 106'201ms);
    QCOMPARE(node.admission.lead(), Duration(2'402ms));
    node.reserved(109s, 106'201ms, 110s);
    QCOMPARE(node.admission.lead(), Duration(Patience) / 2);
}

void tst_Admission::aTryWaitsForItsLead()
{
    Node node = asking(0ms);
    node.clock.observe(Begin, onServer(Begin), Begin);
    QCOMPARE(node.admission.longestWait(Begin), Duration(0s));
    QCOMPARE(node.reserved(Begin, Begin, 101s), "Acquire"_ba);
    QCOMPARE(node.admission.longestWait(101s), node.admission.lead());
    QCOMPARE(node.reserved(103s, 101s, 102s), ""_ba);
    QCOMPARE(node.tick(node.admission.wakeAt()), "TellAcquired Forget"_ba);
}

void tst_Admission::aSlotThatWasSleptThroughNeedsNoLead()
{
    Node node = reserved();
    node.tick(110s);
    QVERIFY(node.admission.slotIsVoid());
    QCOMPARE(node.admission.lead(), Duration(0s));
}

// A slow network must not make every slot void.
void tst_Admission::uncertaintyTakesHalfOfTheSlackAtMost()
{
    const auto slow = [] {
        Node node = asking();
        node.reserved(Slot, Begin, 100'400ms); // between 101.98 and 102.42 s: 440 ms, of which 100 count
        return node;
    };
    Node inTime = slow();
    QCOMPARE(inTime.tick(102'520ms), "TellAcquired Forget"_ba);
    Node late = slow();
    QCOMPARE(late.tick(102'520ms + 1ns), "Acquire"_ba);
    QVERIFY(late.admission.slotIsVoid());
}

// Clocks that drift apart in a long wait must not carry the admission past the slack.
void tst_Admission::aFarSlotIsPlacedAgain()
{
    Node node = asking();
    node.reserved(160s, Begin, 100'010ms); // between 159.4 and 160.61 s
    QCOMPARE(node.admission.wakeAt(), 159'400ms);
    QCOMPARE(node.tick(159'400ms), "Acquire"_ba);
    QVERIFY(!node.admission.slotIsVoid());
    QCOMPARE(node.reserved(160s, 159'400ms, 159'410ms), ""_ba);
    QCOMPARE(node.admission.wakeAt(), 160'016ms); // 159.41 + 0.6 * 1.01
    QCOMPARE(node.tick(160'016ms), "TellAcquired Forget"_ba);
}

void tst_Admission::aFarSlotComesWithoutAConnection()
{
    Node node = asking();
    node.reserved(160s, Begin, 100'010ms);
    node.disconnected();
    QCOMPARE(node.tick(159'400ms), ""_ba);
    QCOMPARE(node.admission.wakeAt(), 160'610ms);
    QCOMPARE(node.tick(160'610ms), "TellAcquired Forget"_ba);
}

void tst_Admission::refusedWithAQuota()
{
    Node node = asking(1s);
    QCOMPARE(node.refused(100'010ms), "TellTimedOut Forget"_ba);
    QVERIFY(!node.admission.quota().granted);
    QCOMPARE(node.admission.quota().retryAfter, 3s);
    QCOMPARE(node.admission.errorCode(), ErrorCode::NoError);
}

void tst_Admission::aTryIsRefused()
{
    Node node;
    QCOMPARE(node.start(0ms), "Acquire"_ba);
    QCOMPARE(node.refused(100'010ms), "TellTimedOut Forget"_ba);
}

void tst_Admission::anUnansweredTryFailsAfterThePatience()
{
    Node node = asking(0ms);
    QCOMPARE(node.admission.wakeAt(), Begin + Patience);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Release"_ba);
    QCOMPARE(node.admission.errorCode(), ErrorCode::Timeout);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
}

void tst_Admission::aTryThatWasNeverConnectedFailsAfterThePatience()
{
    Node node;
    node.start(0ms, false);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Forget"_ba);
    QCOMPARE(node.admission.errorCode(), ErrorCode::NotConnected);
}

void tst_Admission::timesOutWhileAsking()
{
    Node node = asking(1s);
    QCOMPARE(node.tick(100'999ms), ""_ba);
    QCOMPARE(node.tick(101s), "TellTimedOut Release"_ba);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
    QCOMPARE(node.phase(), Phase::Done);
}

void tst_Admission::timesOutWhileReserved()
{
    Node node = reserved(2s); // the slot has surely come at 102.03 s only
    QCOMPARE(node.admission.wakeAt(), 102s);
    QCOMPARE(node.tick(102s), "TellTimedOut Release"_ba);
}

void tst_Admission::timesOutBeforeAnythingWasSent()
{
    Node node;
    node.start(1s, false);
    QCOMPARE(node.tick(101s), "TellTimedOut Forget"_ba);
    QCOMPARE(node.connected(102s), ""_ba);
}

void tst_Admission::aSlotAtTheTimeoutStillCounts()
{
    Node node = reserved(2030ms);
    QCOMPARE(node.tick(AdmitAt), "TellAcquired Forget"_ba);
}

void tst_Admission::cancelsWhileAsking()
{
    Node node = asking();
    QCOMPARE(text(node.admission.cancel()), "TellCancelled Release"_ba);
    QCOMPARE(text(node.admission.cancel()), ""_ba);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
    QCOMPARE(text(node.admission.cancelReplied()), ""_ba);
}

void tst_Admission::cancelsWhileReserved()
{
    Node node = reserved();
    QCOMPARE(text(node.admission.cancel()), "TellCancelled Release"_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
}

void tst_Admission::cancelsBeforeAnythingWasSent()
{
    Node node;
    node.start(Forever, false);
    QCOMPARE(text(node.admission.cancel()), "TellCancelled Forget"_ba);
}

void tst_Admission::whatComesAfterACancelIsIgnored()
{
    Node node = asking();
    (void)node.admission.cancel();
    QCOMPARE(node.reserved(Begin, Begin, 100'010ms), ""_ba);
    QCOMPARE(text(node.admission.reserveFailed(Failure::Final, 101s)), ""_ba);
    QCOMPARE(node.phase(), Phase::Leaving);
}

void tst_Admission::aSlotThatHasComeIsNotGivenBack()
{
    Node node = leaving();
    QCOMPARE(node.admission.wakeAt(), AdmitAt);
    QCOMPARE(node.tick(AdmitAt), "Forget"_ba);
}

void tst_Admission::aBusyServerIsAskedToCancelAgain_data()
{
    QTest::addColumn<int>("failure");
    QTest::newRow("busy") << int(Failure::Busy);
    QTest::newRow("refused") << int(Failure::Refused);
}

void tst_Admission::aBusyServerIsAskedToCancelAgain()
{
    QFETCH(const int, failure);
    Node node = leaving();
    QCOMPARE(text(node.admission.cancelFailed(Failure(failure), 101s)), ""_ba);
    QCOMPARE(node.admission.wakeAt(), 101'100ms);
    QCOMPARE(node.tick(101'100ms), "Release"_ba);
    QCOMPARE(node.admission.wakeAt(), AdmitAt);
}

void tst_Admission::aTryIsToldWhatABusyServerSays()
{
    Node node = asking(0ms);
    QCOMPARE(text(node.admission.reserveFailed(Failure::Busy, 101s)), ""_ba);
    QCOMPARE(node.tick(Begin + Patience), "TellFailed Release"_ba);
    QCOMPARE(node.admission.errorCode(), ErrorCode::NoError); // the server's own
}

void tst_Admission::whatWasRefusedIsNotTakenBack()
{
    Node node = asking();
    QCOMPARE(text(node.admission.reserveFailed(Failure::Refused, 101s)), "TellFailed Forget"_ba);

    Node stray = asking();
    stray.disconnected();
    (void)stray.connected(102s);
    QCOMPARE(text(stray.admission.reserveFailed(Failure::Refused, 103s)), "TellFailed Release"_ba);
}

void tst_Admission::aCancelThatFailsIsTheEnd()
{
    Node node = leaving();
    QCOMPARE(text(node.admission.cancelFailed(Failure::Final, 101s)), "Forget"_ba);
}

void tst_Admission::aBusyServerIsAskedAgain()
{
    Node node = asking();
    QCOMPARE(text(node.admission.reserveFailed(Failure::Busy, 101s)), ""_ba);
    QCOMPARE(node.admission.wakeAt(), 101'100ms);
    QCOMPARE(node.tick(101'100ms), "Acquire"_ba);
}

void tst_Admission::anErrorOfTheServerEndsTheWait()
{
    for (const Failure failure : {Failure::Final, Failure::Foreign}) {
        Node node = asking();
        QCOMPARE(text(node.admission.reserveFailed(failure, 101s)), "TellFailed Release"_ba);
        QCOMPARE(node.admission.errorCode(), ErrorCode::NoError);
    }
}

void tst_Admission::failsFromOutside()
{
    Node node = reserved();
    QCOMPARE(text(node.admission.fail()), "TellFailed Release"_ba);
    QCOMPARE(text(node.admission.fail()), ""_ba);
}

void tst_Admission::reconnectsWhileAsking()
{
    Node node = asking();
    node.disconnected();
    QCOMPARE(node.admission.wakeAt(), Never);
    QCOMPARE(node.connected(105s), "Acquire"_ba);
    QVERIFY(!node.admission.slotIsVoid()); // the slot this token may have is good
}

void tst_Admission::admitsWithoutAConnection()
{
    Node node = reserved();
    node.disconnected();
    QCOMPARE(node.admission.wakeAt(), AdmitAt);
    QCOMPARE(node.tick(AdmitAt), "TellAcquired Forget"_ba);

    Node back = reserved();
    back.disconnected();
    QCOMPARE(back.connected(101s), ""_ba);
    QCOMPARE(back.tick(AdmitAt), "TellAcquired Forget"_ba);
}

void tst_Admission::reconnectsWhileLeaving()
{
    Node node = leaving();
    node.disconnected();
    QCOMPARE(node.connected(101s), "Release"_ba);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);

    Node spent = leaving();
    spent.disconnected();
    QCOMPARE(spent.connected(AdmitAt), ""_ba);
    QCOMPARE(spent.tick(AdmitAt), "Forget"_ba);
}

void tst_Admission::whatWasCancelledWithoutAConnectionIsGivenBackLater()
{
    Node node = asking();
    node.disconnected();
    QCOMPARE(text(node.admission.cancel()), "TellCancelled"_ba);
    QCOMPARE(node.admission.wakeAt(), Never);
    QCOMPARE(node.connected(1000s), "Release"_ba);
    QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
}

void tst_Admission::abandonsInSilence()
{
    Node unsent;
    unsent.start(Forever, false);
    QCOMPARE(text(unsent.admission.abandon()), "Forget"_ba);
    for (Node node : {asking(), reserved()}) {
        QCOMPARE(text(node.admission.abandon()), "Release"_ba);
        QCOMPARE(text(node.admission.abandon()), ""_ba);
        QCOMPARE(text(node.admission.cancelReplied()), "Forget"_ba);
    }
}

void tst_Admission::wakes_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("isConnected");
    QTest::addColumn<qint64>("wakeAt"); // ms, -1 for never
    QTest::newRow("asking") << int(Phase::Asking) << true << qint64(200'000);
    QTest::newRow("asking, disconnected") << int(Phase::Asking) << false << qint64(200'000);
    QTest::newRow("reserved") << int(Phase::Reserved) << true << qint64(102'030);
    QTest::newRow("reserved, disconnected") << int(Phase::Reserved) << false << qint64(102'030);
    QTest::newRow("leaving") << int(Phase::Leaving) << true << qint64(102'030);
    QTest::newRow("leaving, disconnected") << int(Phase::Leaving) << false << qint64(102'030);
    QTest::newRow("done") << int(Phase::Done) << true << qint64(-1);
}

void tst_Admission::wakes()
{
    QFETCH(int, phase);
    QFETCH(bool, isConnected);
    QFETCH(qint64, wakeAt);
    Node node = phase == int(Phase::Asking) ? asking(100s)
        : phase == int(Phase::Reserved)     ? reserved(100s)
                                            : leaving();
    if (phase == int(Phase::Done))
        (void)node.admission.cancelReplied();
    if (!isConnected)
        node.disconnected();
    QCOMPARE(node.admission.wakeAt(), wakeAt < 0 ? Never : Instant(std::chrono::milliseconds(wakeAt)));
    if (wakeAt < 0)
        return;
    const Instant now = node.admission.wakeAt();
    const bool acted = !node.tick(now).isEmpty();
    QVERIFY(acted || node.admission.wakeAt() > now);
}

namespace {

// Anything at all may happen to an admission, in any order. Every step is checked.
class Tape
{
public:
    explicit Tape(quint32 seed)
        : m_engine(seed)
    {
    }

    // What broke, or nothing.
    QByteArray play()
    {
        const std::chrono::milliseconds timeouts[] = {0ms, 1ms, 500ms, 20s, Forever};
        m_connected = oneIn(2);
        take(m_admission.start(m_now, timeouts[upTo(4)], m_connected));
        for (int i = 0; i < 30 && m_broken.isEmpty(); ++i)
            step();
        if (m_broken.isEmpty())
            drain();
        return m_broken;
    }

private:
    struct Sent
    {
        Action what;
        Instant at;
    };

    int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(m_engine); }
    bool oneIn(int n) { return upTo(n - 1) == 0; }
    Duration between(Duration shortest, Duration longest)
    {
        return Duration(
            std::uniform_int_distribution<Duration::rep>(shortest.count(), longest.count())(m_engine));
    }

    void expect(bool holds, const char *rule)
    {
        if (!holds && m_broken.isEmpty())
            m_broken = rule;
    }

    void take(const Actions &actions)
    {
        expect(!m_forgotten || actions.isEmpty(), "nothing comes after Forget");
        for (const Action action : actions) {
            expect(!m_forgotten, "Forget comes last");
            switch (action) {
            case Action::Acquire:
                expect(m_connected, "nothing is sent while disconnected");
                for (const Sent &sent : m_sent)
                    expect(sent.what != action, "a command is sent once at a time");
                m_sent.push_back({action, m_now});
                break;
            case Action::Release:
                expect(m_connected, "nothing is sent while disconnected");
                m_sent = {{action, m_now}};
                break;
            case Action::TellAcquired:
                expect(onServer(m_now) >= m_admission.slot(), "never before the slot");
                expect(onServer(m_now) <= m_admission.slot()
                               + std::chrono::floor<std::chrono::microseconds>(Slack + m_uncertain),
                       "never longer than the slack behind the slot");
                Q_FALLTHROUGH();
            case Action::TellTimedOut:
            case Action::TellCancelled:
            case Action::TellFailed:
                expect(!m_abandoned, "nothing is told once abandoned");
                expect(++m_outcomes == 1, "one outcome per request");
                break;
            case Action::Forget:
                m_forgotten = true;
                expect(m_abandoned || m_outcomes == 1, "every request has an outcome");
                break;
            default:
                expect(false, "an admission is not held, renewed or released");
            }
        }
        expect(m_forgotten == (m_admission.phase() == Phase::Done), "Forget and Done are one");
        expect(m_admission.wakeAt() == Never || !m_forgotten, "what is done sleeps");
    }

    void tick()
    {
        const Actions actions = m_admission.tick(m_now, m_clock);
        m_idleTicks = actions.isEmpty() && m_admission.wakeAt() <= m_now ? m_idleTicks + 1 : 0;
        take(actions);
        expect(m_idleTicks < 2, "a tick at wakeAt() makes progress");
    }

    void wake()
    {
        if (m_admission.wakeAt() == Never)
            return;
        m_now = std::max(m_now, m_admission.wakeAt());
        for (int i = 0; m_admission.wakeAt() <= m_now && m_broken.isEmpty(); ++i) {
            expect(i < 4, "ticks at one instant come to an end");
            tick();
        }
    }

    void answer(bool kindly)
    {
        const Sent sent = m_sent.front();
        m_sent.pop_front();
        const Instant executed = sent.at + (m_now - sent.at) / 2;
        m_clock.observe(sent.at, onServer(executed), m_now);
        const bool fails = !kindly && oneIn(4);
        const auto failure = Failure(upTo(2));
        if (sent.what == Action::Release) {
            take(fails ? m_admission.cancelFailed(failure, m_now) : m_admission.cancelReplied());
            return;
        }
        if (fails) {
            take(m_admission.reserveFailed(failure, m_now));
            return;
        }
        ReserveReply reply;
        reply.reserved = kindly || !oneIn(4);
        // A token that asks again has the slot it had, however long ago that was.
        const bool isOld = !kindly && !m_admission.slotIsVoid() && oneIn(4);
        const Instant slot = executed + (isOld ? -between(0ns, 10s) : oneIn(2) ? 0ns : between(0ns, 5s));
        reply.slot = onServer(slot);
        m_uncertain = (m_now - sent.at) + (slot > executed ? (slot - executed) / 50 : Duration {});
        take(m_admission.reserveReplied(reply, m_now, m_clock));
    }

    void step()
    {
        const Duration naps[] = {1ms, 20ms, 500ms, 20s};
        m_now += between(0ns, naps[upTo(3)]);
        switch (upTo(9)) {
        case 0:
            if (!std::exchange(m_connected, true))
                take(m_admission.connected(m_now));
            break;
        case 1:
            if (std::exchange(m_connected, false)) {
                m_sent.clear();
                m_clock.reset();
                m_admission.disconnected();
            }
            break;
        case 2:
            if (oneIn(3))
                take(m_admission.cancel());
            break;
        case 3:
            if (oneIn(6)) {
                m_abandoned = true;
                take(m_admission.abandon());
            } else if (oneIn(6)) {
                take(m_admission.fail());
            }
            break;
        case 4:
        case 5:
            tick();
            break;
        case 6:
        case 7:
            wake();
            break;
        default:
            if (!m_sent.empty())
                answer(false);
        }
    }

    // With a connection, and a server that answers, every admission comes to an end.
    void drain()
    {
        if (!std::exchange(m_connected, true))
            take(m_admission.connected(m_now));
        for (int i = 0; i < 200 && m_broken.isEmpty(); ++i) {
            if (m_admission.phase() == Phase::Done)
                return;
            if (!m_sent.empty())
                answer(true);
            else
                wake();
        }
        expect(false, "every admission comes to an end");
    }

    std::mt19937 m_engine;
    Admission m_admission {AdmissionTerms {Slack, Patience}};
    ServerClock m_clock;
    Instant m_now = Begin;
    std::deque<Sent> m_sent;
    Duration m_uncertain {};
    bool m_connected = false;
    bool m_abandoned = false;
    bool m_forgotten = false;
    int m_outcomes = 0;
    int m_idleTicks = 0;
    QByteArray m_broken;
};

} // namespace

void tst_Admission::anyTapeKeepsTheRules()
{
    for (quint32 seed = 1; seed <= 20'000; ++seed) {
        const QByteArray broken = Tape(seed).play();
        QVERIFY2(broken.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + broken).constData());
    }
}

QTEST_APPLESS_MAIN(tst_Admission)

#include "tst_admission.moc"
