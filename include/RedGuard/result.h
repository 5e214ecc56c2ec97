// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RESULT_H
#define REDGUARD_RESULT_H

#include <RedGuard/error.h>

#include <QtCore/qdebug.h>

#include <utility>
#include <variant>

namespace redguard {

// A value, or the error that stands in its place.
template <typename T>
class Result
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {
    }

    [[nodiscard]] bool hasValue() const { return m_content.index() == 0; }
    [[nodiscard]] explicit operator bool() const { return hasValue(); }

    // Only where hasValue().
    [[nodiscard]] const T &value() const & { return std::get<0>(m_content); }
    [[nodiscard]] T &value() & { return std::get<0>(m_content); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_content)); }
    [[nodiscard]] const T &operator*() const & { return value(); }
    [[nodiscard]] T &operator*() & { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }
    [[nodiscard]] T *operator->() { return &value(); }

    // NoError where there is a value.
    [[nodiscard]] Error error() const { return hasValue() ? Error() : std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

template <typename T>
QDebug operator<<(QDebug debug, const Result<T> &result)
{
    return result ? debug << *result : debug << result.error();
}

} // namespace redguard

#endif
