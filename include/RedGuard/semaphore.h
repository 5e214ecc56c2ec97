// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SEMAPHORE_H
#define REDGUARD_SEMAPHORE_H

#include <RedGuard/primitive.h>

namespace redguard {

struct SemaphoreOptions
{
    int capacity = 1; // permits in all; every user of the name says the same
    int permits = 1;  // taken by one acquisition, all or none
    std::chrono::milliseconds ttl = std::chrono::seconds(30); // the lease of each permit
    Renewal renewal = Renewal::Background;                    // who keeps the lease alive while it is held
    std::chrono::milliseconds maxHold = Forever;              // renewals do not carry a hold beyond this
};

class REDGUARD_EXPORT Semaphore : public Primitive
{
    Q_OBJECT
    Q_PROPERTY(int capacity READ capacity CONSTANT)
    Q_PROPERTY(int permits READ permits CONSTANT)

public:
    using Options = SemaphoreOptions;

    Semaphore(RedGuard *guard, const QString &name, const SemaphoreOptions &options,
              QObject *parent = nullptr);
    ~Semaphore() override;

    [[nodiscard]] SemaphoreOptions options() const;
    [[nodiscard]] int capacity() const;
    [[nodiscard]] int permits() const;

private:
    SemaphoreOptions m_options;
};

} // namespace redguard

#endif
