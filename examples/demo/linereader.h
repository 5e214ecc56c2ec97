// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_LINEREADER_H
#define DEMO_LINEREADER_H

#include <QtCore/qobject.h>
#include <QtCore/qsocketnotifier.h>

namespace demo {

// Standard input, line by line, in the event loop.
class LineReader : public QObject
{
    Q_OBJECT

public:
    explicit LineReader(QObject *parent = nullptr);

Q_SIGNALS:
    void lineRead(const QByteArray &line);
    void ended();

private:
    void read();

    QSocketNotifier m_notifier;
    QByteArray m_pending;
};

} // namespace demo

#endif
