// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "party.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsondocument.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

Party::Party(QObject *parent)
    : QObject(parent)
    , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Party::read);
}

void Party::ready()
{
    m_notifier.setEnabled(true);
    answer();
}

void Party::answer(const QJsonObject &answer)
{
    const QByteArray line = QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    std::fflush(stdout);
    m_busy = false;
    QMetaObject::invokeMethod(this, &Party::takeNext, Qt::QueuedConnection);
}

QString Party::ownName()
{
    return QStringLiteral("own-%1").arg(QCoreApplication::applicationPid());
}

void Party::fail(const QString &why)
{
    std::fprintf(stderr, "%s: %s\n", qPrintable(QCoreApplication::applicationName()), qPrintable(why));
    std::exit(1);
}

void Party::read()
{
    std::array<char, 4096> buffer;
    const auto size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size > 0) {
        m_input.append(buffer.data(), size);
    } else {
        m_ended = true;
        m_notifier.setEnabled(false);
    }
    takeNext();
}

void Party::takeNext()
{
    if (m_busy)
        return;
    const auto end = m_input.indexOf('\n');
    if (end < 0) {
        if (m_ended)
            QCoreApplication::quit();
        return;
    }
    QStringList words = QString::fromUtf8(m_input.left(end)).split(u' ');
    m_input.remove(0, end + 1);
    const auto order = m_orders.constFind(words.takeFirst());
    if (order == m_orders.constEnd())
        fail(QStringLiteral("There is no such order"));
    m_busy = true;
    (*order)(words);
}
