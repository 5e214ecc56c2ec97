// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redisprocess.h"

#include "freeports.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qstandardpaths.h>
#include <QtTest/qtest.h>

#include <csignal>
#include <sys/prctl.h>

namespace {

constexpr int Attempts = 5;

QString program()
{
    const QString redis = QStandardPaths::findExecutable(QStringLiteral("redis-server"));
    return redis.isEmpty() ? QStringLiteral("valkey-server") : redis;
}

} // namespace

RedisProcess::RedisProcess(const QStringList &configuration, Mode mode)
    : m_configuration(configuration)
    , m_mode(mode)
{
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(filePath(QStringLiteral("stderr")));
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

RedisProcess::~RedisProcess()
{
    kill();
}

bool RedisProcess::start()
{
    if (m_port != 0)
        return run();
    for (int attempt = 0; attempt < Attempts; ++attempt) {
        if (configure() && run())
            return true;
        kill();
    }
    qWarning("No server: %s", log().constData());
    return false;
}

redguard::resp::Value RedisProcess::command(const QByteArrayList &command)
{
    redguard::resp::Value value = m_client.command(command);
    if (value.bytes != "no reply" || !isRunning() || !connectClient())
        return value;
    return m_client.command(command);
}

// A Sentinel rewrites its file, so that it is written once.
bool RedisProcess::configure()
{
    const QList<quint16> ports = freePorts(2);
    QFile file(filePath(QStringLiteral("redis.conf")));
    if (ports.isEmpty() || !file.open(QIODevice::WriteOnly))
        return false;
    m_port = ports[0];
    QStringList lines {
        QStringLiteral("bind 127.0.0.1"),
        QStringLiteral("dir %1").arg(m_folder.path()),
        QStringLiteral("logfile log"),
        QStringLiteral("unixsocket %1").arg(filePath(QStringLiteral("socket"))),
    };
    if (m_configuration.filter(QStringLiteral("port %port%")).isEmpty())
        lines.append(QStringLiteral("port %port%"));
    if (m_mode == Mode::Server)
        lines.append({QStringLiteral("save \"\""), QStringLiteral("appendonly no")});
    QString text = (lines + m_configuration).join(u'\n') + u'\n';
    text.replace(QStringLiteral("%port%"), QString::number(ports[0]));
    text.replace(QStringLiteral("%busport%"), QString::number(ports[1]));
    return file.write(text.toUtf8()) == text.toUtf8().size();
}

bool RedisProcess::run()
{
    QStringList arguments {filePath(QStringLiteral("redis.conf"))};
    if (m_mode == Mode::Sentinel)
        arguments.append(QStringLiteral("--sentinel"));
    QFile::remove(filePath(QStringLiteral("socket")));
    m_process.start(program(), arguments);
    const bool answers = QTest::qWaitFor([this] { return !isRunning() || connectClient(); }, 15'000);
    return answers && isRunning();
}

bool RedisProcess::connectClient()
{
    if (!m_client.connectTo(filePath(QStringLiteral("socket"))))
        return false;
    const QStringList passwords = m_configuration.filter(QRegularExpression(QStringLiteral("^requirepass ")));
    if (!passwords.isEmpty())
        m_client.command({"AUTH", passwords.constFirst().section(u' ', 1).toUtf8()});
    return m_client.command({"PING"}).bytes == "PONG";
}

void RedisProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

void RedisProcess::pause()
{
    ::kill(pid_t(m_process.processId()), SIGSTOP);
}

void RedisProcess::resume()
{
    ::kill(pid_t(m_process.processId()), SIGCONT);
}

QString RedisProcess::url() const
{
    return QStringLiteral("redis://127.0.0.1:%1").arg(m_port);
}

QByteArray RedisProcess::log() const
{
    QByteArray text;
    for (const QString &name : {QStringLiteral("stderr"), QStringLiteral("log")}) {
        QFile file(filePath(name));
        if (file.open(QIODevice::ReadOnly))
            text += file.readAll();
    }
    return text;
}

QByteArray RedisProcess::field(const QByteArrayList &command, QByteArrayView name)
{
    for (const QByteArray &line : this->command(command).bytes.split('\n')) {
        if (line.startsWith(name.toByteArray() + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}
