// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "protocol/excerpt.h"

#include <algorithm>

namespace redguard::resp {

using namespace Qt::StringLiterals;

static QString escaped(char character)
{
    if (character == '\r')
        return u"\\r"_s;
    if (character == '\n')
        return u"\\n"_s;
    if (character == '"' || character == '\\')
        return u'\\' + QString(QLatin1Char(character));
    if (character >= ' ' && character <= '~')
        return QString(QLatin1Char(character));
    return u"\\x%1"_s.arg(uchar(character), 2, 16, QLatin1Char('0'));
}

QString excerpt(QByteArrayView bytes)
{
    constexpr qsizetype Most = 6;
    QString text;
    for (const char character : bytes.first(std::min(bytes.size(), Most)))
        text += escaped(character);
    return u"\"%1\"%2"_s.arg(text, bytes.size() > Most ? u"..."_s : QString());
}

QString excerpt(char byte)
{
    return excerpt(QByteArrayView(&byte, 1));
}

} // namespace redguard::resp
