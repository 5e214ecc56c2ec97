// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WORDS_H
#define WORDS_H

#include <QtCore/qbytearraylist.h>

#include <vector>

// A command as hiredis takes it.
class Words
{
public:
    explicit Words(const QByteArrayList &words)
        : m_words(words)
    {
        for (const QByteArray &word : m_words) {
            m_texts.push_back(word.constData());
            m_sizes.push_back(std::size_t(word.size()));
        }
    }

    [[nodiscard]] int count() const { return int(m_texts.size()); }
    // hiredis does not change what it is given.
    [[nodiscard]] const char **texts() const { return const_cast<const char **>(m_texts.data()); }
    [[nodiscard]] const std::size_t *sizes() const { return m_sizes.data(); }

private:
    QByteArrayList m_words;
    std::vector<const char *> m_texts;
    std::vector<std::size_t> m_sizes;
};

#endif
