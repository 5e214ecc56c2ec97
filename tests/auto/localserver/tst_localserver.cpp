// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/localserver.h>

#include "fixture.h"
#include "local/serverstart.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace redguard;
using State = LocalServer::State;
using Mode = LocalServer::Mode;

namespace {

constexpr qint64 NobodyId = 65534;

void setMode(const QString &path, mode_t mode)
{
    QVERIFY(chmod(QFile::encodeName(path).constData(), mode) == 0);
}

uint modeOf(const QString &path)
{
    struct stat entry = {};
    return stat(QFile::encodeName(path).constData(), &entry) == 0 ? entry.st_mode & 07777U : 0;
}

bool start(LocalServer &server)
{
    QSignalSpy started(&server, &LocalServer::started);
    server.start();
    if (started.wait())
        return true;
    qCritical("%s", qPrintable(server.error().message()));
    return false;
}

Error startError(LocalServer &server)
{
    QSignalSpy failed(&server, &LocalServer::errorOccurred);
    server.start();
    return failed.wait() ? failed.first().first().value<Error>() : Error();
}

bool stop(LocalServer &server)
{
    QSignalSpy stopped(&server, &LocalServer::stopped);
    server.stop();
    return stopped.wait();
}

// Of a probe; nothing if there was an error instead.
std::optional<bool> probe(LocalServer &server)
{
    QSignalSpy probed(&server, &LocalServer::probed);
    server.probe();
    return probed.wait() ? std::optional(probed.first().first().toBool()) : std::nullopt;
}

void end(qint64 server)
{
    QVERIFY(server > 1);
    QCOMPARE(::kill(pid_t(server), SIGKILL), 0);
    QTRY_VERIFY(!processes::isAlive(server));
}

// The value of one CONFIG GET.
QByteArray configured(const LocalServer &server, QByteArrayView name)
{
    const resp::Value reply = command(server.socketPath(), {"CONFIG", "GET", name});
    return reply.elements.size() == 2 ? reply.elements.back().bytes : QByteArray("?");
}

} // namespace

class tst_LocalServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void startsPrivately();
    void isDetached();
    void findsOneThatRuns();
    void survivesItsStarter();
    void replacesOneThatDied();
    void startsOnceForMany();
    void namesAreApart();
    void worksWithoutRuntimeLocation();

    void stops();
    void stopsWhatOthersStarted();
    void stopsNothing();
    void staysRunningWhenItsConnectionIsKilled();
    void probes();
    void probesAndFindsItGone();

    void refusesFolder_data();
    void refusesFolder();
    void refusesForeignFolder();
    void refusesLongPath();
    void refusesName_data();
    void refusesName();
    void refusesArgumentsOfShared();
    void missingProgram();
    void programThatEnds();
    void programThatCannotRun();
    void lockHeldByAnother();
    void frozenServer();

    void temporary();
    void temporaryWithArguments();
    void temporaryWithWrongArguments();
    void temporaryEndsWithObject();
    void temporaryEndsWithProcess();
    void temporaryRestarts();

    void emitsFromEventLoop();
    void lastCallWins();
    void deletedInSlot_data();
    void deletedInSlot();

private:
    QTemporaryDir m_root;
    std::unique_ptr<QTemporaryDir> m_runtime; // in m_root, as everything of a test
};

void tst_LocalServer::initTestCase()
{
    QVERIFY(m_root.isValid());
    qputenv("TMPDIR", QFile::encodeName(m_root.path()));
}

void tst_LocalServer::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_runtime = std::make_unique<QTemporaryDir>();
    QVERIFY(m_runtime->isValid());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_runtime->path()));
    qunsetenv("REDGUARD_SERVER");
}

void tst_LocalServer::cleanup()
{
    for (qint64 server : processes::mentioning(m_root.path()))
        end(server);
    m_runtime.reset();
    QVERIFY(QDir(m_root.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void tst_LocalServer::startsPrivately()
{
    LocalServer server;
    QCOMPARE(server.name(), u"default"_s);
    QCOMPARE(server.mode(), Mode::Shared);
    QCOMPARE(server.socketPath(), m_runtime->path() + "/redguard/default/redis.sock"_L1);
    QCOMPARE(server.url(), "unix://"_L1 + server.socketPath());
    QSignalSpy states(&server, &LocalServer::stateChanged);
    QVERIFY(start(server));

    QCOMPARE(server.state(), State::Running);
    QCOMPARE(states.count(), 2);
    QCOMPARE(command(server.socketPath(), {"PING"}).bytes, QByteArray("PONG"));
    QVERIFY(processes::isAlive(server.processId()));
    QVERIFY(server.program().endsWith("-server"_L1));
    QVERIFY(server.uptime() < 1min);

    QCOMPARE(modeOf(m_runtime->filePath(u"redguard"_s)), 0700U);
    QCOMPARE(modeOf(m_runtime->filePath(u"redguard/default"_s)), 0700U);
    QCOMPARE(modeOf(server.socketPath()), 0700U);
    QCOMPARE(modeOf(server.logPath()), 0600U);

    QCOMPARE(configured(server, "port"), QByteArray("0"));
    QVERIFY(!processes::hasTcpSocket(server.processId()));
    QCOMPARE(configured(server, "save"), QByteArray());
    QCOMPARE(configured(server, "appendonly"), QByteArray("no"));
    QCOMPARE(configured(server, "maxmemory"), QByteArray::number(64 * 1024 * 1024));
    QCOMPARE(configured(server, "maxmemory-policy"), QByteArray("noeviction"));
}

void tst_LocalServer::isDetached()
{
    // What a starter may leave open and blocked is not to be the server's for ever.
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    sigset_t terminate;
    sigset_t before;
    sigemptyset(&terminate);
    sigaddset(&terminate, SIGTERM);
    QCOMPARE(sigprocmask(SIG_BLOCK, &terminate, &before), 0);
    LocalServer server;
    QVERIFY(start(server));
    sigprocmask(SIG_SETMASK, &before, nullptr);

    const qint64 id = server.processId();
    QVERIFY(processes::parentOf(id) != QCoreApplication::applicationPid());
    QVERIFY(processes::sessionOf(id) != processes::sessionOf(QCoreApplication::applicationPid()));
    QCOMPARE(processes::folderOf(id), m_runtime->filePath(u"redguard/default"_s));
    const QStringList descriptors = processes::descriptorsOf(id);
    QCOMPARE(descriptors.value(0), u"/dev/null"_s);
    QCOMPARE(descriptors.value(1), server.logPath());
    QCOMPARE(descriptors.value(2), server.logPath());
    const QStringList own = processes::descriptorsOf(QCoreApplication::applicationPid());
    const auto isPipe = [](const QString &target) { return target.startsWith("pipe:"_L1); };
    QVERIFY(std::count_if(own.cbegin(), own.cend(), isPipe) >= 2);
    for (const QString &target : own)
        QVERIFY2(!isPipe(target) || !descriptors.contains(target), qPrintable(target));
    QCOMPARE(processes::statusOf(id, "SigBlk").toULongLong(nullptr, 16), 0ULL);
    close(ends[0]);
    close(ends[1]);
}

void tst_LocalServer::findsOneThatRuns()
{
    LocalServer first;
    QVERIFY(start(first));
    // Looking is all it does then: no binary is needed.
    qputenv("REDGUARD_SERVER", "/nonexistent");
    LocalServer second;
    QVERIFY(start(second));
    QCOMPARE(second.processId(), first.processId());
    QCOMPARE(second.program(), first.program());
    QVERIFY(start(second));
    QCOMPARE(second.state(), State::Running);
}

void tst_LocalServer::survivesItsStarter()
{
    Peer starter(u"shared"_s);
    starter.go();
    QTRY_VERIFY(starter.hasEnded());
    const qint64 id = starter.serverId();
    QVERIFY(processes::isAlive(id));

    LocalServer server;
    QCOMPARE(command(server.socketPath(), {"PING"}).bytes, QByteArray("PONG"));
    QVERIFY(start(server));
    QCOMPARE(server.processId(), id);

    Peer next(u"shared"_s);
    next.go();
    QTRY_VERIFY(next.hasEnded());
    QCOMPARE(next.serverId(), id);
}

void tst_LocalServer::replacesOneThatDied()
{
    LocalServer server;
    QVERIFY(start(server));
    QSignalSpy stopped(&server, &LocalServer::stopped);
    const qint64 dead = server.processId();
    end(dead);
    QTRY_COMPARE(stopped.count(), 1);
    QCOMPARE(server.processId(), 0);
    QVERIFY(QFileInfo::exists(server.socketPath()));

    // The stale socket goes even where no new one comes.
    qputenv("REDGUARD_SERVER", "/bin/false");
    QCOMPARE(startError(server).code(), ErrorCode::ServerError);
    QVERIFY(!QFileInfo::exists(server.socketPath()));

    qunsetenv("REDGUARD_SERVER");
    QVERIFY(start(server));
    QVERIFY(server.processId() != dead);
    QCOMPARE(command(server.socketPath(), {"PING"}).bytes, QByteArray("PONG"));
    end(server.processId());
    QVERIFY(start(server));
}

void tst_LocalServer::startsOnceForMany()
{
    std::array<Peer, 4> peers {Peer(u"shared"_s), Peer(u"shared"_s), Peer(u"shared"_s), Peer(u"shared"_s)};
    for (const Peer &peer : peers)
        QTRY_VERIFY(peer.isReady());
    for (Peer &peer : peers)
        peer.go();
    for (const Peer &peer : peers)
        QTRY_VERIFY(peer.hasEnded());

    const QSet<qint64> servers = processes::mentioning(m_runtime->path());
    QCOMPARE(servers.size(), 1);
    for (const Peer &peer : peers)
        QCOMPARE(peer.serverId(), *servers.cbegin());
}

void tst_LocalServer::namesAreApart()
{
    LocalServer one(u"one"_s);
    LocalServer two(u"two"_s);
    QVERIFY(start(one));
    QVERIFY(start(two));
    QVERIFY(one.processId() != two.processId());
    QVERIFY(stop(one));
    QCOMPARE(two.state(), State::Running);
}

void tst_LocalServer::worksWithoutRuntimeLocation()
{
    if (QFileInfo::exists(u"/run/user/%1"_s.arg(geteuid())))
        QSKIP("This user has a runtime folder anyway");
    qunsetenv("XDG_RUNTIME_DIR");
    LocalServer server;
    const QString folder = u"%1/redguard-%2"_s.arg(m_root.path()).arg(geteuid());
    QCOMPARE(server.socketPath(), folder + "/default/redis.sock"_L1);
    QVERIFY(start(server));
    QCOMPARE(modeOf(folder), 0700U);
    QVERIFY(stop(server));
    QVERIFY(QDir(folder).removeRecursively());
}

void tst_LocalServer::stops()
{
    LocalServer server;
    QVERIFY(start(server));
    const qint64 id = server.processId();
    QVERIFY(stop(server));
    QCOMPARE(server.state(), State::Stopped);
    QCOMPARE(server.processId(), 0);
    QCOMPARE(server.uptime(), 0s);
    QTRY_VERIFY(!processes::isAlive(id));
    QVERIFY(!QFileInfo::exists(server.socketPath()));
    QVERIFY(!QFileInfo::exists(m_runtime->filePath(u"redguard/default/redis.pid"_s)));
    QVERIFY(start(server));
    QVERIFY(server.processId() != id);
}

void tst_LocalServer::stopsWhatOthersStarted()
{
    LocalServer starter;
    QVERIFY(start(starter));
    QSignalSpy stopped(&starter, &LocalServer::stopped);
    const qint64 id = starter.processId();
    LocalServer other;
    QVERIFY(stop(other));
    QTRY_COMPARE(stopped.count(), 1);
    QCOMPARE(starter.state(), State::Stopped);
    // It leaves no zombie here, as it was not the starter's child.
    QCOMPARE(waitpid(pid_t(id), nullptr, WNOHANG), -1);
}

void tst_LocalServer::stopsNothing()
{
    LocalServer server;
    QVERIFY(stop(server));
    QVERIFY(!QFileInfo::exists(m_runtime->filePath(u"redguard"_s)));
    QCOMPARE(server.state(), State::Stopped);

    QVERIFY(start(server));
    end(server.processId());
    LocalServer other;
    QVERIFY(stop(other));
    QVERIFY(!QFileInfo::exists(server.socketPath()));
}

void tst_LocalServer::staysRunningWhenItsConnectionIsKilled()
{
    LocalServer server;
    QVERIFY(start(server));
    const qint64 id = server.processId();
    QSignalSpy stopped(&server, &LocalServer::stopped);
    const auto clients = [&server] {
        return command(server.socketPath(), {"CLIENT", "LIST"}).bytes.count('\n');
    };
    QTRY_COMPARE(clients(), 2);
    // It comes back, and so still notices the end.
    QCOMPARE(command(server.socketPath(), {"CLIENT", "KILL", "TYPE", "normal"}).toInteger(), 1);
    QTRY_COMPARE(clients(), 2);
    QCOMPARE(stopped.count(), 0);
    end(id);
    QTRY_COMPARE(stopped.count(), 1);
}

void tst_LocalServer::probes()
{
    LocalServer observer;
    QCOMPARE(probe(observer), false);
    QCOMPARE(observer.state(), State::Stopped);
    QVERIFY(!QFileInfo::exists(m_runtime->filePath(u"redguard"_s)));

    LocalServer server;
    QVERIFY(start(server));
    QCOMPARE(probe(observer), true);
    QCOMPARE(observer.state(), State::Running);
    QCOMPARE(observer.processId(), server.processId());
    QCOMPARE(observer.program(), server.program());
    QVERIFY(stop(server));
    QTRY_COMPARE(observer.state(), State::Stopped);
}

void tst_LocalServer::probesAndFindsItGone()
{
    LocalServer server;
    QVERIFY(start(server));
    end(server.processId());
    LocalServer observer;
    QCOMPARE(probe(observer), false);
    QVERIFY(QDir(m_runtime->path()).mkpath(u"redguard/open"_s));
    setMode(m_runtime->filePath(u"redguard/open"_s), 0755);
    LocalServer unsafe(u"open"_s);
    QSignalSpy failed(&unsafe, &LocalServer::errorOccurred);
    unsafe.probe();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(unsafe.error().code(), ErrorCode::AccessDenied);
}

void tst_LocalServer::refusesFolder_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<uint>("mode");
    QTest::addColumn<QString>("reason");
    QTest::newRow("readable") << u"redguard/default"_s << 0755U << u"0755"_s;
    QTest::newRow("writable by the group") << u"redguard/default"_s << 0720U << u"0720"_s;
    QTest::newRow("open above") << u"redguard"_s << 0777U << u"0777"_s;
    QTest::newRow("link") << u"redguard/default"_s << 0U << u"not a folder"_s;
}

void tst_LocalServer::refusesFolder()
{
    QFETCH(QString, folder);
    QFETCH(uint, mode);
    QFETCH(QString, reason);
    const QString path = m_runtime->filePath(folder);
    QDir runtime(m_runtime->path());
    QVERIFY(runtime.mkdir(u"redguard"_s));
    setMode(m_runtime->filePath(u"redguard"_s), 0700);
    if (mode != 0) {
        QVERIFY(runtime.mkpath(folder));
        setMode(path, mode);
    } else {
        QVERIFY(runtime.mkdir(u"elsewhere"_s));
        setMode(m_runtime->filePath(u"elsewhere"_s), 0700);
        QVERIFY(QFile::link(m_runtime->filePath(u"elsewhere"_s), path));
    }

    LocalServer server;
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::AccessDenied);
    QVERIFY2(error.message().contains(path), qPrintable(error.message()));
    QVERIFY2(error.message().contains(reason), qPrintable(error.message()));
    QCOMPARE(server.state(), State::Stopped);
    QVERIFY(processes::mentioning(m_runtime->path()).isEmpty());
}

void tst_LocalServer::refusesForeignFolder()
{
    if (geteuid() != 0)
        QSKIP("Only root can give a folder away");
    const QString path = m_runtime->filePath(u"redguard"_s);
    QVERIFY(QDir().mkdir(path));
    setMode(path, 0700);
    QCOMPARE(chown(QFile::encodeName(path).constData(), NobodyId, NobodyId), 0);
    LocalServer server;
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::AccessDenied);
    QVERIFY2(error.message().contains(QString::number(NobodyId)), qPrintable(error.message()));
}

void tst_LocalServer::refusesLongPath()
{
    const QString stem = m_runtime->path() + "/redguard//redis.sock"_L1;
    // The longest that fits works, so that the limit is the right one.
    LocalServer fitting(QString(106 - stem.size(), u'x'));
    QVERIFY(start(fitting));
    LocalServer server(QString(107 - stem.size(), u'x'));
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::InvalidArgument);
    QVERIFY2(error.message().contains(u"107 bytes"_s), qPrintable(error.message()));
    QVERIFY2(error.message().contains(server.socketPath()), qPrintable(error.message()));
}

void tst_LocalServer::refusesName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("parent") << u".."_s;
    QTest::newRow("hidden") << u".x"_s;
    QTest::newRow("path") << u"a/b"_s;
    QTest::newRow("percent") << u"a%20b"_s;
    QTest::newRow("umlaut") << u"\u00e4"_s;
}

void tst_LocalServer::refusesName()
{
    QFETCH(QString, name);
    LocalServer server(name);
    QCOMPARE(server.url(), QString());
    QCOMPARE(startError(server).code(), ErrorCode::InvalidArgument);
    QSignalSpy failed(&server, &LocalServer::errorOccurred);
    server.probe();
    QTRY_COMPARE(failed.count(), 1);
    server.stop();
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(server.state(), State::Stopped);
    QVERIFY(QDir(m_runtime->path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void tst_LocalServer::refusesArgumentsOfShared()
{
    LocalServer server;
    server.setArguments({u"--port"_s, u"7000"_s});
    QCOMPARE(startError(server).code(), ErrorCode::InvalidArgument);
}

void tst_LocalServer::missingProgram()
{
    qputenv("REDGUARD_SERVER", "/nonexistent/redis-server");
    LocalServer server;
    QCOMPARE(server.program(), QString());
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::ServerNotFound);
    QVERIFY2(error.message().contains(u"package redis-server or valkey-server"_s),
             qPrintable(error.message()));
    QVERIFY2(error.message().contains(u"/nonexistent/redis-server"_s), qPrintable(error.message()));
    QCOMPARE(server.error().code(), ErrorCode::ServerNotFound);

    // Nothing is left behind that would be in the next one's way.
    qunsetenv("REDGUARD_SERVER");
    QVERIFY(start(server));
    QCOMPARE(server.error().code(), ErrorCode::NoError);
}

void tst_LocalServer::programThatEnds()
{
    const QString program = m_runtime->filePath(u"ends"_s);
    QFile script(program);
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\necho out of order >&2\n");
    script.close();
    setMode(program, 0700);
    qputenv("REDGUARD_SERVER", QFile::encodeName(program));
    LocalServer server;
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::ServerError);
    QVERIFY2(error.message().contains(u"out of order"_s), qPrintable(error.message()));
    QVERIFY2(error.message().contains(program), qPrintable(error.message()));
}

void tst_LocalServer::programThatCannotRun()
{
    const QString program = m_runtime->filePath(u"broken"_s);
    QFile file(program);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/nonexistent/interpreter\n");
    file.close();
    setMode(program, 0700);
    qputenv("REDGUARD_SERVER", QFile::encodeName(program));
    LocalServer server;
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::ServerError);
    QVERIFY2(error.message().contains(qt_error_string(ENOENT)), qPrintable(error.message()));
}

void tst_LocalServer::lockHeldByAnother()
{
    const auto place = local::ServerPlace::ofUser(u"default"_s);
    QVERIFY(!place.create());
    const int lock =
        open(QFile::encodeName(place.lockPath()).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    QCOMPARE(flock(lock, LOCK_EX), 0);

    local::ServerStart attempt(place, local::ServerProcess::Bond::Detached, {});
    QSignalSpy failed(&attempt, &local::ServerStart::failed);
    attempt.begin(100ms);
    QVERIFY(failed.wait());
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code(), ErrorCode::TimedOut);
    QVERIFY2(error.message().contains(place.lockPath()), qPrintable(error.message()));

    // Given back in time, it is only waited for.
    QSignalSpy succeeded(&attempt, &local::ServerStart::succeeded);
    attempt.begin();
    QVERIFY(processes::mentioning(m_runtime->path()).isEmpty());
    close(lock);
    QVERIFY(succeeded.wait());
}

void tst_LocalServer::frozenServer()
{
    LocalServer server;
    QVERIFY(start(server));
    QCOMPARE(::kill(pid_t(server.processId()), SIGSTOP), 0);
    local::ServerStart attempt(local::ServerPlace::ofUser(u"default"_s), local::ServerProcess::Bond::Detached,
                               {});
    QSignalSpy failed(&attempt, &local::ServerStart::failed);
    attempt.begin(100ms);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().first().value<Error>().code(), ErrorCode::Timeout);
    // It is left alone, and found when it is back.
    QCOMPARE(processes::mentioning(m_runtime->path()).size(), 1);
    QCOMPARE(::kill(pid_t(server.processId()), SIGCONT), 0);
    QSignalSpy succeeded(&attempt, &local::ServerStart::succeeded);
    attempt.begin();
    QVERIFY(succeeded.wait());
}

void tst_LocalServer::temporary()
{
    LocalServer server(Mode::Temporary);
    QVERIFY(server.isTemporary());
    QCOMPARE(server.name(), QString());
    LocalServer other(Mode::Temporary);
    QVERIFY(server.socketPath() != other.socketPath());
    QVERIFY(start(server));
    QVERIFY(start(other));
    QVERIFY(server.processId() != other.processId());
    QCOMPARE(command(server.socketPath(), {"PING"}).bytes, QByteArray("PONG"));
    QCOMPARE(modeOf(QFileInfo(server.socketPath()).path()), 0700U);
    QVERIFY(!processes::hasTcpSocket(server.processId()));
    QTRY_COMPARE(command(server.socketPath(), {"CLIENT", "LIST"}).bytes.count('\n'), 1);
    QCOMPARE(probe(server), true);

    QSignalSpy stopped(&server, &LocalServer::stopped);
    end(server.processId());
    QTRY_COMPARE(stopped.count(), 1);
    QCOMPARE(probe(server), false);
    QCOMPARE(other.state(), State::Running);
}

void tst_LocalServer::temporaryWithArguments()
{
    LocalServer server(Mode::Temporary);
    server.setArguments({u"--enable-debug-command"_s, u"local"_s, u"--rename-command"_s, u"HELLO"_s,
                         QString(), u"--requirepass"_s, u"secret"_s});
    QVERIFY(start(server));
    // Asked for a password it does not tell its process id, which is known anyway.
    QVERIFY(processes::isAlive(server.processId()));
    QCOMPARE(command(server.socketPath(), {"PING"}).errorPrefix(), QByteArrayView("NOAUTH"));

    server.setArguments(
        {u"--enable-debug-command"_s, u"local"_s, u"--rename-command"_s, u"HELLO"_s, QString()});
    QVERIFY(stop(server));
    QVERIFY(start(server));
    QVERIFY(!command(server.socketPath(), {"DEBUG", "SLEEP", "0"}).isError());
    QVERIFY(command(server.socketPath(), {"HELLO"}).bytes.contains("unknown command"));
}

void tst_LocalServer::temporaryWithWrongArguments()
{
    LocalServer server(Mode::Temporary);
    server.setArguments({u"--no-such-option"_s, u"1"_s});
    const Error error = startError(server);
    QCOMPARE(error.code(), ErrorCode::ServerError);
    QVERIFY2(error.message().contains(u"no-such-option"_s), qPrintable(error.message()));
}

void tst_LocalServer::temporaryEndsWithObject()
{
    auto server = std::make_unique<LocalServer>(Mode::Temporary);
    QVERIFY(start(*server));
    const qint64 id = server->processId();
    const QString folder = QFileInfo(server->socketPath()).path();
    server.reset();
    QTRY_VERIFY(!QFileInfo::exists(u"/proc/%1"_s.arg(id)));
    QVERIFY(!QFileInfo::exists(folder));
}

void tst_LocalServer::temporaryEndsWithProcess()
{
    Peer owner(u"temporary"_s);
    owner.go();
    QTRY_VERIFY(owner.serverId() != 0);
    QVERIFY(processes::isAlive(owner.serverId()));
    QCOMPARE(::kill(pid_t(owner.processId()), SIGKILL), 0);
    QTRY_VERIFY(owner.hasEnded());
    QTRY_VERIFY(!processes::isAlive(owner.serverId()));
    // Nobody was left to do it.
    for (const QString &folder : QDir(m_root.path()).entryList({u"localserver_peer*"_s}, QDir::Dirs))
        QVERIFY(QDir(m_root.filePath(folder)).removeRecursively());
}

void tst_LocalServer::temporaryRestarts()
{
    LocalServer server(Mode::Temporary);
    QVERIFY(stop(server));
    QVERIFY(start(server));
    const qint64 id = server.processId();
    QVERIFY(stop(server));
    QTRY_VERIFY(!QFileInfo::exists(u"/proc/%1"_s.arg(id)));
    QVERIFY(!QFileInfo::exists(server.socketPath()));
    QVERIFY(start(server));
    QVERIFY(server.processId() != id);
}

void tst_LocalServer::emitsFromEventLoop()
{
    LocalServer server;
    QSignalSpy started(&server, &LocalServer::started);
    QSignalSpy stopped(&server, &LocalServer::stopped);
    QSignalSpy probed(&server, &LocalServer::probed);
    QSignalSpy failed(&server, &LocalServer::errorOccurred);
    server.start();
    QCOMPARE(server.state(), State::Starting);
    QCOMPARE(started.count(), 0);
    QTRY_COMPARE(started.count(), 1);
    server.start();
    QCOMPARE(started.count(), 1);
    QTRY_COMPARE(started.count(), 2);
    server.probe();
    QCOMPARE(probed.count(), 0);
    QTRY_COMPARE(probed.count(), 1);
    server.stop();
    QCOMPARE(stopped.count(), 0);
    QTRY_COMPARE(stopped.count(), 1);
    server.setArguments({u"x"_s});
    server.start();
    QCOMPARE(failed.count(), 0);
    QTRY_COMPARE(failed.count(), 1);
}

void tst_LocalServer::lastCallWins()
{
    LocalServer server;
    QSignalSpy started(&server, &LocalServer::started);
    QSignalSpy stopped(&server, &LocalServer::stopped);
    server.start();
    server.stop();
    QTRY_COMPARE(stopped.count(), 1);
    QCOMPARE(started.count(), 0);
    QVERIFY(processes::mentioning(m_runtime->path()).isEmpty());

    QVERIFY(start(server));
    server.stop();
    server.start();
    QTRY_COMPARE(started.count(), 2);
    QCOMPARE(stopped.count(), 2);
    QCOMPARE(server.state(), State::Running);
}

void tst_LocalServer::deletedInSlot_data()
{
    QTest::addColumn<LocalServer::Mode>("mode");
    QTest::newRow("shared") << Mode::Shared;
    QTest::newRow("temporary") << Mode::Temporary;
}

void tst_LocalServer::deletedInSlot()
{
    QFETCH(LocalServer::Mode, mode);
    const auto deletesWhen = [mode](auto signal, auto act) {
        auto *server = new LocalServer(mode);
        QSignalSpy gone(server, &QObject::destroyed);
        QObject::connect(server, signal, server, [server] { delete server; });
        act(server);
        return gone.count() > 0 || gone.wait();
    };
    const auto starts = [](LocalServer *server) { server->start(); };
    QVERIFY(deletesWhen(&LocalServer::stateChanged, starts));
    QVERIFY(deletesWhen(&LocalServer::started, starts));
    QVERIFY(deletesWhen(&LocalServer::probed, [](LocalServer *server) { server->probe(); }));
    QVERIFY(deletesWhen(&LocalServer::stopped, [](LocalServer *server) { server->stop(); }));
    qputenv("REDGUARD_SERVER", "/bin/false");
    QVERIFY(deletesWhen(&LocalServer::errorOccurred, starts));
}

QTEST_GUILESS_MAIN(tst_LocalServer)

#include "tst_localserver.moc"
