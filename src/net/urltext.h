// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_URLTEXT_H
#define REDGUARD_NET_URLTEXT_H

#include <QtCore/qstring.h>

#include <optional>

// A URL is text here: QUrl decodes and re-encodes on its own terms, holds one host only, and its
// errors repeat passwords.

namespace redguard::net {

// Views of the URL that was split.
struct UrlText
{
    QString scheme; // in small letters
    std::optional<QStringView> authority;
    QStringView path;
    QStringView query;

    // `url` has a colon.
    [[nodiscard]] static UrlText split(QStringView url);
};

// The text up to `at`, which may be -1 for all of it, and the text behind it, then none.
[[nodiscard]] QStringView before(QStringView text, qsizetype at);
[[nodiscard]] QStringView behind(QStringView text, qsizetype at);

// Letters, digits, -, _ and ., and no . in front: what may be shown without a risk.
[[nodiscard]] bool isPlainName(QStringView text);
inline constexpr qsizetype LongestPlainName = 64;

// Nothing if a % is not followed by two hexadecimal digits, or if the result is not UTF-8.
[[nodiscard]] std::optional<QString> percentDecoded(QStringView text);
[[nodiscard]] QString percentEncoded(QStringView text);

// An int, of digits only.
[[nodiscard]] std::optional<int> number(QStringView text);

// A host and its port, with the brackets of an IPv6 address.
[[nodiscard]] QString hostAndPort(const QString &host, quint16 port);

} // namespace redguard::net

#endif
