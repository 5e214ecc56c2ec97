// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FAKESENTINEL_H
#define FAKESENTINEL_H

#include <QtCore/qbytearraylist.h>
#include <QtNetwork/qtcpserver.h>
#include <QtNetwork/qtcpsocket.h>

// Says what the test tells it to say, to everyone.
class FakeSentinel
{
public:
    FakeSentinel()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                m_heard[socket] += socket->readAll();
                if (m_heard[socket].contains("+switch-master"))
                    answer(socket);
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket,
                             [this, socket] { m_heard.remove(socket); });
        });
    }

    [[nodiscard]] bool start() { return m_server.listen(QHostAddress::LocalHost); }
    [[nodiscard]] QString url() const
    {
        return QStringLiteral("redis-sentinel://127.0.0.1:%1?master_name=main").arg(m_server.serverPort());
    }

    [[nodiscard]] static QByteArray addressOf(quint16 port)
    {
        const QByteArray number = QByteArray::number(port);
        return "*2\r\n$9\r\n127.0.0.1\r\n$" + QByteArray::number(number.size()) + "\r\n" + number + "\r\n";
    }
    // In this order, the last for ever.
    void setAnswers(const QByteArrayList &answers) { m_answers = answers; }
    [[nodiscard]] int asked() const { return m_asked; }
    [[nodiscard]] qsizetype listeners() const { return m_heard.size(); }

    void tell(const QByteArray &news)
    {
        for (QTcpSocket *socket : m_heard.keys()) {
            socket->write("*3\r\n$7\r\nmessage\r\n$14\r\n+switch-master\r\n$"
                          + QByteArray::number(news.size()) + "\r\n" + news + "\r\n");
        }
    }
    void hangUp()
    {
        for (QTcpSocket *socket : m_heard.keys())
            socket->abort();
    }

private:
    void answer(QTcpSocket *socket)
    {
        ++m_asked;
        socket->write(m_answers.size() > 1 ? m_answers.takeFirst() : m_answers.value(0));
        socket->write("*0\r\n*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n");
    }

    QHash<QTcpSocket *, QByteArray> m_heard;
    QByteArrayList m_answers;
    int m_asked = 0;
    QTcpServer m_server; // its sockets' last signals go to the members above
};

#endif
