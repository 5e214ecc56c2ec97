// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#include "testserver.h"

#include <QtCore/qtemporarydir.h>

using namespace redguard;
using namespace std::chrono_literals;

class tst_DocServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.command({"FLUSHALL"}); }
    void cleanupTestCase();

    void options();
    void urls_data();
    void urls();
    void local();
    void shared();
    void temporary();
    void namespaces();
    void credentials();
    void trouble();
    void status();
    void statistics();
    void closing();

private:
    void connectTo(const QString &url) { m_url = url; }

    TestServer m_server;
    QTemporaryDir m_folder;
    QString m_url;
};

// What is shared among the programs of this user is shared with nobody here.
void tst_DocServer::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
    QVERIFY(m_server.start());
}

void tst_DocServer::cleanupTestCase()
{
    LocalServer server;
    QSignalSpy stopped(&server, &LocalServer::stopped);
    server.stop();
    QVERIFY(stopped.wait(15000));
}

void tst_DocServer::options()
{
    const QString url = m_server.url();
    //! [options]
    GuardOptions options;
    options.clientName = "booking desk 2";
    options.commandTimeout = 2s;
    auto *guard = new RedGuard(url, "lab", options, this);
    //! [options]
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
    delete guard;
}

void tst_DocServer::urls_data()
{
    QTest::addColumn<QString>("url");
    const auto row = [](const char *url) { QTest::newRow(url) << url; };
    //! [urls]
    row("redis://db.example.org:6379/2");
    row("rediss://lab:s3cret@db.example.org?ssl_ca_certs=/etc/lab/ca.pem");
    row("redis-sentinel://s1.example.org,s2.example.org,s3.example.org/0?master_name=lab");
    row("redis-cluster://c1.example.org:7000,c2.example.org:7000");
    row("unix:///run/redis/redis.sock?db=1");
    row("local:lab");
    //! [urls]
}

// A URL that cannot be read would be told at once.
void tst_DocServer::urls()
{
    QFETCH(QString, url);
    RedGuard guard(url);
    QVERIFY(guard.error().code() != ErrorCode::InvalidUrl);
    QVERIFY(!guard.url().contains("s3cret"));
}

void tst_DocServer::local()
{
    //! [local]
    auto *guard = RedGuard::fromUrl(QString("local:"), "lab", this);
    //! [local]
    QTRY_COMPARE_WITH_TIMEOUT(guard->state(), ConnectionState::Connected, 15000);
    delete guard;
}

void tst_DocServer::shared()
{
    //! [shared]
    auto *server = new LocalServer(this);
    connect(server, &LocalServer::started, this, [this, server] { connectTo(server->url()); });
    connect(server, &LocalServer::errorOccurred, this, [](const Error &error) { qWarning() << error; });
    server->start();
    //! [shared]
    QTRY_COMPARE_WITH_TIMEOUT(m_url, server->url(), 15000);
    delete server;
}

void tst_DocServer::temporary()
{
    //! [temporary]
    LocalServer server(LocalServer::Mode::Temporary);
    QSignalSpy started(&server, &LocalServer::started);
    server.start();
    QVERIFY(started.wait(15000));
    RedGuard guard(server.url());
    //! [temporary]
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
}

void tst_DocServer::namespaces()
{
    auto guard = std::make_unique<RedGuard>(m_server.url(), "lab");
    //! [namespace]
    RedGuard *office = guard->withNamespace("office", this); // the same connection
    Lock *inLab = guard->lock("printer");                    // the key lab:printer
    Lock *inOffice = office->lock("printer");                // the key office:printer
    //! [namespace]
    inLab->acquire();
    inOffice->acquire();
    QTRY_VERIFY(inLab->isHeld() && inOffice->isHeld());
    delete office;
}

void tst_DocServer::credentials()
{
    m_server.command({"ACL", "SETUSER", "lab", "on", ">first", "~*", "&*", "+@all"});
    auto guard = std::make_unique<RedGuard>(QString(m_server.url()).replace("unix://", "unix://lab:first@"));
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
    m_server.command({"ACL", "SETUSER", "lab", "resetpass", ">next"});
    const QString fromTheVault = "next";
    //! [credentials]
    guard->setCredentials("lab", fromTheVault); // holds and waits go on
    //! [credentials]
    Lock *lock = guard->lock("door");
    m_server.command({"CLIENT", "KILL", "USER", "lab"}); // so that it logs in once more
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
}

void tst_DocServer::trouble()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [trouble]
    connect(guard.get(), &RedGuard::stateChanged, this, [](ConnectionState state) { qInfo() << state; });
    connect(guard.get(), &RedGuard::errorOccurred, this, [](const Error &error) { qInfo() << error; });
    connect(guard.get(), &RedGuard::serverWarning, this,
            [](ServerWarning, const QString &message) { qWarning().noquote() << message; });
    //! [trouble]
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("::Connected$"));
    QTRY_COMPARE(guard->state(), ConnectionState::Connected);
}

void tst_DocServer::status()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    Lock *lock = guard->lock("oscilloscope-2");
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    qsizetype holders = 0;
    //! [status]
    guard->status("oscilloscope-2", this, [&](const Result<Status> &status) {
        if (!status)
            return;
        for (const Status::Holder &holder : status->holders)
            qInfo() << holder.client << "for" << holder.remaining.count() << "ms at most";
        holders = status->holders.size();
    });
    //! [status]
    QTRY_COMPARE(holders, 1);
}

void tst_DocServer::statistics()
{
    auto guard = std::make_unique<RedGuard>(m_server.url());
    //! [statistics]
    connect(guard.get(), &RedGuard::statisticsChanged, this,
            [&guard] { qInfo() << guard->statistics().medianLatency << "ms"; });
    //! [statistics]
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("^[0-9.]+ ms$"));
    QSignalSpy changed(guard.get(), &RedGuard::statisticsChanged);
    QVERIFY(changed.wait(15000));
    QVERIFY(guard->statistics().roundTrips > 0);
}

void tst_DocServer::closing()
{
    auto *guard = new RedGuard(m_server.url());
    Lock *lock = guard->lock("door");
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QSignalSpy gone(guard, &QObject::destroyed);
    //! [closing]
    connect(guard, &RedGuard::closed, guard, &QObject::deleteLater);
    guard->closeWithin(500ms); // gives back what is held, and waits for the answers
    //! [closing]
    QVERIFY(gone.wait(15000));
    QTRY_COMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
}

QTEST_GUILESS_MAIN(tst_DocServer)
#include "tst_docserver.moc"
