// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef NODE_H
#define NODE_H

#include "clockfile.h"
#include "serverlink.h"

namespace chaos {

// One server of a run, in a folder of its own, with a socket for the rig there.
class Node : public QObject
{
    Q_OBJECT

public:
    Node(const QString &folder, quint16 port);
    ~Node() override;

    // Beyond what all have in common.
    void setArguments(const QStringList &arguments) { m_arguments = arguments; }
    void launch(const QStringList &more = {}); // that once
    [[nodiscard]] bool isReady() const { return m_link.isReady() && m_eye.isReady(); }

    void stop(); // SIGSTOP
    void goOn(); // SIGCONT
    void kill();
    void restart(); // with what it had written
    void restartEmpty();
    void stepClock(Instant by) { m_clocks.stepWallClock(by); }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString path(const char *name) const;
    void copyLog(const QString &folder) const; // under the name of its own folder
    [[nodiscard]] QString socketPath() const { return path("socket"); }
    [[nodiscard]] ServerLink &link() { return m_link; } // for what is done to it
    [[nodiscard]] ServerLink &eye() { return m_eye; }   // for who only looks: pauses hold them up, too

private:
    void run();

    QString m_folder;
    quint16 m_port;
    ClockFile m_clocks;
    QStringList m_arguments;
    QStringList m_more;
    QProcess m_process;
    bool m_isWanted = false;
    ServerLink m_link;
    ServerLink m_eye;
};

} // namespace chaos

#endif
