// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "tape.h"

#include "net/exchange.h"

#include <set>
#include <vector>

using namespace redguard;
using redguard::net::Command;
using redguard::net::Exchange;

namespace {

const scripts::Script &script()
{
    static const scripts::Script script("fuzz", "return 1");
    return script;
}

// Commands go out, any bytes come back, and callers come and go.
class Game
{
public:
    explicit Game(Tape &tape)
        : m_tape(tape)
    {
    }

    void play()
    {
        while (!m_tape.isAtEnd())
            step();
        reset();
        expect(!m_exchange.next({}) && m_exchange.inFlight() == 0, "nothing is left after a reset");
    }

private:
    struct Request
    {
        int tag;
        quint64 id;
    };

    void step()
    {
        switch (m_tape.upTo(7)) {
        case 0:
            remember({.tag = nextTag(), .asking = m_tape.flag()}, false);
            break;
        case 1:
            remember({.tag = nextTag(), .script = &script(), .asking = m_tape.flag()}, true);
            break;
        case 2:
            remember({.tag = nextTag(), .confirmation = "subscribe"}, false);
            break;
        case 3:
            abandon();
            break;
        case 4:
            reset();
            break;
        case 5:
            deliver();
            break;
        default:
            feed();
        }
        expectAllWritten();
    }

    int nextTag() { return ++m_tag; }

    void remember(Command command, bool isScript)
    {
        const int tag = command.tag;
        m_written += command.asking ? 2 : 1;
        const quint64 id = isScript ? m_exchange.sendScript(std::move(command))
                                    : m_exchange.send(std::move(command), {"GET", "K"});
        m_requests.push_back({tag, id});
        m_pending.insert(tag);
    }

    void abandon()
    {
        if (m_requests.empty())
            return;
        const Request &request = m_requests[std::size_t(m_tape.byte()) % m_requests.size()];
        m_exchange.abandon(request.id);
        m_pending.erase(request.tag);
    }

    void feed()
    {
        constexpr QByteArrayView Replies[] = {"+OK\r\n",
                                              "-NOSCRIPT No matching script.\r\n",
                                              ">2\r\n$9\r\nsubscribe\r\n+c\r\n",
                                              ">3\r\n$7\r\nmessage\r\n+c\r\n+p\r\n",
                                              "*1\r\n",
                                              "_\r\n"};
        const int kind = m_tape.upTo(9);
        const bool isFine = m_exchange.feed(kind < 6 ? Replies[kind] : m_tape.bytes(m_tape.byte()));
        expect(isFine == m_exchange.errorString().isEmpty(), "what breaks the protocol has a reason");
        if (isFine)
            return;
        expect(!m_exchange.feed("+OK\r\n"), "a broken protocol stays so");
        while (deliver()) { }
        reset();
    }

    bool deliver()
    {
        const std::size_t before = m_exchange.inFlight();
        const auto delivery = m_exchange.next(Instant(m_tag));
        m_written += m_exchange.inFlight() - before; // scripts that are sent again
        if (!delivery)
            return false;
        const bool isPush = delivery->value.type == resp::Type::Push;
        if (!delivery->command)
            return true;
        const Command &command = *delivery->command;
        expect(!isPush
                   || (!command.confirmation.isEmpty()
                       && delivery->value.elements.at(0).bytes == command.confirmation),
               "a push answers nothing but a subscription");
        if (command.tag > 0)
            complete(command);
        return true;
    }

    void complete(const Command &command)
    {
        expect(m_pending.erase(command.tag) == 1, "a request completes once, and not after it was abandoned");
        int &last = command.wholeScript ? m_lastAgain : m_last;
        expect(command.tag > last, "answers come in the order of the requests");
        last = command.tag;
    }

    void reset()
    {
        for (const Command &command : m_exchange.reset())
            expect(command.tag == 0 || m_pending.erase(command.tag) == 1, "what is lost was unanswered");
        expect(m_pending.empty(), "every request is answered, abandoned or lost");
        m_requests.clear();
        m_written = 0;
        m_output.reset();
    }

    // Each command in its own array of strings, which nothing in it can break out of.
    void expectAllWritten()
    {
        m_output.append(m_exchange.takeOutput());
        resp::Value value;
        while (m_output.next(value) == resp::Parser::Status::Ready) {
            expect(value.type == resp::Type::Array && !value.elements.empty(), "a command is an array");
            expect(m_written-- > 0, "no more is written than was asked for");
        }
        expect(m_output.errorString().isEmpty() && m_written == 0, "all that was asked for is written");
    }

    Tape &m_tape;
    Exchange m_exchange;
    resp::Parser m_output;
    std::vector<Request> m_requests;
    std::set<int> m_pending;
    std::size_t m_written = 0; // commands whose bytes have not been looked at
    int m_tag = 0;
    int m_last = 0;
    int m_lastAgain = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Tape tape(data, size);
    Game(tape).play();
    return 0;
}
