// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include "terms.h"

#include <deque>
#include <optional>
#include <set>

namespace {

// One lock on one server, and clients whose clocks run at rates of their own, over connections that
// delay, lose and break. The server does what acquire.lua, release.lua and renew_lock.lua do.
class World
{
public:
    explicit World(quint32 seed)
        : m_dice(seed)
    {
        for (int i = 0; i < 3; ++i)
            m_clients.emplace_back(m_dice);
    }

    QByteArray play()
    {
        for (std::size_t i = 0; i < m_clients.size(); ++i)
            begin(i);
        for (int i = 0; i < 3000 && m_broken.isEmpty(); ++i) {
            // In steps that are small against the margin.
            m_now += m_dice.between(0ns, m_dice.oneIn(50) ? 400ms : 500us);
            if (m_now >= m_lockEnd)
                m_holder = 0;
            serve();
            for (std::size_t c = 0; c < m_clients.size(); ++c)
                step(c);
            check();
        }
        return m_broken;
    }

    [[nodiscard]] int holds() const { return m_holds; }

private:
    static constexpr Duration Ttl = 1s;
    static constexpr Duration GrantLease = 500ms;

    struct Packet
    {
        Instant due; // of the server's clock
        Action what; // Acquire, Renew, Release; a TellAcquired is a pushed grant
        quint64 token;
        qint64 ticket = 0;
        Instant sentAt {}; // of the client's clock
        bool yes = false;
        int position = 0;
        ServerTime time {};
        ServerTime leaseEnd {};
        qint64 fence = 0;
    };

    struct Client
    {
        explicit Client(Dice &dice)
            : rate(dice.upTo(20'000) - 10'000)
            , offset(dice.between(1h, 2h))
        {
        }

        [[nodiscard]] Instant local(Instant server) const
        {
            return offset + server + server / 1'000'000 * rate;
        }

        Duration::rep rate; // parts of a million
        Instant offset;
        std::optional<Acquisition> acquisition;
        quint64 token = 0;
        ServerClock clock;
        bool connected = true;
        bool frozen = false;
        std::deque<Packet> out;
        std::deque<Packet> in;
    };

    static LeaseTerms clientTerms()
    {
        LeaseTerms terms = ::terms(Ttl);
        terms.patience = 200ms;
        return terms;
    }

    void begin(std::size_t c)
    {
        Client &client = m_clients[c];
        client.token = ++m_newestToken;
        client.acquisition.emplace(m_terms, client.clock);
        const std::chrono::milliseconds timeouts[] = {0ms, 300ms, Forever};
        take(c, client.acquisition->start(client.local(m_now), timeouts[m_dice.upTo(2)], client.connected));
    }

    // In order, as a connection delivers.
    void post(std::deque<Packet> &line, Packet packet)
    {
        packet.due = m_now + m_dice.between(0ns, m_dice.oneIn(20) ? 700ms : 2ms);
        if (!line.empty())
            packet.due = std::max(packet.due, line.back().due);
        line.push_back(packet);
    }

    void take(std::size_t c, const Actions &actions)
    {
        Client &client = m_clients[c];
        for (const Action action : actions) {
            if (action == Action::Acquire || action == Action::Renew || action == Action::Release) {
                Packet packet {{}, action, client.token, client.acquisition->ticket(), client.local(m_now)};
                packet.yes = client.acquisition->waits();
                post(client.out, packet);
            } else if (action == Action::TellAcquired) {
                ++m_holds;
                if (client.acquisition->fence() <= m_newestFence && m_broken.isEmpty())
                    m_broken = "fences rise in the order of the holds";
                m_newestFence = client.acquisition->fence();
            }
        }
    }

    void serve()
    {
        for (std::size_t c = 0; c < m_clients.size(); ++c) {
            while (!m_clients[c].out.empty() && m_clients[c].out.front().due <= m_now) {
                const Packet packet = m_clients[c].out.front();
                m_clients[c].out.pop_front();
                carryOut(c, packet);
            }
        }
    }

    void hold(quint64 token, Duration lease, bool isNew)
    {
        m_lockEnd = m_holder == token ? std::max(m_lockEnd, m_now + lease) : m_now + lease;
        m_holder = token;
        m_fence += isNew ? 1 : 0;
    }

    void settle()
    {
        while (m_holder == 0 && !m_queue.empty()) {
            const auto [ticket, token] = *m_queue.begin();
            m_queue.erase(m_queue.begin());
            const auto client =
                std::find_if(m_clients.begin(), m_clients.end(), [token = token](const Client &candidate) {
                    return candidate.connected && candidate.token == token;
                });
            if (client == m_clients.end())
                continue;
            hold(token, GrantLease, true);
            Packet push {{}, Action::TellAcquired, token};
            push.time = serverTime();
            push.fence = m_fence;
            post(client->in, push);
        }
    }

    [[nodiscard]] ServerTime serverTime() const { return onServer(m_now); }

    void carryOut(std::size_t c, const Packet &asked)
    {
        Packet reply = asked;
        reply.time = serverTime();
        const auto waiting = std::find_if(m_queue.begin(), m_queue.end(),
                                          [&](const auto &entry) { return entry.second == asked.token; });
        if (asked.what == Action::Release) {
            if (waiting != m_queue.end())
                m_queue.erase(waiting);
            reply.yes = m_holder == asked.token;
            if (reply.yes)
                m_holder = 0;
            settle();
        } else if (asked.what == Action::Renew) {
            reply.yes = m_holder == asked.token;
            if (reply.yes)
                hold(asked.token, Ttl, false);
        } else {
            if (asked.yes && m_holder != asked.token && asked.ticket > 0 && waiting == m_queue.end())
                m_queue.insert({asked.ticket, asked.token});
            settle();
            const bool isNew = m_holder == 0 && m_queue.empty();
            reply.yes = isNew || m_holder == asked.token;
            if (reply.yes)
                hold(asked.token, Ttl, isNew);
            reply.fence = m_fence;
            reply.leaseEnd = onServer(m_lockEnd);
            if (!reply.yes && asked.yes) {
                auto place = std::find_if(m_queue.begin(), m_queue.end(),
                                          [&](const auto &entry) { return entry.second == asked.token; });
                if (place == m_queue.end())
                    place = m_queue.insert({++m_newestTicket, asked.token}).first;
                reply.ticket = place->first;
                reply.position = int(std::distance(m_queue.begin(), place)) + 1;
            }
        }
        if (m_clients[c].connected)
            post(m_clients[c].in, reply);
    }

    void deliver(std::size_t c, const Packet &packet)
    {
        Client &client = m_clients[c];
        const Instant now = client.local(m_now);
        if (packet.what != Action::TellAcquired)
            client.clock.observe(packet.sentAt, packet.time, now);
        if (packet.token != client.token)
            return;
        Acquisition &acquisition = *client.acquisition;
        if (packet.what == Action::TellAcquired)
            take(c, acquisition.granted({packet.fence, packet.time, GrantLease}, now));
        else if (packet.what == Action::Acquire)
            take(c,
                 acquisition.acquireReplied({packet.yes ? Verdict::Held : Verdict::Waits,
                                             packet.fence,
                                             {packet.ticket, packet.position, packet.leaseEnd}},
                                            packet.sentAt, now));
        else if (packet.what == Action::Renew)
            take(c,
                 acquisition.renewReplied(packet.yes          ? RenewReply::Extended
                                              : m_holder == 0 ? RenewReply::Gone
                                                              : RenewReply::TakenOver,
                                          packet.sentAt, now));
        else
            take(c, acquisition.releaseReplied(packet.yes));
    }

    void step(std::size_t c)
    {
        Client &client = m_clients[c];
        if (m_dice.oneIn(client.frozen ? 150 : 400))
            client.frozen = !client.frozen;
        if (client.frozen) // a blocked event loop; whoever asks isHeld() has the clock only
            return;
        const Instant now = client.local(m_now);
        if (m_dice.oneIn(client.connected ? 300 : 150)) {
            client.connected = !client.connected;
            if (client.connected) {
                take(c, client.acquisition->connected(now));
            } else {
                client.in.clear();
                if (m_dice.oneIn(2)) // else what was written still gets there
                    client.out.clear();
                client.clock.reset();
                take(c, client.acquisition->disconnected(now));
            }
        }
        if (client.acquisition->wakeAt() <= now)
            take(c, client.acquisition->tick(now));
        if (m_dice.oneIn(100)) // as the look-out does
            take(c, client.acquisition->claim(now));
        while (!client.in.empty() && client.in.front().due <= m_now) {
            const Packet packet = client.in.front();
            client.in.pop_front();
            deliver(c, packet);
        }
        if (m_dice.oneIn(100))
            take(c, m_dice.oneIn(2) ? client.acquisition->release(now) : client.acquisition->cancel());
        if (client.acquisition->phase() == Phase::Done && m_dice.oneIn(20))
            begin(c);
    }

    void check()
    {
        for (const Client &client : m_clients) {
            // What isHeld() compares.
            const bool isHeld = client.acquisition->phase() == Phase::Held
                && client.local(m_now) < client.acquisition->deadline();
            if (isHeld && (m_holder != client.token || m_now >= m_lockEnd) && m_broken.isEmpty())
                m_broken = "what is held is held on the server";
        }
    }

    Dice m_dice;
    const LeaseTerms m_terms = clientTerms();
    std::vector<Client> m_clients;
    Instant m_now {};
    quint64 m_holder = 0;
    Instant m_lockEnd = Never;
    qint64 m_fence = 1'000;
    qint64 m_newestFence = 0;
    qint64 m_newestTicket = 0;
    quint64 m_newestToken = 0;
    std::set<std::pair<qint64, quint64>> m_queue;
    int m_holds = 0;
    QByteArray m_broken;
};

} // namespace

#endif
