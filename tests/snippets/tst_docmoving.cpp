// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qlockfile.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qsystemsemaphore.h>
#include <QtCore/qtemporarydir.h>

using namespace redguard;
using namespace std::chrono_literals;

// Each pair does the same, with Qt's own class and with RedGuard's.
class tst_DocMoving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init()
    {
        m_server.command({"FLUSHALL"});
        m_guard = std::make_unique<RedGuard>(m_server.url());
        m_done = 0;
    }
    void cleanup() { m_guard.reset(); }

    void systemSemaphore();
    void semaphoreInstead();
    void lockFile();
    void lockInstead();
    void threadSemaphore();
    void futureInstead();

private:
    void work() { ++m_done; }

    TestServer m_server;
    std::unique_ptr<RedGuard> m_guard;
    int m_done = 0;
};

void tst_DocMoving::systemSemaphore()
{
    const QString key = QString("redguard-docs-%1").arg(QCoreApplication::applicationPid());
    //! [systemsemaphore]
    QSystemSemaphore semaphore(key, 3, QSystemSemaphore::Open);
    semaphore.acquire(); // blocks the thread
    work();
    semaphore.release();
    //! [systemsemaphore]
    QCOMPARE(m_done, 1);
}

void tst_DocMoving::semaphoreInstead()
{
    const QString key = "licence";
    //! [semaphore]
    Semaphore *semaphore = m_guard->semaphore(key, {.capacity = 3});
    semaphore->run(this, [this] { work(); }); // returns at once
    //! [semaphore]
    QTRY_COMPARE(m_done, 1);
}

void tst_DocMoving::lockFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("project.lock");
    //! [lockfile]
    QLockFile file(path);
    if (file.tryLock(5000)) { // milliseconds, blocking the thread
        work();
        file.unlock();
    }
    //! [lockfile]
    QCOMPARE(m_done, 1);
}

void tst_DocMoving::lockInstead()
{
    //! [lock]
    Lock *lock = m_guard->lock("project");
    lock->acquireAsync(5s, this, [this](const Result<Lease> &lease) {
        if (lease)
            work();
    }); // given back when the last copy of the lease goes: here
    //! [lock]
    QTRY_COMPARE(m_done, 1);
    QTRY_COMPARE(m_server.command({"EXISTS", "project"}).integer, 0);
}

void tst_DocMoving::threadSemaphore()
{
    QSemaphore semaphore(2);
    std::unique_ptr<QThread> thread(QThread::create([&semaphore, this] {
        //! [threadsemaphore]
        semaphore.acquire(); // in a worker thread of one program
        work();
        semaphore.release();
        //! [threadsemaphore]
    }));
    thread->start();
    QVERIFY(thread->wait(15000));
    QCOMPARE(m_done, 1);
}

void tst_DocMoving::futureInstead()
{
    Semaphore *semaphore = m_guard->semaphore("cores", {.capacity = 2});
    std::unique_ptr<QThread> thread(QThread::create([semaphore, this] {
        //! [future]
        // In a worker thread, which may block; all programs together have these permits.
        const Result<Lease> lease = semaphore->acquireAsync().result();
        if (lease)
            work();
        //! [future]
    }));
    thread->start();
    QTRY_VERIFY(thread->isFinished());
    QCOMPARE(m_done, 1);
}

QTEST_GUILESS_MAIN(tst_DocMoving)
#include "tst_docmoving.moc"
