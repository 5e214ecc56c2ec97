// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDALONE_H
#define STANDALONE_H

#include "clockfile.h"
#include "deployment.h"

namespace chaos {

// One server on a socket in a folder of its own, which writes every command down before it answers.
class Standalone : public Deployment
{
    Q_OBJECT

public:
    explicit Standalone(const QString &folder);
    ~Standalone() override;

    [[nodiscard]] bool start() override;
    void end() override;
    [[nodiscard]] QString errorString() const override { return m_process.errorString(); }

    [[nodiscard]] ProxyTarget target() const override;
    [[nodiscard]] QString urlThrough(const FaultProxy &proxy) const override { return proxy.url(); }
    [[nodiscard]] ServerLink &link() override { return m_link; }

    void stop() override;
    void goOn() override;
    void kill() override;
    void restartEmpty() override;
    void stepClock(Instant by) override { m_clocks.stepWallClock(by); }

private:
    [[nodiscard]] QString path(const char *name) const;
    void launch();
    void endProcess();

    QString m_folder;
    ClockFile m_clocks;
    QProcess m_process;
    ServerLink m_link;
};

} // namespace chaos

#endif
