// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLSEMAPHORE_H
#define REDGUARD_QMLSEMAPHORE_H

#include "qmlhold.h"

namespace redguard {

class QmlSemaphore : public redguard::QmlHold
{
    Q_OBJECT
    Q_PROPERTY(int capacity READ capacity WRITE setCapacity NOTIFY capacityChanged)
    Q_PROPERTY(int permits READ permits WRITE setPermits NOTIFY permitsChanged)
    QML_NAMED_ELEMENT(Semaphore)

public:
    explicit QmlSemaphore(QObject *parent = nullptr);

    [[nodiscard]] int capacity() const { return m_capacity; }
    void setCapacity(int capacity) { setOption(m_capacity, capacity, &QmlSemaphore::capacityChanged); }
    [[nodiscard]] int permits() const { return m_permits; }
    void setPermits(int permits) { setOption(m_permits, permits, &QmlSemaphore::permitsChanged); }

Q_SIGNALS:
    void capacityChanged();
    void permitsChanged();

private:
    [[nodiscard]] Primitive *create(RedGuard *guard) override;

    int m_capacity = 1;
    int m_permits = 1;
};

} // namespace redguard

#endif
