// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

using namespace redguard;
using namespace std::chrono_literals;

//! [store]
// What the lock protects. This check belongs where the data are, not where the lock is held.
class Store
{
public:
    bool write(qint64 fence, const QByteArray &data)
    {
        if (fence < m_newestFence)
            return false; // from a holder that was paused past its deadline
        m_newestFence = fence;
        m_data = data;
        return true;
    }
    //! [store]
    [[nodiscard]] QByteArray data() const { return m_data; }

private:
    qint64 m_newestFence = 0;
    QByteArray m_data;
};

class tst_DocLeases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init()
    {
        m_server.command({"FLUSHALL"});
        m_guard = std::make_unique<RedGuard>(m_server.url());
    }
    void cleanup() { m_guard.reset(); }

    void options();
    void maxHold();
    void extend();
    void loss();
    void steps();
    void fence();

private:
    TestServer m_server;
    std::unique_ptr<RedGuard> m_guard;
};

void tst_DocLeases::options()
{
    //! [options]
    Lock *safe = m_guard->lock("instrument", {.ttl = 10s});
    Lock *watched = m_guard->lock("wizard", {.ttl = 5s, .renewal = Renewal::EventLoop});
    Lock *fixed = m_guard->lock("batch", {.ttl = 60s, .renewal = Renewal::None});
    //! [options]
    for (Lock *lock : {safe, watched, fixed}) {
        lock->acquire();
        QTRY_VERIFY(lock->isHeld());
    }
}

void tst_DocLeases::maxHold()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("was lost"));
    //! [maxhold]
    Lock *lock = m_guard->lock("instrument", {.ttl = 500ms, .maxHold = 1s});
    connect(lock, &Lock::lost, this, [](const LeaseInfo &, LossReason reason) {
        if (reason == LossReason::MaxHoldReached)
            qInfo() << "Others have waited long enough";
    });
    lock->acquire();
    //! [maxhold]
    QTest::ignoreMessage(QtInfoMsg, "Others have waited long enough");
    QSignalSpy lost(lock, &Lock::lost);
    QVERIFY(lost.wait(15000));
}

void tst_DocLeases::extend()
{
    //! [extend]
    Lock *lock = m_guard->lock("batch", {.ttl = 60s, .renewal = Renewal::None});
    connect(lock, &Lock::renewed, this,
            [](const LeaseInfo &lease) { qInfo() << "good for" << lease.remainingTime().count() << "ms"; });
    lock->acquire();
    // ... and after each piece of the work:
    lock->extend();
    //! [extend]
    QSignalSpy renewed(lock, &Lock::renewed);
    QTRY_VERIFY(lock->isHeld());
    lock->extend();
    QTRY_COMPARE(renewed.size(), 1);
}

void tst_DocLeases::loss()
{
    bool isStopped = false;
    Lock *lock = m_guard->lock("instrument", {.ttl = 600ms});
    //! [loss]
    connect(lock, &Lock::atRisk, this, [](const LeaseInfo &, std::chrono::milliseconds remaining) {
        qInfo() << "No renewal for a while;" << remaining.count() << "ms are left";
    });
    connect(lock, &Lock::lost, this, [&isStopped](const LeaseInfo &lease, LossReason reason) {
        isStopped = true; // stop the work: another may have the lock from now on
        qInfo() << lease.name() << "is lost:" << reason;
    });
    //! [loss]
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("was lost"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.command({"SET", "instrument", "somebody else", "PX", "60000"});
    QTRY_VERIFY_WITH_TIMEOUT(isStopped, 15000);
}

void tst_DocLeases::steps()
{
    int done = 0;
    QList<int> pieces {1, 2, 3};
    //! [steps]
    m_guard->lock("batch")->run(this, [&](const Lease &lease) {
        for (const int piece : pieces) {
            if (!lease.isHeld())
                return; // compares clocks itself: right even before lost() is told
            done += piece;
        }
    });
    //! [steps]
    QTRY_COMPARE(done, 6);
}

void tst_DocLeases::fence()
{
    Store store;
    RedGuard other(m_server.url());
    //! [fence]
    Lock *slow = m_guard->lock("report", {.ttl = 500ms, .renewal = Renewal::None});
    Lock *next = other.lock("report", {.ttl = 10s});
    qint64 slowFence = 0;
    connect(slow, &Lock::acquired, this, [&](const LeaseInfo &lease) { slowFence = lease.fence(); });
    connect(next, &Lock::acquired, this, [&](const LeaseInfo &lease) {
        QVERIFY(store.write(lease.fence(), "new")); // the slow one has lost the lock by now
        QVERIFY(!store.write(slowFence, "old"));    // and wakes up in the middle of its work
    });
    //! [fence]
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("was lost"));
    slow->acquire();
    QTRY_VERIFY(slowFence > 0);
    next->acquire();
    QTRY_COMPARE_WITH_TIMEOUT(store.data(), "new", 15000);
}

QTEST_GUILESS_MAIN(tst_DocLeases)
#include "tst_docleases.moc"
