// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "helptext.h"

#include <QtCore/qstringlist.h>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype Width = 80;
constexpr qsizetype TermIndent = 2;
constexpr qsizetype TextIndent = 22;

// Every line begins with `indent` spaces.
QString wrapped(QLatin1StringView text, qsizetype indent)
{
    QString result;
    QString line;
    const auto endLine = [&] { result += QString(indent, u' ') + std::exchange(line, {}) + u'\n'; };
    for (const QString &word : QString(text).split(u' ')) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > Width)
            endLine();
        line += (line.isEmpty() ? QString() : u" "_s) + word;
    }
    endLine();
    return result;
}

// The text beside its term, or below one that is too long for that.
QString entry(const QString &term, QLatin1StringView text)
{
    const QString start = QString(TermIndent, u' ') + term;
    const QString body = wrapped(text, TextIndent);
    if (start.size() + 2 > TextIndent)
        return start + u'\n' + body;
    return start + body.sliced(start.size());
}

QString paragraphs(Paragraphs texts)
{
    QString result;
    for (const QLatin1StringView text : texts)
        result += u'\n' + wrapped(text, 0);
    return result;
}

QString optionEntries(Options options)
{
    QString result;
    for (const OptionText &option : options) {
        const QString value = option.value.isEmpty() ? QString() : u' ' + QString(option.value);
        result += entry(u"--"_s + option.name + value, option.text);
    }
    return result;
}

QString sectionText(const SectionText &section)
{
    QString result = u'\n' + QString(section.title) + u":\n"_s;
    if (!section.introduction.isEmpty())
        result += wrapped(section.introduction, TermIndent);
    for (const TermText &term : section.terms)
        result += entry(QString(term.term), term.text);
    return result;
}

} // namespace

QString helpText(const ProgramText &program)
{
    QString result = u"Usage: "_s + program.name + u' ' + program.synopsis + u'\n';
    result += paragraphs(program.description);
    result += u"\nCommands (redguard COMMAND --help says more):\n"_s;
    for (const CommandText &command : program.commands)
        result += entry(QString(command.name), command.summary);
    result += u"\nOptions:\n"_s + optionEntries(program.options);
    for (const SectionText &section : program.sections)
        result += sectionText(section);
    return result;
}

QString helpText(const CommandText &command)
{
    QString result =
        u"Usage: "_s + programText().name + u' ' + command.name + u' ' + command.synopsis + u'\n';
    result += u'\n' + wrapped(command.summary, 0) + paragraphs(command.description);
    result += u"\nOptions:\n"_s;
    for (const Options options : command.options)
        result += optionEntries(options);
    return result + optionEntries(programText().options);
}

} // namespace redguard::cli
