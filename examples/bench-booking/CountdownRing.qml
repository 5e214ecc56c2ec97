// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// How much is left, as a ring that empties, around a few letters.
Item {
    id: ring

    property real fraction: 0
    property color color: Theme.accent
    property string text
    property bool isChecked: false

    implicitWidth: 48
    implicitHeight: 48

    onFractionChanged: canvas.requestPaint()
    onColorChanged: canvas.requestPaint()
    onIsCheckedChanged: canvas.requestPaint()

    Connections {
        target: Theme
        function onIsDarkChanged() {
            canvas.requestPaint();
        }
    }

    Canvas {
        id: canvas

        anchors.fill: parent

        onPaint: {
            const context = getContext("2d");
            const middle = width / 2;
            const radius = middle - 3;
            context.reset();
            context.lineWidth = 4;
            context.strokeStyle = Theme.line;
            context.beginPath();
            context.arc(middle, middle, radius, 0, 2 * Math.PI);
            context.stroke();
            context.strokeStyle = ring.color;
            context.lineCap = "round";
            if (ring.fraction > 0) {
                const start = -Math.PI / 2;
                context.beginPath();
                context.arc(middle, middle, radius, start, start + 2 * Math.PI * Math.min(1, ring.fraction));
                context.stroke();
            }
            if (ring.isChecked) {
                context.beginPath();
                context.moveTo(0.32 * width, 0.52 * height);
                context.lineTo(0.45 * width, 0.65 * height);
                context.lineTo(0.69 * width, 0.37 * height);
                context.stroke();
            }
        }
    }

    Text {
        anchors.centerIn: parent
        width: parent.width - 12
        horizontalAlignment: Text.AlignHCenter
        visible: !ring.isChecked
        text: ring.text
        color: Theme.text
        font.pixelSize: Theme.textSize
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 9
        font.bold: true
        Accessible.ignored: true
    }
}
