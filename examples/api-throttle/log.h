// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_LOG_H
#define THROTTLE_LOG_H

#include <QtCore/qobject.h>

namespace throttle {

class Caller;

// The calls as lines of fields for another program, or for a file.
class Log : public QObject
{
    Q_OBJECT

public:
    explicit Log(const Caller &caller, QObject *parent = nullptr);
};

} // namespace throttle

#endif
