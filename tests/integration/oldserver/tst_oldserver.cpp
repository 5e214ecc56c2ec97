// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "scripts/script.h"
#include "testcluster.h"

#include <QtCore/qregularexpression.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// A server of today without what came with Redis 7.0.
const QStringList OfRedis62 {u"user default on nopass ~* &* +@all -ssubscribe -sunsubscribe -spublish "
                             "-pubsub|shardnumsub -pubsub|shardchannels -cluster|shards -cluster|links"_s};

} // namespace

// What Redis 6.2 lacks, or does in another way.
class tst_OldServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_cluster.start()); }

    void withoutShardChannelsWaitersAsk();
    void aScriptSeesOneTime_data();
    void aScriptSeesOneTime();

private:
    TestCluster m_cluster {OfRedis62};
};

void tst_OldServer::withoutShardChannelsWaitersAsk()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Waiting will be by asking"_s));
    RedGuard guard(m_cluster.url());
    Lock *holder = guard.lock(u"door"_s, {.ttl = 2s});
    Lock *waiter = guard.lock(u"door"_s, {.ttl = 2s});
    QSignalSpy queued(waiter, &Lock::queued);
    QSignalSpy failed(waiter, &Lock::errorOccurred);
    holder->acquire();
    QTRY_VERIFY(holder->isHeld());
    waiter->acquire();
    QTRY_COMPARE(queued.size(), 1);
    holder->release();
    QTRY_VERIFY_WITH_TIMEOUT(waiter->isHeld(), 15'000);
    QVERIFY(failed.isEmpty());
}

void tst_OldServer::aScriptSeesOneTime_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const scripts::Script *script : scripts::all())
        QTest::addRow("%s", script->name) << script->text;
}

// There, time goes on while a script runs.
void tst_OldServer::aScriptSeesOneTime()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(text.toUpper().count("'TIME'"), 1);
    QVERIFY(text.startsWith("local time = redis.call('TIME')\n")); // in no loop and in no function
}

QTEST_GUILESS_MAIN(tst_OldServer)
#include "tst_oldserver.moc"
