// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/serverplace.h"

#include <RedGuard/localserver.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qurl.h>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace redguard::local {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 TailLength = 1024;

#ifdef Q_OS_UNIX

QString systemText(int code)
{
    return qt_error_string(code);
}

Error refusal(const QString &folder, const QString &reason)
{
    return {ErrorCode::AccessDenied,
            LocalServer::tr("The folder %1 of the local server is refused: %2").arg(folder, reason)};
}

Error checkFolder(const QString &folder)
{
    struct stat entry = {};
    if (lstat(QFile::encodeName(folder).constData(), &entry) != 0)
        return refusal(folder, systemText(errno));
    if (!S_ISDIR(entry.st_mode))
        return refusal(folder, LocalServer::tr("it is not a folder"));
    if (entry.st_uid != geteuid()) {
        return refusal(
            folder,
            LocalServer::tr("it belongs to user %1, not to this user, %2").arg(entry.st_uid).arg(geteuid()));
    }
    const uint mode = entry.st_mode & 0777U;
    if ((mode & 0077U) != 0)
        return refusal(folder,
                       LocalServer::tr("others can get at it (mode 0%1 instead of 0700)")
                           .arg(mode, 3, 8, QLatin1Char('0')));
    return {};
}

Error makeFolder(const QString &folder)
{
    if (mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST) {
        const int code = errno;
        return {ErrorCode::AccessDenied,
                LocalServer::tr("The folder %1 of the local server cannot be made: %2")
                    .arg(folder, systemText(code))};
    }
    return checkFolder(folder);
}

Error checkLength(const QString &socketPath)
{
    // One byte for the NUL, and one that QLocalSocket does not use.
    constexpr qsizetype Room = sizeof(sockaddr_un::sun_path) - 2;
    const qsizetype length = QFile::encodeName(socketPath).size();
    if (length <= Room)
        return {};
    return {ErrorCode::InvalidArgument,
            LocalServer::tr("The path of the local server's socket is %n bytes long, and may be %1: %2",
                            nullptr, int(length))
                .arg(Room)
                .arg(socketPath)};
}

// Whether Qt's answer is the same for every process of the user. Without XDG_RUNTIME_DIR it is not:
// cron and ssh come without it, and must still find the server of the desktop session.
bool hasRuntimeLocation()
{
#ifdef Q_OS_DARWIN
    return true;
#else
    return qEnvironmentVariableIsSet("XDG_RUNTIME_DIR");
#endif
}

QString runtimeFolder()
{
    QString folder;
    if (hasRuntimeLocation())
        folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (const QString session = u"/run/user/%1"_s.arg(geteuid()); folder.isEmpty() && !checkFolder(session))
        folder = session;
    return folder;
}

QString userFolder()
{
    const QString runtime = runtimeFolder();
    if (!runtime.isEmpty())
        return runtime + "/redguard"_L1;
    return u"%1/redguard-%2"_s.arg(QDir::tempPath()).arg(geteuid());
}

#endif

} // namespace

ServerPlace ServerPlace::ofUser(const QString &name)
{
#ifdef Q_OS_UNIX
    return ServerPlace(userFolder() + u'/' + name);
#else
    Q_UNUSED(name)
    return {};
#endif
}

bool ServerPlace::isName(const QString &name)
{
    const auto allowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'
            || c == u'_' || c == u'.';
    };
    return !name.isEmpty() && !name.startsWith(u'.') && std::all_of(name.cbegin(), name.cend(), allowed);
}

QString ServerPlace::url() const
{
    return "unix://"_L1 + QString::fromLatin1(QUrl::toPercentEncoding(socketPath(), "/"));
}

bool ServerPlace::exists() const
{
    const QFileInfo info(m_folder);
    return info.exists() || info.isSymLink();
}

Error ServerPlace::create() const
{
#ifdef Q_OS_UNIX
    if (Error error = checkLength(socketPath()))
        return error;
    if (Error error = makeFolder(QFileInfo(m_folder).path()))
        return error;
    return makeFolder(m_folder);
#else
    return check();
#endif
}

Error ServerPlace::check() const
{
#ifdef Q_OS_UNIX
    if (Error error = checkLength(socketPath()))
        return error;
    return checkFolder(m_folder);
#else
    return {ErrorCode::NotSupported,
            LocalServer::tr("A local server needs Unix sockets, which this system lacks")};
#endif
}

void ServerPlace::removeLeftovers() const
{
    QFile::remove(socketPath());
    QFile::remove(processIdPath());
}

QString ServerPlace::logTail() const
{
    QFile log(logPath());
    if (!log.open(QIODevice::ReadOnly))
        return {};
    if (log.size() > TailLength) {
        log.seek(log.size() - TailLength);
        log.readLine(); // the rest of one
    }
    return QString::fromLocal8Bit(log.readAll()).trimmed();
}

QString ServerPlace::path(const char *file) const
{
    return m_folder + u'/' + QLatin1String(file);
}

} // namespace redguard::local
