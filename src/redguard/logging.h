// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOGGING_H
#define REDGUARD_LOGGING_H

#include <QtCore/qloggingcategory.h>

namespace redguard {

Q_DECLARE_LOGGING_CATEGORY(lcPrimitive)

} // namespace redguard

#endif
