// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERLOCK_H
#define REDGUARD_LOCAL_SERVERLOCK_H

#include <RedGuard/error.h>

#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

namespace redguard::local {

// The right to start or stop the server of one folder. It is flock() and not QLockFile: the kernel
// gives it back however its owner ends, while QLockFile judges a dead owner by a process id, which
// another program or another container may have by now. The file stays, as removing it would let
// two processes lock two files of one name.
class ServerLock : public QObject
{
    Q_OBJECT

public:
    explicit ServerLock(const QString &path, QObject *parent = nullptr);
    ~ServerLock() override;

    // Tries until it succeeds or fails; the caller knows for how long.
    void acquire();
    [[nodiscard]] bool isHeld() const { return m_held; }
    void release();

Q_SIGNALS:
    void acquired();
    void failed(const redguard::Error &error);

private:
    void attempt();

    QString m_path;
    QTimer m_retry;
    int m_descriptor = -1;
    bool m_held = false;
};

} // namespace redguard::local

#endif
