// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef QMLSERVER_H
#define QMLSERVER_H

#include "testserver.h"

#include <QtCore/qvariant.h>

// The test's server, as QML sees it.
class QmlServer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString url READ url CONSTANT)

public:
    [[nodiscard]] bool start() { return m_server.start(); }
    [[nodiscard]] QString url() const { return m_server.url(); }

    // A text or a number; undefined where there is nothing.
    Q_INVOKABLE QVariant command(const QStringList &words)
    {
        QByteArray bytes;
        redguard::resp::appendArrayHeader(bytes, words.size());
        for (const QString &word : words)
            redguard::resp::appendBulk(bytes, word.toUtf8());
        const redguard::resp::Value value = m_server.send(bytes);
        if (value.isNull())
            return {};
        if (const auto number = value.toInteger(); number && value.type == redguard::resp::Type::Integer)
            return *number;
        return value.bytes;
    }

    Q_INVOKABLE int clients() { return int(m_server.command({"CLIENT", "LIST"}).bytes.count('\n')); }
    Q_INVOKABLE QStringList keys()
    {
        QStringList keys;
        for (const QByteArray &key : m_server.keys())
            keys << QString::fromUtf8(key);
        return keys;
    }

private:
    TestServer m_server;
};

#endif
