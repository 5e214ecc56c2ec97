// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "svgpicture.h"

#include "palette.h"

#include <QtCore/qfile.h>

namespace demo {

using namespace Qt::StringLiterals;
using Look = Style::Look;

namespace {

constexpr double CellWidth = 8.4;
constexpr double LineHeight = 19;
constexpr double Padding = 16;
constexpr double Baseline = 14;
constexpr int Columns = 80;

QString colorOf(const Style &style)
{
    switch (style.look) {
    case Look::Plain:
        break;
    case Look::Bold:
        return u"#ffffff"_s;
    case Look::Dim:
        return u"#8b95a5"_s;
    case Look::Good:
        return u"#87d787"_s;
    case Look::Bad:
        return u"#ff6b6b"_s;
    case Look::Worker:
        return QString::fromLatin1(colorOfWorker(style.worker).hex);
    case Look::Block:
        return u"#14171d"_s;
    }
    return u"#d5dbe5"_s;
}

double xOf(int column)
{
    return Padding + column * CellWidth;
}

} // namespace

SvgPicture::SvgPicture(const Lines &frame, const Lines &table)
    : m_y(Padding)
{
    for (const Line &line : frame)
        add(line);
    m_y += LineHeight;
    m_body += u"<path d=\"M0 %1H%2\" stroke=\"#333b47\"/>\n"_s.arg(m_y - LineHeight / 2)
                  .arg(xOf(Columns) + Padding);
    for (const Line &line : table)
        add(line);
}

void SvgPicture::add(const Line &line)
{
    for (const Span &span : line.spans()) {
        if (span.style.look == Look::Block)
            addBlock(span);
        add(span);
    }
    m_y += LineHeight;
}

void SvgPicture::addBlock(const Span &span)
{
    m_body += u"<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" fill=\"%5\"/>\n"_s.arg(xOf(span.column))
                  .arg(m_y + 1)
                  .arg(double(span.text.size()) * CellWidth)
                  .arg(LineHeight - 2)
                  .arg(QLatin1StringView(colorOfWorker(span.style.worker).hex));
}

// Words are placed one by one: where the font is wider than this one, columns still stand.
void SvgPicture::add(const Span &span)
{
    const auto isBold = span.style.look == Look::Bold || span.style.look == Look::Block;
    for (qsizetype start = 0; start < span.text.size();) {
        qsizetype end = span.text.indexOf(u' ', start);
        end = end < 0 ? span.text.size() : end;
        if (end > start) {
            const QString word = span.text.sliced(start, end - start);
            m_body += u"<text x=\"%1\" y=\"%2\" textLength=\"%3\" fill=\"%4\"%5>%6</text>\n"_s
                          .arg(xOf(span.column + int(start)))
                          .arg(m_y + Baseline)
                          .arg(double(word.size()) * CellWidth)
                          .arg(colorOf(span.style), isBold ? u" font-weight=\"bold\""_s : QString(),
                               word.toHtmlEscaped());
        }
        start = end + 1;
    }
}

bool SvgPicture::save(const QString &path) const
{
    const double width = xOf(Columns) + Padding;
    const double height = m_y + Padding;
    const QString head =
        u"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1 %2\" width=\"%1\" height=\"%2\">\n"
        "<!-- SPDX-FileCopyrightText: 2026 The RedGuard authors\n"
        "     SPDX-License-Identifier: Apache-2.0\n"
        "     Made by: redguard-demo with the option svg -->\n"
        "<rect width=\"%1\" height=\"%2\" rx=\"10\" fill=\"#14171d\"/>\n"
        "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n"_s
            .arg(width)
            .arg(height);
    QFile file(path);
    const QByteArray bytes = (head + m_body + u"</g>\n</svg>\n"_s).toUtf8();
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace demo
