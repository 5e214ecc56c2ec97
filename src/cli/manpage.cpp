// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "manpage.h"

#include <QtCore/qstringlist.h>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

// Every dash is a minus: what is copied from the page has to work in a shell.
QString escaped(QLatin1StringView text)
{
    QString result(text);
    result.replace(u"\\"_s, u"\\e"_s).replace(u"-"_s, u"\\-"_s).replace(u"'"_s, u"\\(aq"_s);
    return result.startsWith(u'.') ? u"\\&"_s + result : result;
}

QString bold(QLatin1StringView text)
{
    return u"\\fB"_s + escaped(text) + u"\\fR"_s;
}

QString italic(QLatin1StringView text)
{
    return u"\\fI"_s + escaped(text) + u"\\fR"_s;
}

QString heading(QLatin1StringView title)
{
    return u".SH "_s + QString(title).toUpper() + u'\n';
}

QString paragraphs(Paragraphs texts)
{
    QStringList lines;
    for (const QLatin1StringView text : texts)
        lines << escaped(text) + u'\n';
    return lines.join(u".PP\n"_s);
}

QString entry(const QString &term, QLatin1StringView text)
{
    return u".TP\n"_s + term + u'\n' + escaped(text) + u'\n';
}

QString optionEntries(Options options)
{
    QString result;
    for (const OptionText &option : options) {
        const QString value = option.value.isEmpty() ? QString() : u' ' + italic(option.value);
        result +=
            entry(u"\\fB\\-\\-"_s + option.name.toString().replace(u"-"_s, u"\\-"_s) + u"\\fR"_s + value,
                  option.text);
    }
    return result;
}

QString commandSection(const CommandText &command)
{
    QString result = u".SS "_s + command.name + u'\n' + bold("redguard "_L1) + bold(command.name) + u' '
        + escaped(command.synopsis) + u"\n.PP\n"_s + paragraphs(command.description);
    for (const Options options : command.options)
        result += optionEntries(options);
    return result;
}

QString sectionText(const SectionText &section)
{
    QString result = heading(section.title);
    if (!section.introduction.isEmpty())
        result += escaped(section.introduction) + u'\n';
    for (const TermText &term : section.terms)
        result += entry(bold(term.term), term.text);
    return result;
}

} // namespace

QString manPage(const ProgramText &program)
{
    QString result = u".TH REDGUARD 1 \"\" \"RedGuard " REDGUARD_VERSION "\" \"User Commands\"\n"_s;
    result += heading("Name"_L1) + program.name + u" \\- "_s + escaped(program.summary) + u'\n';
    result += heading("Synopsis"_L1) + bold(program.name) + u' ' + escaped(program.synopsis) + u'\n';
    result += heading("Description"_L1) + paragraphs(program.description);
    result += heading("Options"_L1) + optionEntries(program.options);
    result += heading("Commands"_L1);
    for (const CommandText &command : program.commands)
        result += commandSection(command);
    for (const SectionText &section : program.sections)
        result += sectionText(section);
    return result;
}

} // namespace redguard::cli
