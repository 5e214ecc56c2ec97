// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include "redisprocess.h"

#include <QtNetwork/qnetworkproxy.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// What this program's name server says of "moving.example", and how often it was asked.
std::atomic<const char *> address = "127.0.0.1";
std::atomic<int> questions = 0;
std::mutex answering; // no answer while it is locked

std::mutex optionsMutex;
std::map<int, int> tcpOptions; // as set last

template <typename Function>
Function *systems(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

} // namespace

// In place of the C library's, for Qt as well.
extern "C" Q_DECL_EXPORT int getaddrinfo(const char *host, const char *service, const addrinfo *hints,
                                         addrinfo **result)
{
    static const auto system =
        systems<int(const char *, const char *, const addrinfo *, addrinfo **)>("getaddrinfo");
    if (qstrcmp(host, "moving.example") != 0)
        return system(host, service, hints, result);
    ++questions;
    const std::scoped_lock locker(answering);
    const char *answer = address;
    return answer ? system(answer, service, hints, result) : EAI_NONAME;
}

extern "C" Q_DECL_EXPORT int setsockopt(int socket, int level, int option, const void *value,
                                        socklen_t size) noexcept
{
    static const auto system = systems<int(int, int, int, const void *, socklen_t)>("setsockopt");
    if (level == IPPROTO_TCP && size == sizeof(int)) {
        const std::scoped_lock locker(optionsMutex);
        tcpOptions[option] = *static_cast<const int *>(value);
    }
    return system(socket, level, option, value, size);
}

class tst_Names : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void cleanup() { address = "127.0.0.1"; }

    void nameIsResolvedAnewForEveryConnection();
    void nameThatIsGoneIsToldAndTriedAgain();
    void guardMayGoDuringALookup();
    void deadPeersAreNoticed();
    void proxySettingsAreIgnored();

private:
    [[nodiscard]] QString url() const
    {
        return QStringLiteral("redis://moving.example:%1").arg(m_server.port());
    }

    RedisProcess m_server;
};

void tst_Names::nameIsResolvedAnewForEveryConnection()
{
    RedisProcess other({QStringLiteral("bind 127.0.0.2"), QStringLiteral("port %1").arg(m_server.port())});
    QVERIFY(other.start());
    RedGuard guard(url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    QSignalSpy states(&guard, &RedGuard::stateChanged);
    address = "127.0.0.2";
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_VERIFY(!states.isEmpty());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    Lock *lock = guard.lock(QStringLiteral("door"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(other.command({"EXISTS", "door"}).integer, 1);
    QCOMPARE(m_server.command({"EXISTS", "door"}).integer, 0);
}

void tst_Names::nameThatIsGoneIsToldAndTriedAgain()
{
    RedGuard guard(url());
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    address = nullptr;
    questions = 0;
    QSignalSpy failed(&guard, &RedGuard::errorOccurred);
    m_server.command({"CLIENT", "KILL", "TYPE", "pubsub"});
    QTRY_VERIFY(questions >= 2);
    QTRY_VERIFY2(guard.errorString().contains(QStringLiteral("Host not found")),
                 qPrintable(guard.errorString()));
    QVERIFY(guard.errorString().startsWith(QStringLiteral("redis://moving.example:")));
    address = "127.0.0.1";
    QTRY_COMPARE_WITH_TIMEOUT(guard.state(), ConnectionState::Connected, 20'000);
}

void tst_Names::guardMayGoDuringALookup()
{
    questions = 0;
    {
        const std::scoped_lock locker(answering);
        RedGuard guard(url());
        QTRY_COMPARE(questions, 1);
    }
    RedGuard other(url());
    QTRY_COMPARE(other.state(), ConnectionState::Connected);
    QCOMPARE(questions, 2);
}

void tst_Names::deadPeersAreNoticed()
{
    RedGuard guard(url(), {}, {.commandTimeout = 4321ms});
    QTRY_COMPARE(guard.state(), ConnectionState::Connected);
    const std::scoped_lock locker(optionsMutex);
    QCOMPARE(tcpOptions[TCP_USER_TIMEOUT], 4321);
    QCOMPARE(tcpOptions[TCP_KEEPIDLE], 15);
    QCOMPARE(tcpOptions[TCP_KEEPINTVL], 5);
    QCOMPARE(tcpOptions[TCP_KEEPCNT], 3);
    QCOMPARE(tcpOptions[TCP_NODELAY], 1);
}

// Of a name, since Qt asks no proxy for what is of this machine by its address.
void tst_Names::proxySettingsAreIgnored()
{
    const QNetworkProxy before = QNetworkProxy::applicationProxy();
    const auto restore = qScopeGuard([&before] { QNetworkProxy::setApplicationProxy(before); });
    QNetworkProxy::setApplicationProxy({QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), 9});
    RedGuard guard(url());
    QSignalSpy errors(&guard, &RedGuard::errorOccurred);
    Lock *lock = guard.lock(QStringLiteral("door-behind-no-proxy"));
    lock->acquire();
    QTRY_VERIFY(lock->isHeld());
    QCOMPARE(errors.size(), 0);
}

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
