// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_ERROR_H
#define REDGUARD_ERROR_H

#include <RedGuard/namespace.h>
#include <RedGuard/quota.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qstring.h>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace redguard {

class REDGUARD_EXPORT Error
{
    Q_GADGET
    Q_PROPERTY(redguard::ErrorCode code READ code CONSTANT)
    Q_PROPERTY(QString message READ message CONSTANT)
    Q_PROPERTY(redguard::Quota quota READ quota CONSTANT)

public:
    Error() = default;
    Error(ErrorCode code, const QString &message, const Quota &quota = {})
        : m_code(code)
        , m_message(message)
        , m_quota(quota)
    {
    }

    [[nodiscard]] ErrorCode code() const { return m_code; }
    [[nodiscard]] QString message() const { return m_message; }
    // What a rate limiter said when it refused.
    [[nodiscard]] Quota quota() const { return m_quota; }
    [[nodiscard]] explicit operator bool() const { return m_code != ErrorCode::NoError; }

private:
    ErrorCode m_code = ErrorCode::NoError;
    QString m_message;
    Quota m_quota;
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace redguard

Q_DECLARE_METATYPE(redguard::Error)

#endif
