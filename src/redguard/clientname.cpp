// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/clientname.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qrandom.h>
#include <QtCore/qsysinfo.h>

#include <algorithm>

namespace redguard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype IdSize = 8;
constexpr qsizetype LongestLabel = 128;
const QByteArray Prefix = "redguard:"_ba;

QByteArray randomBytes()
{
    std::array<quint32, IdSize / sizeof(quint32)> words {};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), IdSize);
}

} // namespace

ClientName::ClientName(const QString &label)
    : m_id(randomBytes())
    , m_label(label)
{
    if (m_label.isEmpty())
        m_label = QCoreApplication::applicationName() + u'@' + QSysInfo::machineHostName();
    m_label.truncate(LongestLabel);
}

Token ClientName::newToken() const
{
    Token token {};
    const QByteArray bytes = randomBytes();
    std::copy(m_id.begin(), m_id.end(), std::copy(bytes.begin(), bytes.end(), token.begin()));
    return token;
}

// The server takes no spaces and nothing beyond ASCII.
QByteArray ClientName::encoded() const
{
    return Prefix + m_id.toHex() + ':' + m_label.toUtf8().toPercentEncoding("@:/");
}

QHash<QByteArray, QString> ClientName::labels(const QByteArray &clientList)
{
    QHash<QByteArray, QString> labels;
    for (const QByteArray &line : clientList.split('\n')) {
        for (const QByteArray &field : line.split(' ')) {
            const qsizetype labelAt = 5 + Prefix.size() + 2 * IdSize + 1;
            if (field.startsWith("name=" + Prefix) && field.size() >= labelAt)
                labels.insert(QByteArray::fromHex(field.mid(5 + Prefix.size(), 2 * IdSize)),
                              QString::fromUtf8(QByteArray::fromPercentEncoding(field.mid(labelAt))));
        }
    }
    return labels;
}

QByteArray ClientName::idOf(const QByteArray &token)
{
    return token.right(IdSize);
}

} // namespace redguard
