// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sync/renewalplan.h"

#include <QtTest/qtest.h>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

namespace {

LeaseTerms terms(Duration ttl = 24s, Renewal renewal = Renewal::EventLoop)
{
    LeaseTerms terms;
    terms.ttl = ttl;
    terms.margin = 2ms;
    terms.renewal = renewal;
    return terms;
}

} // namespace

class tst_RenewalPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isDueAtAThirdOfTheTtl();
    void whatIsDueTogetherGoesTogether();
    void shortLeasesHaveAGridToo();
    void isSentOnce();
    void isRepeatedSoonerTowardsTheEnd();
    void isDueHereOnlyWhereItIsRenewedHere();
    void longestHoldCutsTheExtension();
    void longestHoldOfATtlNeedsNoRenewal();
    void aCheckExtendsNothing();
    void aCheckIsNotDueAgainWhileItIsUnderWay();
};

void tst_RenewalPlan::isDueAtAThirdOfTheTtl()
{
    const LeaseTerms lease = terms();
    RenewalPlan plan(lease);
    QCOMPARE(plan.dueAt(), Never);
    plan.begin(100s);
    QCOMPARE(plan.dueAt(), 108s);
    QCOMPARE(plan.heldSince(), 100s);
    QCOMPARE(plan.send(108s), 24s);
    QCOMPARE(plan.asked(), 24s);
    plan.extended(108s);
    QCOMPARE(plan.dueAt(), 116s);
    QCOMPARE(plan.heldSince(), 100s);
}

void tst_RenewalPlan::whatIsDueTogetherGoesTogether()
{
    const LeaseTerms both = terms();
    RenewalPlan early(both);
    RenewalPlan late(both);
    early.begin(100'000ms);
    late.begin(100'999ms);
    QCOMPARE(early.dueAt(), late.dueAt());
    late.begin(101s);
    QCOMPARE(late.dueAt(), 109s);
    late.begin(99'999ms);
    QCOMPARE(late.dueAt(), 107s); // earlier rather than later
}

void tst_RenewalPlan::shortLeasesHaveAGridToo()
{
    const LeaseTerms lease = terms(10ms);
    RenewalPlan plan(lease);
    plan.begin(100s);
    QCOMPARE(plan.dueAt(), 100'003ms);
}

void tst_RenewalPlan::isSentOnce()
{
    const LeaseTerms lease = terms();
    RenewalPlan plan(lease);
    plan.begin(100s);
    (void)plan.send(108s);
    QCOMPARE(plan.dueAt(), Never);
    plan.extended(108s);
    plan.stop();
    QCOMPARE(plan.dueAt(), Never);
}

void tst_RenewalPlan::isRepeatedSoonerTowardsTheEnd()
{
    const LeaseTerms lease = terms();
    RenewalPlan plan(lease);
    plan.begin(100s);
    plan.failed(108s, 123s);
    QCOMPARE(plan.dueAt(), 109s);
    plan.failed(122s, 123s);
    QCOMPARE(plan.dueAt(), 122'250ms);
    plan.failed(122'999ms, 123s);
    QCOMPARE(plan.dueAt(), 123'009ms);
}

void tst_RenewalPlan::isDueHereOnlyWhereItIsRenewedHere()
{
    for (const Renewal renewal : {Renewal::Background, Renewal::None}) {
        const LeaseTerms lease = terms(24s, renewal);
        RenewalPlan plan(lease);
        plan.begin(100s);
        QCOMPARE(plan.dueAt(), Never);
        QCOMPARE(plan.send(100s), 24s); // a grant is extended all the same
        plan.extended(100s);
        QCOMPARE(plan.dueAt(), Never);
    }
}

void tst_RenewalPlan::longestHoldCutsTheExtension()
{
    LeaseTerms limited = terms();
    limited.maxHold = 40s;
    RenewalPlan plan(limited);
    plan.begin(100s);
    QCOMPARE(plan.send(108s), 24s);
    plan.extended(108s);
    QCOMPARE(plan.dueAt(), 116s);
    QVERIFY(!plan.reachesLongestHold(108s + 24s));
    QCOMPARE(plan.send(116'500ms), 23'500ms);
    plan.extended(116'500ms);
    QCOMPARE(plan.dueAt(), Never);
    QVERIFY(plan.reachesLongestHold(limited.provenUntil(116'500ms, plan.asked())));
    QCOMPARE(plan.send(141s), 1ms); // never less
}

void tst_RenewalPlan::longestHoldOfATtlNeedsNoRenewal()
{
    LeaseTerms limited = terms();
    limited.maxHold = limited.ttl;
    RenewalPlan plan(limited);
    plan.begin(100s);
    QCOMPARE(plan.dueAt(), Never);
    QVERIFY(plan.reachesLongestHold(limited.provenUntil(100s, limited.ttl)));
}

void tst_RenewalPlan::aCheckExtendsNothing()
{
    const LeaseTerms lease = terms(24s, Renewal::None);
    RenewalPlan plan(lease);
    plan.begin(100s);
    QCOMPARE(plan.sendCheck(), 1ms);
    QCOMPARE(plan.asked(), 1ms);
}

void tst_RenewalPlan::aCheckIsNotDueAgainWhileItIsUnderWay()
{
    const LeaseTerms lease = terms(24s, Renewal::None);
    RenewalPlan plan(lease);
    plan.begin(100s);
    plan.failed(101s, 124s);
    QCOMPARE(plan.dueAt(), Instant(102s));
    (void)plan.sendCheck();
    QCOMPARE(plan.dueAt(), Never);
}

QTEST_APPLESS_MAIN(tst_RenewalPlan)
#include "tst_renewalplan.moc"
