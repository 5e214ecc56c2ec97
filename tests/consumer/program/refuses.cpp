// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// refuses (ERROR URL)...: whether each URL is refused with that error.
#include <RedGuard/RedGuard>

#include <QCoreApplication>
#include <QDebug>
#include <QMetaEnum>

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList words = app.arguments().mid(1);
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
        const auto *guard = redguard::RedGuard::fromUrl(words[i + 1], QStringLiteral("examples"), &app);
        const auto code = QMetaEnum::fromType<redguard::ErrorCode>().valueToKey(int(guard->error().code()));
        qInfo() << words[i + 1] << code << guard->errorString();
        if (words[i] != QLatin1String(code))
            return 1;
    }
    return words.isEmpty() ? 1 : 0;
}
