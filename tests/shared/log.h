// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef LOG_H
#define LOG_H

#include <QtCore/qloggingcategory.h>
#include <QtCore/qmutex.h>

#include <algorithm>

// All that is logged while it lives, by whatever thread.
class Log
{
public:
    struct Line
    {
        QtMsgType type;
        QString category;
        QString text;
    };

    Log()
    {
        s_current = this;
        m_before = qInstallMessageHandler(&Log::take);
    }
    ~Log()
    {
        qInstallMessageHandler(m_before);
        s_current = nullptr;
    }

    [[nodiscard]] QList<Line> lines() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_lines;
    }
    [[nodiscard]] QString text() const
    {
        QString text;
        for (const Line &line : lines())
            text += line.category + QStringLiteral(": ") + line.text + u'\n';
        return text;
    }
    [[nodiscard]] bool has(QtMsgType type, const QString &category, const QString &part) const
    {
        const auto all = lines();
        return std::any_of(all.begin(), all.end(), [&](const Line &line) {
            return line.type == type && line.category == category && line.text.contains(part);
        });
    }

private:
    Q_DISABLE_COPY_MOVE(Log)

    static void take(QtMsgType type, const QMessageLogContext &context, const QString &text)
    {
        const QMutexLocker locker(&s_current->m_mutex);
        s_current->m_lines.append({type, QString::fromLatin1(context.category), text});
    }

    static inline Log *s_current = nullptr;
    QtMessageHandler m_before = nullptr;
    mutable QMutex m_mutex;
    QList<Line> m_lines;
};

#endif
