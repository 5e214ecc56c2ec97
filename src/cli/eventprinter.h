// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_EVENTPRINTER_H
#define REDGUARD_CLI_EVENTPRINTER_H

#include <RedGuard/error.h>
#include <RedGuard/leaseinfo.h>

QT_FORWARD_DECLARE_CLASS(QJsonObject)

namespace redguard::cli {

// Prints what happens to a name, one JSON object a line, if that is wanted.
class EventPrinter
{
public:
    EventPrinter(const QString &name, bool isWanted)
        : m_name(name)
        , m_isWanted(isWanted)
    {
    }

    void waiting(int position);
    void acquired(const LeaseInfo &lease) { good("acquired", lease); }
    void renewed(const LeaseInfo &lease) { good("renewed", lease); }
    void lost(const LeaseInfo &lease, LossReason reason);
    void released(const LeaseInfo &lease, ReleaseOutcome how);
    void timedOut(const Error &error);
    void error(const Error &error);

private:
    void good(QByteArrayView event, const LeaseInfo &lease);
    void print(QByteArrayView event, QJsonObject fields);

    QString m_name;
    bool m_isWanted;
    int m_position = 0;
};

} // namespace redguard::cli

#endif
