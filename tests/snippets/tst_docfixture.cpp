// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
//! [fixture]
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

class tst_Booking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void secondOneWaits();
    void lossStopsTheWork();

private:
    redguard::LocalServer m_server {redguard::LocalServer::Mode::Temporary};
    std::unique_ptr<redguard::RedGuard> m_guard;
    std::unique_ptr<redguard::RedGuard> m_other; // stands for another program
};

void tst_Booking::initTestCase()
{
    QSignalSpy started(&m_server, &redguard::LocalServer::started);
    m_server.start();
    QVERIFY(started.wait(15000));
}

void tst_Booking::init()
{
    m_guard = std::make_unique<redguard::RedGuard>(m_server.url());
    m_other = std::make_unique<redguard::RedGuard>(m_server.url());
}

void tst_Booking::secondOneWaits()
{
    auto *mine = m_guard->lock("oscilloscope-2");
    auto *theirs = m_other->lock("oscilloscope-2");
    QSignalSpy queued(theirs, &redguard::Lock::queued);
    mine->acquire();
    QTRY_VERIFY(mine->isHeld());
    theirs->acquire();
    QTRY_COMPARE(queued.size(), 1);
    mine->release();
    QTRY_VERIFY(theirs->isHeld());
}
//! [fixture]

//! [loss]
void tst_Booking::lossStopsTheWork()
{
    auto *lock = m_guard->lock("oscilloscope-2", {.ttl = std::chrono::milliseconds(500)});
    QSignalSpy lost(lock, &redguard::Lock::lost);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("oscilloscope-2 was lost"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    m_server.stop(); // as if somebody had pulled the cable: the lease runs out
    QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 15000);
    QVERIFY(!lock->isHeld());
}
//! [loss]

QTEST_GUILESS_MAIN(tst_Booking)
#include "tst_docfixture.moc"
