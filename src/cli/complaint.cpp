// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "complaint.h"

#include "exitcode.h"
#include "usage.h"

#include <cstdio>

namespace redguard::cli {

using namespace Qt::StringLiterals;

void complain(const QString &text)
{
    const QByteArray line = "redguard: " + text.toLocal8Bit() + '\n';
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
}

void complain(const Error &error)
{
    const bool isUsage = exitCodeOf(error.code()) == UsageError;
    complain(isUsage ? error.message() + u"; see redguard --help"_s : error.message());
}

Error usageError(const CommandText *command, const QString &complaint)
{
    const QString start = command ? command->name + u": "_s : QString();
    const QString which = command ? command->name + u' ' : QString();
    return Error(ErrorCode::InvalidArgument, u"%1%2; see redguard %3--help"_s.arg(start, complaint, which));
}

QString shown(const QString &argument)
{
    const bool mayBeUrl = argument.contains(u'@') || argument.contains(u"://"_s);
    return mayBeUrl ? u"what looks like a URL"_s : u"\"%1\""_s.arg(argument);
}

} // namespace redguard::cli
