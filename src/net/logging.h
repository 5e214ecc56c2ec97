// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_LOGGING_H
#define REDGUARD_NET_LOGGING_H

#include <QtCore/qloggingcategory.h>

namespace redguard::net {

Q_DECLARE_LOGGING_CATEGORY(lcConnection)

} // namespace redguard::net

#endif
