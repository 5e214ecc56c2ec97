// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "timeline.h"

namespace chaos {

namespace {

constexpr double PixelsPerSecond = 60;
constexpr int Left = 90;
constexpr int RowHeight = 14;
constexpr int Top = 60;

class Picture
{
public:
    explicit Picture(const TrialResult &result)
        : m_result(result)
    {
        for (const Record &record : result.records)
            m_end = std::max(m_end, std::min(record.over, record.last));
        for (const Fault &fault : result.run.faults)
            m_end = std::max(m_end, fault.from);
        for (const Finding &finding : result.violations + result.seen)
            m_end = std::max(m_end, finding.at);
    }

    QByteArray draw()
    {
        for (const Subject &subject : m_result.run.subjects)
            drawSubject(subject);
        for (const Fault &fault : m_result.run.faults)
            drawFault(fault);
        for (const Finding &finding : m_result.violations)
            drawFinding(finding, "#d00000");
        for (const Finding &finding : m_result.seen)
            drawFinding(finding, "#e08000");
        return frame();
    }

private:
    [[nodiscard]] double x(Instant at) const
    {
        return Left + double((at - m_result.began).count()) / 1e9 * PixelsPerSecond;
    }

    void text(double at, double y, const QByteArray &words, const char *style = "")
    {
        m_body += "<text x='" + QByteArray::number(at, 'f', 1) + "' y='" + QByteArray::number(y) + "' "
            + style + ">" + QString::fromUtf8(words).toHtmlEscaped().toUtf8() + "</text>\n";
    }

    void bar(Instant from, Instant to, double y, double height, const char *colour, const QByteArray &title)
    {
        const double width = std::max(x(to) - x(from), 1.0);
        m_body += "<rect x='" + QByteArray::number(x(from), 'f', 1) + "' y='" + QByteArray::number(y)
            + "' width='" + QByteArray::number(width, 'f', 1) + "' height='" + QByteArray::number(height)
            + "' fill='" + colour + "'><title>" + QString::fromUtf8(title).toHtmlEscaped().toUtf8()
            + "</title></rect>\n";
    }

    void drawSubject(const Subject &subject)
    {
        text(4, m_y + RowHeight, subject.name, "font-weight='bold'");
        m_y += RowHeight + 6;
        for (int worker = 1; worker <= m_result.scenario.workers; ++worker) {
            const QByteArray label = 'w' + QByteArray::number(worker);
            text(20, m_y + RowHeight - 3, label);
            for (const Record &record : m_result.records) {
                if (record.name == subject.name && record.process->label.startsWith(label + '.'))
                    drawRecord(record, subject);
            }
            m_y += RowHeight;
        }
        m_y += 8;
    }

    void drawRecord(const Record &record, const Subject &subject)
    {
        const QByteArray title = record.process->label + " request " + QByteArray::number(record.request)
            + (record.fence > 0 ? " fence " + QByteArray::number(record.fence) : QByteArray());
        if (subject.kind == Subject::Kind::Limiter && record.acquired > Instant::zero())
            bar(record.acquired, record.acquired, m_y, RowHeight - 2, "#2a7", title);
        else if (record.isHold() && record.last > Instant::zero())
            bar(record.first, record.last, m_y, RowHeight - 2, record.permits > 1 ? "#159" : "#38c", title);
    }

    void drawFault(const Fault &fault)
    {
        const char *colour = fault.breaks ? "#e08000" : "#888";
        const double at = x(fault.from);
        bar(fault.from, std::min(fault.to, m_end), 30, 12, colour, fault.kind + ' ' + fault.detail);
        m_body += "<line x1='" + QByteArray::number(at, 'f', 1) + "' x2='" + QByteArray::number(at, 'f', 1)
            + "' y1='30' y2='" + QByteArray::number(m_y) + "' stroke='" + colour
            + "' stroke-width='0.5' stroke-dasharray='2 3'/>\n";
    }

    void drawFinding(const Finding &finding, const char *colour)
    {
        const double at = x(std::min(finding.at, m_end));
        m_body += "<line x1='" + QByteArray::number(at, 'f', 1) + "' x2='" + QByteArray::number(at, 'f', 1)
            + "' y1='20' y2='" + QByteArray::number(m_y) + "' stroke='" + colour
            + "' stroke-width='2'><title>"
            + QString::fromUtf8(nameOf(finding.promise) + ' ' + finding.name + ": " + finding.text)
                  .toHtmlEscaped()
                  .toUtf8()
            + "</title></line>\n";
    }

    [[nodiscard]] QByteArray frame() const
    {
        const int width = int(x(m_end)) + 30;
        QByteArray seconds;
        for (int second = 0; Left + second * PixelsPerSecond < width; second += 5)
            seconds += "<text x='" + QByteArray::number(Left + second * PixelsPerSecond) + "' y='14'>"
                + QByteArray::number(second) + " s</text>\n";
        return "<svg xmlns='http://www.w3.org/2000/svg' width='" + QByteArray::number(width) + "' height='"
            + QByteArray::number(m_y + 10) + "' font-family='sans-serif' font-size='11'>\n"
            + "<rect width='100%' height='100%' fill='white'/>\n" + seconds
            + "<text x='4' y='40'>faults</text>\n" + m_body + "</svg>\n";
    }

    const TrialResult &m_result;
    QByteArray m_body;
    Instant m_end {};
    int m_y = Top;
};

} // namespace

QByteArray timelineOf(const TrialResult &result)
{
    return Picture(result).draw();
}

} // namespace chaos
