// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FREEPORTS_H
#define FREEPORTS_H

#include <QtCore/qlist.h>

// Ports of the loopback interface that nobody listens on at this moment; somebody may at the next.
[[nodiscard]] QList<quint16> freePorts(int count);

#endif
