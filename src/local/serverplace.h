// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERPLACE_H
#define REDGUARD_LOCAL_SERVERPLACE_H

#include <RedGuard/error.h>

namespace redguard::local {

// The private folder of one server, and what lies in it.
class ServerPlace
{
public:
    ServerPlace() = default;
    explicit ServerPlace(const QString &folder)
        : m_folder(folder)
    {
    }
    // The place that every process of this user finds under this name.
    [[nodiscard]] static ServerPlace ofUser(const QString &name);
    [[nodiscard]] static bool isName(const QString &name);

    [[nodiscard]] bool isNull() const { return m_folder.isEmpty(); }
    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QString socketPath() const { return path("redis.sock"); }
    [[nodiscard]] QString processIdPath() const { return path("redis.pid"); }
    [[nodiscard]] QString logPath() const { return path("redis.log"); }
    [[nodiscard]] QString lockPath() const { return path("lock"); }
    [[nodiscard]] QString url() const;

    [[nodiscard]] bool exists() const;
    // Makes what is missing, then check().
    [[nodiscard]] Error create() const;
    // Whether a server here can be trusted to be this user's own, and be reached at all.
    [[nodiscard]] Error check() const;
    void removeLeftovers() const;
    // What the server said last, for an error message.
    [[nodiscard]] QString logTail() const;

private:
    [[nodiscard]] QString path(const char *file) const;

    QString m_folder;
};

} // namespace redguard::local

#endif
