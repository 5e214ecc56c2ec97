// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include <QtTest/qtest.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

template <typename T>
QString printed(const T &value)
{
    QString text;
    // What comes behind shows whether the stream was left as it was found.
    QDebug(&text) << value << 1 << 2;
    return text.trimmed();
}

const Quota Refused = [] {
    Quota quota;
    quota.limit = 5;
    quota.remaining = 2;
    quota.retryAfter = 1500us;
    quota.resetAfter = 9ms;
    return quota;
}();

Status seats()
{
    Status status;
    status.name = QStringLiteral("seats");
    status.kind = Status::Kind::Semaphore;
    status.holders = {{QStringLiteral("c0ffee00"), QStringLiteral("lab-3"), 900ms, 2},
                      {QStringLiteral("5ca1ab1e"), {}, 500ms, 1}};
    status.remaining = 900ms;
    status.fence = 17;
    status.waiters = 4;
    status.used = 3;
    return status;
}

} // namespace

class tst_Debug : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void leaseInfoTellsWhatIsLeft();
    void enumerators();
    void objects();
};

void tst_Debug::values_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const Error error(ErrorCode::Timeout, QStringLiteral("late"));
    const auto row = [](const char *tag, const QString &text, const char *expected) {
        QTest::newRow(tag) << text << QString::fromLatin1(expected) + QStringLiteral(" 1 2");
    };
    const char *const late = "Error(redguard::ErrorCode::Timeout, \"late\")";
    const char *const quota = "Quota(refused, 2 of 5 left, retry after 1500 us, reset after 9000 us)";
    row("no error", printed(Error()), "Error(redguard::ErrorCode::NoError)");
    row("error", printed(error), late);
    row("error of a limiter", printed(Error(ErrorCode::TimedOut, QStringLiteral("full"), Refused)),
        qPrintable(
            QStringLiteral("Error(redguard::ErrorCode::TimedOut, \"full\", %1)").arg(QLatin1String(quota))));
    row("null lease", printed(Lease()), "Lease()");
    row("no quota", printed(Quota()), "Quota()");
    row("quota", printed(Refused), quota);
    row("result with a value", printed(Result<int>(7)), "7");
    row("result with a lease", printed(Result<Lease>(Lease())), "Lease()");
    row("status", printed(seats()),
        "Status(\"seats\", redguard::Status::Kind::Semaphore, held by \"lab-3\" with 2 permits, "
        "held by \"\" with 1 permits, 900 ms left, fence 17, waiters 4, used 3)");
    row("result with an error", printed(Result<int>(error)), late);
}

void tst_Debug::values()
{
    QFETCH(const QString, text);
    QTEST(text, "expected");
}

void tst_Debug::leaseInfoTellsWhatIsLeft()
{
    LeaseInfo info(3, QStringLiteral("door"), 2);
    info.setFence(17);
    QCOMPARE(printed(info),
             QStringLiteral("LeaseInfo(\"door\", request 3, fence 17, permits 2, 0 ms left) 1 2"));
}

void tst_Debug::enumerators()
{
    QCOMPARE(printed(ErrorCode::WrongThread), QStringLiteral("redguard::ErrorCode::WrongThread 1 2"));
    QCOMPARE(printed(ConnectionState::Closed), QStringLiteral("redguard::ConnectionState::Closed 1 2"));
    QCOMPARE(printed(LossReason::TakenOver), QStringLiteral("redguard::LossReason::TakenOver 1 2"));
    QCOMPARE(printed(ReleaseOutcome::Clean), QStringLiteral("redguard::ReleaseOutcome::Clean 1 2"));
    QCOMPARE(printed(Renewal::None), QStringLiteral("redguard::Renewal::None 1 2"));
    QCOMPARE(printed(Algorithm::Paced), QStringLiteral("redguard::Algorithm::Paced 1 2"));
    QCOMPARE(printed(Status::Kind::Semaphore), QStringLiteral("redguard::Status::Kind::Semaphore 1 2"));
}

void tst_Debug::objects()
{
    // Nobody listens there, and nobody has to.
    RedGuard guard(QStringLiteral("redis://user:secret@127.0.0.1:1"), QStringLiteral("lab"));
    QCOMPARE(printed(&guard), QStringLiteral("redguard::RedGuard(\"redis://127.0.0.1:1\", \"lab\") 1 2"));
    QCOMPARE(printed(guard.lock(QStringLiteral("door"))), QStringLiteral("redguard::Lock(\"door\") 1 2"));
    QCOMPARE(printed(guard.semaphore(QStringLiteral("seats"), {.capacity = 2})),
             QStringLiteral("redguard::Semaphore(\"seats\") 1 2"));
    QCOMPARE(printed(guard.limiter(QStringLiteral("calls"), {.limit = 2, .window = 1s})),
             QStringLiteral("redguard::RateLimiter(\"calls\") 1 2"));
    QCOMPARE(printed(static_cast<const Primitive *>(nullptr)),
             QStringLiteral("redguard::Primitive(nullptr) 1 2"));
    QCOMPARE(printed(static_cast<const RedGuard *>(nullptr)),
             QStringLiteral("redguard::RedGuard(nullptr) 1 2"));
}

QTEST_GUILESS_MAIN(tst_Debug)
#include "tst_debug.moc"
