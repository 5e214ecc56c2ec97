// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/serverreply.h"

#include <RedGuard/redguard.h>

#include <algorithm>
#include <array>

namespace redguard {

namespace {

struct Meaning
{
    QByteArrayView prefix;
    sync::Failure failure;
    ErrorCode code;
};

constexpr std::array<Meaning, 15> Meanings = {{
    {"LOADING", sync::Failure::Busy, ErrorCode::ServerError},
    {"BUSY", sync::Failure::Busy, ErrorCode::ServerError},
    {"TRYAGAIN", sync::Failure::Busy, ErrorCode::ServerError},
    {"CLUSTERDOWN", sync::Failure::Busy, ErrorCode::ServerError},
    {"MASTERDOWN", sync::Failure::Busy, ErrorCode::ServerError},
    {"READONLY", sync::Failure::Busy, ErrorCode::ServerError},
    {"NOAUTH", sync::Failure::Busy, ErrorCode::AccessDenied},
    {"MOVED", sync::Failure::Busy, ErrorCode::ServerError},
    {"ASK", sync::Failure::Busy, ErrorCode::ServerError},
    {"WRONGTYPE", sync::Failure::Foreign, ErrorCode::ForeignKey},
    {"NOPERM", sync::Failure::Final, ErrorCode::AccessDenied},
    {"OOM", sync::Failure::Refused, ErrorCode::OutOfMemory},
    {"MISCONF", sync::Failure::Refused, ErrorCode::ServerError},
    {"NOREPLICAS", sync::Failure::Refused, ErrorCode::NotReplicated},
    {"CROSSSLOT", sync::Failure::Final, ErrorCode::ServerError},
}};

} // namespace

ServerRefusal refusalOf(const resp::Value &value)
{
    if (!value.isError())
        return {sync::Failure::Final,
                Error(ErrorCode::ProtocolError,
                      RedGuard::tr("The server gave a reply that the script does not give"))};
    const QString text = QString::fromUtf8(value.errorText());
    const auto meaning = std::find_if(Meanings.begin(), Meanings.end(), [&](const Meaning &candidate) {
        return value.isErrorOf(candidate.prefix);
    });
    if (meaning == Meanings.end())
        return {sync::Failure::Final, Error(ErrorCode::ServerError, text)};
    return {meaning->failure, Error(meaning->code, text)};
}

} // namespace redguard
