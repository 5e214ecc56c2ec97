// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "plainclient.h"
#include "scripts/script.h"
#include "testserver.h"

#include <QtCore/qmap.h>

#include <random>

using namespace redguard;
using namespace Qt::StringLiterals;

namespace {

using Parts = QByteArrayList;

// What was reserved, and not taken back before it came.
struct Reservation
{
    qint64 slot = 0;
    int cost = 0;
};

} // namespace

// Random reservations, void slots with and without a lead, and cancels: no window has too many.
class tst_LimiterScripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void noWindowHasTooMany();
    void noBurstIsTooLong();
    void aLeadIsKept_data();
    void aLeadIsKept();

private:
    // One of each ten of them is taken back, and two are reserved anew.
    template <typename Reserve, typename Cancel>
    void play(const Reserve &reserve, const Cancel &cancel);
    [[nodiscard]] resp::Value evaluate(const scripts::Script &script, const Parts &keys,
                                       const Parts &arguments);
    [[nodiscard]] int upTo(int highest) { return std::uniform_int_distribution(0, highest)(m_random); }
    // One member for each operation, in order.
    [[nodiscard]] QList<qint64> operations() const;

    TestServer m_server;
    PlainClient m_client;
    std::minstd_rand m_random;
    QMap<QByteArray, Reservation> m_reservations;
};

void tst_LimiterScripts::initTestCase()
{
    QVERIFY(m_server.start());
    QVERIFY(m_client.connectTo(m_server.server().socketPath()));
}

void tst_LimiterScripts::init()
{
    m_client.command({"FLUSHALL"});
    m_random.seed(5);
    m_reservations.clear();
}

resp::Value tst_LimiterScripts::evaluate(const scripts::Script &script, const Parts &keys,
                                         const Parts &arguments)
{
    return m_client.command(Parts {"EVAL", script.text, QByteArray::number(keys.size())} + keys + arguments);
}

template <typename Reserve, typename Cancel>
void tst_LimiterScripts::play(const Reserve &reserve, const Cancel &cancel)
{
    for (int i = 0; i < 5000; ++i) {
        const int kind = upTo(9);
        const bool isNew = kind > 2 || m_reservations.isEmpty();
        const QByteArray token = isNew
            ? "token-" + QByteArray::number(i)
            : std::next(m_reservations.begin(), upTo(int(m_reservations.size()) - 1)).key();
        const int cost = isNew ? 1 + upTo(2) : m_reservations.value(token).cost;
        if (kind == 0 && !isNew) {
            if (cancel(token, cost).elements.at(0).integer == 1)
                m_reservations.remove(token);
            continue;
        }
        const int lead = isNew ? -1 : upTo(1) * upTo(2'000);
        const int longest = upTo(20'000);
        const auto reply = reserve(token, cost, longest, lead).elements;
        QCOMPARE(reply.size(), std::size_t(5));
        const qint64 now = reply[2].integer;
        if (reply[0].integer == 0) {
            m_reservations.remove(token);
            continue;
        }
        QVERIFY(reply[1].integer >= now + std::max(lead, 0));
        QVERIFY(reply[1].integer <= now + longest);
        m_reservations.insert(token, {reply[1].integer, cost});
    }
    QVERIFY(m_reservations.size() > 100);
}

QList<qint64> tst_LimiterScripts::operations() const
{
    QList<qint64> found;
    for (const Reservation &reservation : m_reservations)
        found.insert(found.size(), reservation.cost, reservation.slot);
    std::sort(found.begin(), found.end());
    return found;
}

void tst_LimiterScripts::noWindowHasTooMany()
{
    const QList<std::pair<int, qint64>> windows {{5, 300}, {12, 1'000}};
    const auto reserve = [&](const QByteArray &token, int cost, int longest, int lead) {
        Parts arguments {token, QByteArray::number(cost), QByteArray::number(longest),
                         QByteArray::number(lead)};
        for (const auto &[limit, window] : windows)
            arguments << QByteArray::number(limit) << QByteArray::number(window);
        return evaluate(scripts::reserveWindow(), {"api"}, arguments);
    };
    play(reserve, [&](const QByteArray &token, int cost) {
        return evaluate(scripts::cancelWindow(), {"api"}, {token, QByteArray::number(cost)});
    });
    const QList<qint64> found = operations();
    for (const auto &[limit, window] : windows) {
        for (qsizetype i = 0; i + limit < found.size(); ++i)
            QVERIFY2(found[i + limit] - found[i] >= window, qPrintable(QString::number(i)));
    }
}

// n + 1 operations take n + 1 - burst intervals at least.
void tst_LimiterScripts::noBurstIsTooLong()
{
    constexpr int Burst = 4;
    constexpr qint64 Interval = 40;
    const auto helper = [](const QByteArray &token) { return "{api}:" + token; };
    const auto reserve = [&](const QByteArray &token, int cost, int longest, int lead) {
        return evaluate(scripts::reservePaced(), {"api", helper(token)},
                        {token, QByteArray::number(cost), QByteArray::number(longest),
                         QByteArray::number(lead), QByteArray::number(Burst), QByteArray::number(Interval)});
    };
    play(reserve, [&](const QByteArray &token, int) {
        return evaluate(scripts::cancelPaced(), {"api", helper(token)}, {QByteArray::number(Interval)});
    });
    const QList<qint64> found = operations();
    for (int n = Burst; n < 40; ++n) {
        for (qsizetype i = 0; i + n < found.size(); ++i)
            QVERIFY2(found[i + n] - found[i] >= (n + 1 - Burst) * Interval, qPrintable(QString::number(i)));
    }
}

void tst_LimiterScripts::aLeadIsKept_data()
{
    QTest::addColumn<bool>("isPaced");
    QTest::newRow("sliding window") << false;
    QTest::newRow("paced") << true;
}

void tst_LimiterScripts::aLeadIsKept()
{
    QFETCH(const bool, isPaced);
    const auto reserve = [&](const QByteArray &token, const QByteArray &longest, const QByteArray &lead) {
        return isPaced
            ? evaluate(scripts::reservePaced(), {"api", "{api}:" + token},
                       {token, "1", longest, lead, "2", "60000000"})
            : evaluate(scripts::reserveWindow(), {"api"}, {token, "1", longest, lead, "2", "60000000"});
    };
    const auto first = reserve("a", "0", "-1").elements;
    QCOMPARE(first.at(1).integer, first.at(2).integer);
    const auto led = reserve("a", "5000000", "5000000").elements;
    QCOMPARE(led.at(1).integer, led.at(2).integer + 5'000'000);
    QCOMPARE(reserve("a", "0", "-1").elements.at(1).integer,
             led.at(1).integer); // kept where nobody says void
    const auto refused = reserve("a", "4999999", "5000000").elements;
    QCOMPARE(refused.at(0).integer, 0);
}

QTEST_GUILESS_MAIN(tst_LimiterScripts)
#include "tst_limiterscripts.moc"
