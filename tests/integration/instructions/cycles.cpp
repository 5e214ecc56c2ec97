// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/RedGuard>

#include <QtCore/qcoreapplication.h>

// URL COUNT: acquires and releases a lock so often, each time when the one before has ended.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    redguard::RedGuard guard(arguments.at(1), QStringLiteral("instructions"));
    redguard::Lock *lock = guard.lock(QStringLiteral("door"));
    int left = arguments.at(2).toInt();
    QObject::connect(lock, &redguard::Lock::acquired, lock, &redguard::Lock::release);
    QObject::connect(lock, &redguard::Lock::released, lock, [lock, &left] {
        if (--left > 0)
            lock->acquire();
        else
            QCoreApplication::quit();
    });
    QObject::connect(lock, &redguard::Lock::errorOccurred, lock, [] { QCoreApplication::exit(1); });
    lock->acquire();
    return QCoreApplication::exec();
}
