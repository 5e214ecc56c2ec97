// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERPROGRAM_H
#define REDGUARD_LOCAL_SERVERPROGRAM_H

#include <QtCore/qstringlist.h>

namespace redguard::local {

class ServerPlace;

// The redis-server or valkey-server of this machine; empty if there is none. REDGUARD_SERVER, a
// name or an absolute path, goes before all else.
[[nodiscard]] QString findServerProgram();
// Why findServerProgram() found none, and what to do about it.
[[nodiscard]] QString missingServerProgram();
// The whole configuration is on the command line: no file of the system's own server is read.
[[nodiscard]] QStringList serverArguments(const ServerPlace &place);

} // namespace redguard::local

#endif
