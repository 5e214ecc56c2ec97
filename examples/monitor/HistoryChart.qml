// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The last two minutes, or what is known of them, now at the right: a band while it was held, a step line for the permits or
// admissions, a dashed one for those who waited. Where nobody looked, nothing is drawn.
Canvas {
    id: chart

    required property var samples // of Subject
    required property int interval
    required property string summary
    required property bool showsUse
    required property bool showsHeld

    readonly property int length: {
        const oldest = samples.length > 0 ? samples[0].age : 0
        return Math.min(Math.max(1, Math.ceil(oldest / 30000)), 4) * 30000
    }
    readonly property int ground: height - 18
    readonly property int labelWidth: 26

    function most(): int {
        return samples.reduce((most, each) => Math.max(most, each.waiters, showsUse ? each.used : 0), 1)
    }

    function xOf(age: real): real {
        return labelWidth + (width - labelWidth - 2) * (1 - Math.min(age, length) / length)
    }

    // A look stands until the next one, unless that was late.
    function endOf(index: int): real {
        const next = index + 1 < samples.length ? samples[index + 1].age : 0
        return Math.max(next, samples[index].age - 2 * interval - 1000)
    }

    function drawGround(context) {
        context.clearRect(0, 0, width, height)
        context.strokeStyle = Theme.line
        context.fillStyle = Theme.quiet
        context.lineWidth = 1
        context.font = "11px sans-serif"
        context.textAlign = "right"
        const top = most()
        for (const level of [0, top]) {
            const y = yOf(level, top)
            context.strokeRect(labelWidth, y, width - labelWidth - 2, 0)
            context.fillText(level, labelWidth - 5, y + 4)
        }
        context.textAlign = "left"
        context.fillText(qsTr("%1 s ago").arg(length / 1000), labelWidth, height - 4)
        context.textAlign = "right"
        context.fillText(qsTr("now"), width - 2, height - 4)
    }

    function yOf(value: int, top: int): real {
        return ground - 2 - (ground - 12) * value / top
    }

    function drawHeld(context) {
        context.fillStyle = Theme.heldGround
        for (let i = 0; i < samples.length; ++i) {
            if (samples[i].holders > 0) {
                const x = xOf(samples[i].age)
                context.fillRect(x, 4, xOf(endOf(i)) - x + 0.5, ground - 4)
            }
        }
    }

    function drawSteps(context, key: string, color: color, dashes) {
        const top = most()
        context.strokeStyle = color
        context.lineWidth = 2
        context.setLineDash(dashes)
        context.beginPath()
        let isOpen = false
        for (let i = 0; i < samples.length; ++i) {
            const y = yOf(samples[i][key], top)
            const end = endOf(i)
            if (isOpen)
                context.lineTo(xOf(samples[i].age), y)
            else
                context.moveTo(xOf(samples[i].age), y)
            context.lineTo(xOf(end), y)
            isOpen = i + 1 < samples.length && end === samples[i + 1].age
        }
        context.stroke()
        context.setLineDash([])
    }

    onPaint: {
        const context = getContext("2d")
        drawGround(context)
        if (showsHeld)
            drawHeld(context)
        if (showsUse)
            drawSteps(context, "used", Theme.accent, [])
        if (showsHeld)
            drawSteps(context, "waiters", Theme.text, [2, 1.5])
    }
    onSamplesChanged: requestPaint()
    onWidthChanged: requestPaint()
    onHeightChanged: requestPaint()
    Accessible.role: Accessible.Chart
    Accessible.name: qsTr("History")
    Accessible.description: summary

    Connections {
        target: Theme
        function onIsDarkChanged() {
            chart.requestPaint()
        }
    }
}
