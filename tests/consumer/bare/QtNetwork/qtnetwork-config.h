// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// Before Qt's own on the include path: a Qt without TLS, on a system that is not Unix.
#include_next <QtNetwork/qtnetwork-config.h>

#undef QT_FEATURE_ssl
#define QT_FEATURE_ssl -1
#define QT_NO_SSL
#undef Q_OS_UNIX
