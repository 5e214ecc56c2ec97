// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef PROXYLINK_H
#define PROXYLINK_H

#include "delayline.h"
#include "framesplitter.h"
#include "replyrule.h"

#include <QtNetwork/qtcpsocket.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace chaos {

enum class Way : quint8 { ToServer, ToClient };

// One client's connection and the one to the server that it stands for.
class ProxyLink : public QObject
{
    Q_OBJECT

public:
    // Asked once for each command; what it returns is then done to it.
    using Judge = std::function<std::optional<ReplyRule>(const QByteArrayList &command)>;

    ProxyLink(std::unique_ptr<QTcpSocket> client, std::unique_ptr<QIODevice> server,
              const LineTerms &toServer, const LineTerms &toClient, QRandomGenerator *random, Judge judge,
              QObject *parent = nullptr);
    ~ProxyLink() override;

    void setTerms(Way way, const LineTerms &terms);
    void reset(); // RST both ways
    void halfClose(Way way);
    void letGo();

Q_SIGNALS:
    void replied(const QByteArrayList &command);
    void struck(const chaos::ReplyRule &rule);
    void ended();

private:
    struct Pending
    {
        QByteArrayList command;
        std::optional<ReplyRule> rule = {};
        qsizetype pushes = 0; // that answer it, where no reply does
    };

    void readClient();
    void readServer();
    void serverFailed(bool closedInOrder);
    void takeCommand(const Frame &frame);
    void takeReply(const Frame &frame);
    void takePush(const redguard::resp::Value &value);
    void answerRefused();
    void strike(const ReplyRule &rule, const QByteArray &reply);
    [[nodiscard]] bool isPush(const redguard::resp::Value &value) const;
    void write(QIODevice *sink, const QByteArray &bytes);
    void close();

    std::unique_ptr<QTcpSocket> m_client;
    std::unique_ptr<QIODevice> m_server; // none: the client is left without an answer
    DelayLine m_toServer;
    DelayLine m_toClient;
    FrameSplitter m_commands;
    FrameSplitter m_replies;
    std::deque<Pending> m_pending; // commands without an answer, in order
    Judge m_judge;
    bool m_isResp3 = false;
    bool m_ended = false;
};

} // namespace chaos

#endif
