// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include "protocol/parser.h"
#include "protocol/writer.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtNetwork/qlocalsocket.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;
using namespace redguard;

namespace processes {

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString entry(qint64 id, QLatin1StringView name)
{
    return u"/proc/%1/%2"_s.arg(id).arg(name);
}

// The fields after the program's name, which may hold spaces: state, parent, group, session.
QByteArrayList statOf(qint64 id)
{
    const QByteArray line = contents(entry(id, "stat"_L1));
    return line.mid(line.lastIndexOf(')') + 2).split(' ');
}

} // namespace

bool isAlive(qint64 id)
{
    const QByteArray state = statOf(id).value(0);
    return !state.isEmpty() && state != "Z" && state != "X";
}

qint64 parentOf(qint64 id)
{
    return statOf(id).value(1).toLongLong();
}

qint64 sessionOf(qint64 id)
{
    return statOf(id).value(3).toLongLong();
}

QByteArray statusOf(qint64 id, const QByteArray &field)
{
    for (const QByteArray &line : contents(entry(id, "status"_L1)).split('\n')) {
        if (line.startsWith(field + ':'))
            return line.mid(field.size() + 1).trimmed();
    }
    return {};
}

QString folderOf(qint64 id)
{
    return QFile::symLinkTarget(entry(id, "cwd"_L1));
}

// In the order of their numbers.
QStringList descriptorsOf(qint64 id)
{
    QStringList targets;
    const QDir folder(entry(id, "fd"_L1));
    // A link to a socket leads nowhere: QDir::System is what lists it.
    QStringList names = folder.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end(),
              [](const QString &a, const QString &b) { return a.toInt() < b.toInt(); });
    for (const QString &name : names) {
        // Not QFile::symLinkTarget(), which makes a path of "socket:[123]".
        QByteArray target(PATH_MAX, '\0');
        const auto size =
            readlink(QFile::encodeName(folder.filePath(name)).constData(), target.data(), PATH_MAX);
        targets += QFile::decodeName(target.left(std::max<qsizetype>(size, 0)));
    }
    return targets;
}

bool hasTcpSocket(qint64 id)
{
    const QStringList descriptors = descriptorsOf(id);
    const QByteArray sockets = contents(entry(id, "net/tcp"_L1)) + contents(entry(id, "net/tcp6"_L1));
    for (const QByteArray &line : sockets.split('\n')) {
        if (descriptors.contains(
                u"socket:[%1]"_s.arg(QString::fromLatin1(line.simplified().split(' ').value(9)))))
            return true;
    }
    return false;
}

QSet<qint64> mentioning(const QString &text)
{
    QSet<qint64> ids;
    for (const QString &name : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        const qint64 id = name.toLongLong();
        if (contents(entry(id, "cmdline"_L1)).contains(QFile::encodeName(text)) && isAlive(id))
            ids.insert(id);
    }
    return ids;
}

} // namespace processes

resp::Value command(const QString &socketPath, std::initializer_list<QByteArrayView> arguments)
{
    QLocalSocket socket;
    socket.connectToServer(socketPath);
    QByteArray bytes;
    resp::appendCommand(bytes, arguments);
    socket.write(bytes);
    resp::Parser parser;
    resp::Value value;
    const auto answered = [&] {
        parser.append(socket.readAll());
        return parser.next(value) != resp::Parser::Status::NeedMore
            || socket.state() == QLocalSocket::UnconnectedState;
    };
    return QTest::qWaitFor(answered) ? value : resp::Value();
}

Peer::Peer(const QString &mode)
{
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { m_output += m_process.readAllStandardOutput(); });
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(PEER_PROGRAM), {mode});
}

qint64 Peer::serverId() const
{
    for (const QByteArray &line : m_output.split('\n')) {
        if (line.startsWith("server "))
            return line.mid(7).toLongLong();
    }
    return 0;
}
