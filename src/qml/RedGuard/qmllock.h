// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLLOCK_H
#define REDGUARD_QMLLOCK_H

#include "qmlhold.h"

namespace redguard {

class QmlLock : public redguard::QmlHold
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Lock)

public:
    explicit QmlLock(QObject *parent = nullptr);

private:
    [[nodiscard]] Primitive *create(RedGuard *guard) override;
};

} // namespace redguard

#endif
