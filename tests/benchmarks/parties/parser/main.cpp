// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "meters.h"
#include "party.h"
#include "protocol/parser.h"

#include <QtCore/qcoreapplication.h>

#include <hiredis/hiredis.h>

namespace {

constexpr qsizetype Bytes = 64 * 1024 * 1024;
constexpr qsizetype Chunk = 16 * 1024; // what both read from a socket at a time

// Whole replies, a mebibyte of them; fed in again and again.
QByteArray repeated(const QByteArray &replies)
{
    return replies.repeated(1024 * 1024 / replies.size());
}

QByteArray replies(const QString &kind)
{
    if (kind == u"bulks")
        return repeated("$1024\r\n" + QByteArray(1024, 'x') + "\r\n");
    return repeated(":1\r\n+OK\r\n:1234567\r\n+QUEUED\r\n");
}

template <typename Feed>
void feedAll(const QByteArray &input, Feed feed)
{
    for (qsizetype fed = 0; fed < Bytes; fed += input.size()) {
        for (qsizetype at = 0; at < input.size(); at += Chunk)
            feed(QByteArrayView(input).sliced(at, std::min(Chunk, input.size() - at)));
    }
}

qint64 countOurs(const QByteArray &input)
{
    redguard::resp::Parser parser;
    redguard::resp::Value value;
    qint64 count = 0;
    feedAll(input, [&](QByteArrayView bytes) {
        parser.append(bytes);
        while (parser.next(value) == redguard::resp::Parser::Status::Ready)
            ++count;
    });
    return count;
}

qint64 countOfPeer(const QByteArray &input)
{
    redisReader *reader = redisReaderCreate();
    qint64 count = 0;
    feedAll(input, [&](QByteArrayView bytes) {
        redisReaderFeed(reader, bytes.data(), std::size_t(bytes.size()));
        void *reply = nullptr;
        while (redisReaderGetReply(reader, &reply) == REDIS_OK && reply) {
            freeReplyObject(reply);
            ++count;
        }
    });
    redisReaderFree(reader);
    return count;
}

} // namespace

// bench-parser: 64 MiB of replies through RedGuard's parser, and through hiredis' reader.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    Party party;
    party.add(QStringLiteral("parse"), [&party](const QStringList &arguments) {
        const QByteArray input = replies(arguments.at(1));
        const meters::Span span;
        const qint64 count = arguments.at(0) == u"ours" ? countOurs(input) : countOfPeer(input);
        QJsonObject answer = span.toJson();
        answer.insert(QStringLiteral("replies"), count);
        party.answer(answer);
    });
    party.ready();
    return QCoreApplication::exec();
}
