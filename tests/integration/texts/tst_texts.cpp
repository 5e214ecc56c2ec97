// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>

#include "net/serveraddress.h"
#include "scripts/keys.h"
#include "testserver.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtranslator.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// Puts the context in front of each of the library's texts, for as long as it lives.
class Marker : public QTranslator
{
public:
    Marker() { QCoreApplication::installTranslator(this); }
    ~Marker() override { QCoreApplication::removeTranslator(this); }

    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *,
                                    int number) const override
    {
        if (!QByteArrayView(context).startsWith("redguard::"))
            return {};
        return QStringLiteral("%1|%2|").arg(QString::fromUtf8(context)).arg(number)
            + QString::fromUtf8(source);
    }
};

} // namespace

class tst_Texts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init() { m_server.command({"FLUSHALL"}); }

    void errorOfARequestIsTranslated_data();
    void errorOfARequestIsTranslated();
    void errorOfAGuardIsTranslated_data();
    void errorOfAGuardIsTranslated();
    void errorOfStatusIsTranslated();
    void errorOfALocalServerIsTranslated();
    void errorOfAFutureIsTranslated();
    void numbersDecideOnTheForm();
    void wordsOfTheServerStayAsTheyAre();
    void textIsOfTheTimeOfTheError();

private:
    using Ask = std::function<Error(RedGuard &)>;

    // Of a request for it; NoError where it is acquired.
    [[nodiscard]] static Error errorOf(Primitive *primitive, std::chrono::milliseconds timeout)
    {
        auto future = primitive->acquireAsync(timeout);
        return QTest::qWaitFor([&] { return future.isFinished(); }) ? future.result().error() : Error();
    }

    TestServer m_server;
};

void tst_Texts::errorOfARequestIsTranslated_data()
{
    QTest::addColumn<QString>("context");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Ask>("ask");
    const auto row = [](const char *tag, const char *context, ErrorCode code, Ask ask) {
        QTest::newRow(tag) << QString::fromLatin1(context) << code << std::move(ask);
    };
    row("name", "redguard::Primitive", ErrorCode::InvalidArgument,
        [](RedGuard &guard) { return errorOf(guard.lock({}), 5s); });
    row("ttl", "redguard::Primitive", ErrorCode::InvalidArgument,
        [](RedGuard &guard) { return errorOf(guard.lock(QStringLiteral("door"), {.ttl = 0ms}), 5s); });
    row("timeout", "redguard::Primitive", ErrorCode::InvalidArgument,
        [](RedGuard &guard) { return errorOf(guard.lock(QStringLiteral("door")), -1ms); });
    row("not free", "redguard::Primitive", ErrorCode::TimedOut, [](RedGuard &guard) {
        auto held = guard.lock(QStringLiteral("door"))->acquireAsync();
        return QTest::qWaitFor([&] { return held.isFinished(); })
            ? errorOf(guard.lock(QStringLiteral("door")), 0ms)
            : Error();
    });
    row("held already", "redguard::Lock", ErrorCode::AlreadyHeld, [](RedGuard &guard) {
        Lock *lock = guard.lock(QStringLiteral("door"));
        lock->acquire();
        return QTest::qWaitFor([&] { return lock->isHeld(); }) ? errorOf(lock, 5s) : Error();
    });
    row("destroyed", "redguard::Primitive", ErrorCode::Cancelled, [](RedGuard &guard) {
        Lock *lock = guard.lock(QStringLiteral("door"));
        auto future = lock->acquireAsync();
        delete lock;
        return future.result().error();
    });
    row("capacity", "redguard::Semaphore", ErrorCode::InvalidArgument, [](RedGuard &guard) {
        return errorOf(guard.semaphore(QStringLiteral("seats"), {.capacity = 0}), 5s);
    });
    row("limit", "redguard::RateLimiter", ErrorCode::InvalidArgument, [](RedGuard &guard) {
        return errorOf(guard.limiter(QStringLiteral("calls"), {.limit = 0, .window = 1s}), 5s);
    });
    row("refused", "redguard::Primitive", ErrorCode::TimedOut, [](RedGuard &guard) {
        RateLimiter *limiter = guard.limiter(QStringLiteral("calls"), {.limit = 1, .window = 60s});
        return errorOf(limiter, 0ms) ? Error() : errorOf(limiter, 0ms);
    });
}

void tst_Texts::errorOfARequestIsTranslated()
{
    QFETCH(const QString, context);
    QFETCH(const ErrorCode, code);
    QFETCH(const Ask, ask);
    const Marker marker;
    RedGuard guard(m_server.url());
    const Error error = ask(guard);
    QCOMPARE(error.code(), code);
    QVERIFY2(error.message().startsWith(context + u'|'), qPrintable(error.message()));
}

void tst_Texts::errorOfAGuardIsTranslated_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<double>("drift");
    QTest::addColumn<QString>("context");
    QTest::newRow("url") << QStringLiteral("nothing") << 0.01
                         << QStringLiteral("redguard::net::ServerAddress");
    QTest::newRow("drift") << QStringLiteral("redis://localhost") << 2.0
                           << QStringLiteral("redguard::RedGuard");
    QTest::newRow("nobody there") << QStringLiteral("unix:///nowhere/redis.socket") << 0.01
                                  << QStringLiteral("redguard::net::Connection");
}

void tst_Texts::errorOfAGuardIsTranslated()
{
    QFETCH(const QString, url);
    QFETCH(const double, drift);
    QFETCH(const QString, context);
    const Marker marker;
    RedGuard guard(url, {}, {.drift = drift});
    QSignalSpy failed(&guard, &RedGuard::errorOccurred);
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY2(guard.errorString().startsWith(context + u'|'), qPrintable(guard.errorString()));
}

void tst_Texts::errorOfStatusIsTranslated()
{
    const Marker marker;
    RedGuard guard(m_server.url()); // not connected yet
    QString message;
    guard.status(QStringLiteral("door"), this,
                 [&](const Result<Status> &status) { message = status.error().message(); });
    QTRY_VERIFY(!message.isEmpty());
    QVERIFY2(message.startsWith(QStringLiteral("redguard::RedGuard|")), qPrintable(message));
}

void tst_Texts::errorOfALocalServerIsTranslated()
{
    const Marker marker;
    LocalServer server(QStringLiteral("no/name"));
    QSignalSpy failed(&server, &LocalServer::errorOccurred);
    server.start();
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.first().first().value<Error>();
    QVERIFY2(error.message().startsWith(QStringLiteral("redguard::LocalServer|")),
             qPrintable(error.message()));
}

void tst_Texts::errorOfAFutureIsTranslated()
{
    const Marker marker;
    RedGuard guard(m_server.url());
    const Error error = guard.lock(QStringLiteral("door"))->acquireAsync().result().error();
    QCOMPARE(error.code(), ErrorCode::WrongThread);
    QVERIFY2(error.message().startsWith(QStringLiteral("redguard::Primitive|")), qPrintable(error.message()));
}

void tst_Texts::numbersDecideOnTheForm()
{
    const QString name(600, u'x');
    QVERIFY(scripts::keyOf({}, name).error().message().contains(QStringLiteral(" takes 600 bytes ")));
    const QString url = QStringLiteral("local:") + name;
    QVERIFY(net::ServerAddress::fromUrl(url).error().message().contains(QStringLiteral(" 1 to 64 letters")));
    const Marker marker;
    QVERIFY(
        scripts::keyOf({}, name).error().message().startsWith(QStringLiteral("redguard::Primitive|600|")));
    QVERIFY(net::ServerAddress::fromUrl(url).error().message().startsWith(
        QStringLiteral("redguard::net::ServerAddress|64|")));
}

void tst_Texts::wordsOfTheServerStayAsTheyAre()
{
    m_server.command({"SADD", "door", "x"});
    const Marker marker;
    RedGuard guard(m_server.url());
    const Error error = errorOf(guard.lock(QStringLiteral("door")), 5s);
    QCOMPARE(error.code(), ErrorCode::ForeignKey);
    QVERIFY2(error.message().contains(QStringLiteral("WRONGTYPE")), qPrintable(error.message()));
    QVERIFY2(!error.message().contains(u'|'), qPrintable(error.message()));
}

void tst_Texts::textIsOfTheTimeOfTheError()
{
    RedGuard guard(m_server.url());
    Error translated;
    {
        const Marker marker;
        translated = errorOf(guard.lock({}), 5s);
    }
    QCOMPARE(errorOf(guard.lock({}), 5s).message(), QStringLiteral("The name is empty"));
    QCOMPARE(translated.message(), QStringLiteral("redguard::Primitive|-1|The name is empty"));
}

QTEST_GUILESS_MAIN(tst_Texts)
#include "tst_texts.moc"
