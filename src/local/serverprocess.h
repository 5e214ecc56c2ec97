// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERPROCESS_H
#define REDGUARD_LOCAL_SERVERPROCESS_H

#include <RedGuard/error.h>

#include <QtCore/qobject.h>
#include <QtCore/qstringlist.h>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)

namespace redguard::local {

class ServerPlace;

// A server's process. Not QProcess: its startDetached() hands every inherited descriptor on to a
// daemon that outlives us (whoever waits for the end of such a pipe waits for ever) and, in Qt 6.4,
// runs no child modifier that could help; and its destructor waits for the child.
class ServerProcess : public QObject
{
    Q_OBJECT

public:
    enum class Bond : quint8 {
        Detached, // a session of its own, a child of init
        Tied,     // killed with this object, and (on Linux) with the thread that started it
    };

    explicit ServerProcess(QObject *parent = nullptr);
    ~ServerProcess() override;

    [[nodiscard]] Error start(Bond bond, const QString &program, const QStringList &arguments,
                              const ServerPlace &place);
    // Of a tied server while it runs; 0 otherwise.
    [[nodiscard]] qint64 processId() const { return m_tied; }
    // Ends a tied server.
    void kill();

Q_SIGNALS:
    // `code` is the errno for which the program could not be run, or 0.
    void exited(int code);

private:
    void readLifeline();
    void reap();

    qint64 m_tied = 0;
    int m_lifeline = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace redguard::local

#endif
