// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/parser.h"
#include "redguard/leasehandle.h"
#include "redguard/mailbox.h"
#include "redguard/renewalbook.h"
#include "scripts/script.h"
#include "time/bootclock.h"

#include <QtTest/qtest.h>

#include <atomic>
#include <thread>

using namespace redguard;
using namespace std::chrono_literals;

// What several threads share, from threads of the standard library: ThreadSanitizer, for which this is
// built by ./dev tsan, does not see the synchronisation inside Qt, so nothing here relies on any.
class tst_Racing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRevokedTargetIsUsedNoMore();
    void aMailboxIsClosedWhileOthersPost();
    void ordersComeAndGoWhileTheyAreRenewed();
    void aLeaseIsReadWhileItIsProlongedAndLost();
    void eachThreadParsesForItself();
};

namespace {

// Runs `work` with 0, 1, ... in threads of their own, and returns when all have ended.
template <typename Work>
void inThreads(int count, const Work &work)
{
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&work, i] { work(i); });
    for (std::thread &thread : threads)
        thread.join();
}

std::shared_ptr<const LeaseOrder> order()
{
    LeaseOrder order;
    order.terms.ttl = 30s;
    order.terms.renewal = Renewal::Background;
    return std::make_shared<const LeaseOrder>(order);
}

std::shared_ptr<LeaseState> heldFor(Duration duration)
{
    LeaseInfo info(1, QStringLiteral("my-lock"), 1);
    info.setDeadline(bootTime() + duration);
    return std::make_shared<LeaseState>(info, 0, std::make_shared<Mailbox>(nullptr), nullptr);
}

} // namespace

void tst_Racing::aRevokedTargetIsUsedNoMore()
{
    struct Target
    {
        int uses = 0;
    };
    for (int round = 0; round < 200; ++round) {
        auto target = std::make_unique<Target>();
        Revocable<Target> revocable(target.get());
        std::atomic<int> uses = 0;
        int counted = 0;
        inThreads(4, [&](int i) {
            if (i == 0) {
                while (uses < 10)
                    std::this_thread::yield();
                revocable.revoke();
                counted = target->uses; // nobody else touches it now
                target.reset();
                return;
            }
            for (int k = 0; k < 50; ++k) {
                revocable.use([&uses](Target &target) {
                    ++target.uses;
                    ++uses;
                });
            }
        });
        QCOMPARE(counted, uses.load());
    }
}

void tst_Racing::aMailboxIsClosedWhileOthersPost()
{
    Mailbox mailbox(nullptr);
    std::atomic<int> calls = 0;
    inThreads(4, [&](int i) {
        for (int k = 0; k < 1000; ++k) {
            if (i == 0)
                mailbox.close();
            else
                mailbox.post([&calls] { ++calls; });
            if (mailbox.isAtHome())
                ++calls;
        }
    });
    QCOMPARE(calls.load(), 0);
}

void tst_Racing::ordersComeAndGoWhileTheyAreRenewed()
{
    RenewalBook book;
    const auto lease = order();
    std::atomic<int> guards = 3;
    inThreads(4, [&](int i) {
        if (i < 3) {
            for (int k = 0; k < 300; ++k) {
                const auto order = std::make_shared<RenewalOrder>(lease, Instant(i * k));
                order->state = heldFor(1h);
                const Instant before = order->state->deadline();
                book.add(order);
                while (order->state->deadline() == before)
                    std::this_thread::yield();
                book.remove(order);
            }
            --guards;
            return;
        }
        for (Instant now {}; guards > 0; now += 10s) {
            if (book.lookNext() == Never)
                std::this_thread::yield();
            for (const auto &order : book.takeDue(now)) {
                (void)order->plan.send(now);
                order->plan.extended(now);
                order->state->prolong(bootTime() + 2h);
                if (!book.isRemoved(*order))
                    book.add(order);
            }
        }
    });
    QCOMPARE(book.lookNext(), Never);
}

void tst_Racing::aLeaseIsReadWhileItIsProlongedAndLost()
{
    for (int round = 0; round < 200; ++round) {
        const auto state = heldFor(1h);
        std::atomic<bool> broken = false;
        inThreads(4, [&](int i) {
            if (i == 0) {
                for (int k = 0; k < 50; ++k)
                    state->prolong(bootTime() + 1h + k * 1s);
                state->lose();
                return;
            }
            Instant last {};
            while (!state->isOver()) {
                const Instant deadline = state->info().deadline();
                if (deadline < last || state->info().name() != QStringLiteral("my-lock"))
                    broken = true;
                last = deadline;
            }
            if (!state->wasLost() || state->isHeld())
                broken = true;
        });
        QVERIFY(!broken);
    }
}

// What parsers share is the one reply that nearly all give, and the scripts.
void tst_Racing::eachThreadParsesForItself()
{
    std::mutex mutex;
    std::vector<resp::Value> handed;
    inThreads(4, [&](int) {
        resp::Parser parser;
        for (int k = 0; k < 300; ++k) {
            parser.append("*3\r\n+OK\r\n$5\r\nvalue\r\n:7\r\n");
            resp::Value value;
            if (parser.next(value) != resp::Parser::Status::Ready)
                return;
            QByteArray digest = scripts::all()[std::size_t(k) % scripts::all().size()]->digest;
            value.elements[1].bytes.swap(digest);
            const std::scoped_lock lock(mutex);
            if (handed.size() < 8)
                handed.push_back(std::move(value));
            else
                handed[std::size_t(k) % 8].elements[0].bytes.append('!');
        }
    });
    QCOMPARE(handed.size(), std::size_t(8));
}

QTEST_APPLESS_MAIN(tst_Racing)

#include "tst_racing.moc"
