// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef PARTY_H
#define PARTY_H

#include <QtCore/qbytearray.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qmap.h>
#include <QtCore/qobject.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qstringlist.h>

#include <functional>

// A program that is measured: an order a line on standard input, and for each, once it is carried out,
// a line of JSON on standard output. It ends with its input.
class Party : public QObject
{
public:
    using Order = std::function<void(const QStringList &arguments)>;

    explicit Party(QObject *parent = nullptr);

    void add(const QString &name, Order order) { m_orders.insert(name, std::move(order)); }
    // From now on orders are taken; the first line of the output says so.
    void ready();
    // What the order came to; the next one is taken then.
    void answer(const QJsonObject &answer = {});
    // A name that no other process has.
    [[nodiscard]] static QString ownName();
    [[noreturn]] static void fail(const QString &why);

private:
    void read();
    void takeNext();

    QMap<QString, Order> m_orders;
    QSocketNotifier m_notifier;
    QByteArray m_input;
    bool m_busy = true;
    bool m_ended = false;
};

#endif
