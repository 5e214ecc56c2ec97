// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_GLOBAL_H
#define REDGUARD_GLOBAL_H

#include <QtCore/qglobal.h>

#if defined(REDGUARD_STATIC)
#define REDGUARD_EXPORT
#elif defined(REDGUARD_LIBRARY)
#define REDGUARD_EXPORT Q_DECL_EXPORT
#else
#define REDGUARD_EXPORT Q_DECL_IMPORT
#endif

#endif
