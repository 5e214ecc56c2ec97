// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DRIVER_H
#define DRIVER_H

#include <QtCore/qjsonobject.h>
#include <QtNetwork/qlocalsocket.h>

QT_FORWARD_DECLARE_CLASS(QAccessibleInterface)
QT_FORWARD_DECLARE_CLASS(QWindow)

// Lives in the program under test and does what a person at it would: reads it as a screen reader
// does, presses, types, resizes. One request a line, one answer a line, both JSON.
class Driver : public QObject
{
    Q_OBJECT

public:
    Driver();
    ~Driver() override;

private:
    void connectToTest();
    void readRequests();
    void handle(const QByteArray &line);
    void answer(QJsonObject object);

    [[nodiscard]] QJsonObject perform(const QJsonObject &request);
    [[nodiscard]] QJsonObject press(const QJsonObject &request);
    [[nodiscard]] QJsonObject set(const QJsonObject &request);
    [[nodiscard]] QJsonObject focus(const QJsonObject &request);
    [[nodiscard]] QJsonObject key(const QJsonObject &request);
    [[nodiscard]] QJsonObject resize(const QJsonObject &request);
    [[nodiscard]] QJsonObject setPalette(const QJsonObject &request);
    [[nodiscard]] QJsonObject grab(const QJsonObject &request);
    [[nodiscard]] QJsonObject close();

    QLocalSocket m_test;
};

#endif
