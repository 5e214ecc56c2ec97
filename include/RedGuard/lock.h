// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCK_H
#define REDGUARD_LOCK_H

#include <RedGuard/primitive.h>

namespace redguard {

struct LockOptions
{
    std::chrono::milliseconds ttl =
        std::chrono::seconds(30);                // the lease; a crashed holder blocks others this long
    Renewal renewal = Renewal::Background;       // who keeps the lease alive while it is held
    std::chrono::milliseconds maxHold = Forever; // renewals do not carry a hold beyond this
};

class REDGUARD_EXPORT Lock : public Primitive
{
    Q_OBJECT

public:
    using Options = LockOptions;

    Lock(RedGuard *guard, const QString &name, const LockOptions &options = {}, QObject *parent = nullptr);
    ~Lock() override;

    [[nodiscard]] LockOptions options() const;

private:
    LockOptions m_options;
};

} // namespace redguard

#endif
