// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "describe.h"

#include <QtCore/qdebug.h>

using namespace redguard;
using namespace redguard::reference;

namespace {

template <typename... Parts>
QByteArray line(const Parts &...parts)
{
    QString text;
    QDebug stream(&text);
    stream.nospace();
    (stream << ... << parts);
    return text.toUtf8();
}

template <typename T>
QByteArray expiryOf(const Key<T> &key)
{
    return key.expiry == NoExpiry ? " for ever" : " until " + QByteArray::number(qint64(key.expiry.count()));
}

const char *nameOf(Call call)
{
    return call == Call::Acquire ? "acquire " : call == Call::Release ? "release " : "renew ";
}

const char *nameOf(AcquireReply::Code code)
{
    static constexpr const char *names[] = {"queued", "held", "too late", "wrong type"};
    return names[int(code)];
}

} // namespace

QByteArray describe(const Operation &operation)
{
    const auto &[token, ttl, permits, capacity, wait, channel, ticket, notAfter] = operation.arguments;
    return line(nameOf(operation.call), token, " ttl ", ttl.count(), " permits ", permits, " of ", capacity,
                wait ? " waits" : " does not wait", " channel ", channel, " ticket ", ticket, " not after ",
                notAfter.count());
}

QByteArray describe(const Reply &reply)
{
    if (const auto *acquire = std::get_if<AcquireReply>(&reply)) {
        return line(nameOf(acquire->code), " fence ", acquire->fence, " position ", acquire->position,
                    " lease end ", acquire->leaseEnd.count(), " ticket ", acquire->ticket, " entered ",
                    acquire->entered);
    }
    if (const auto *release = std::get_if<ReleaseReply>(&reply))
        return line("release ", int(*release));
    return line("renew ", int(std::get<RenewReply>(reply)));
}

QByteArray describe(const Published &message)
{
    if (!message.isGrant) {
        return line("head ", message.token, " on ", message.channel, " now ", message.now.count(),
                    " lease end ", message.leaseEnd.count());
    }
    return line("grant ", message.token, " on ", message.channel, " now ", message.now.count(), " fence ",
                message.fence, " lease ", message.lease.count(), " permits ", message.permits);
}

QByteArray describe(const State &state)
{
    QByteArrayList lines;
    if (state.foreign.exists())
        lines += "K of another type" + expiryOf(state.foreign);
    if (state.holder.exists())
        lines += line("K ", *state.holder.value) + expiryOf(state.holder);
    if (state.members.exists())
        lines += "K" + expiryOf(state.members);
    for (const auto &member : state.members.value)
        lines += line("  ", member.token, " number ", member.number, " ends ", member.end.count());
    if (state.queue.exists())
        lines += "queue" + expiryOf(state.queue);
    for (const auto &place : state.queue.value)
        lines += line("  ", place.token, " ticket ", place.ticket);
    if (state.waiters.exists())
        lines += "waiters" + expiryOf(state.waiters);
    for (const auto &entry : state.waiters.value) {
        lines += line("  ", entry.token, " ttl ", entry.ttl.count(), " permits ", entry.permits, " of ",
                      entry.capacity, " attempt ", entry.attempt.count(), " channel ", entry.channel);
    }
    if (state.fence.exists())
        lines += line("fence ", *state.fence.value) + expiryOf(state.fence);
    if (state.withdrawn.exists())
        lines += "withdrawn" + expiryOf(state.withdrawn);
    for (const auto &tombstone : state.withdrawn.value)
        lines += line("  ", tombstone.token, " not after ", tombstone.notAfter.count());
    if (state.fences.exists())
        lines += "fences" + expiryOf(state.fences);
    for (const auto &permit : state.fences.value)
        lines += line("  ", permit.token, " fence ", permit.fence);
    return "    " + lines.join("\n    ");
}

QByteArray describe(const resp::Value &value)
{
    if (!value.isAggregate())
        return value.type == resp::Type::Integer ? QByteArray::number(value.integer) : line(value.bytes);
    QByteArrayList elements;
    for (const auto &element : value.elements)
        elements += describe(element);
    return '[' + elements.join(", ") + ']';
}
