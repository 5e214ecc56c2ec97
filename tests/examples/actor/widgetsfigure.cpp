// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qspinbox.h>

using namespace Qt::StringLiterals;

// What Figure.qml is, in widgets.
int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QWidget window;
    window.setWindowTitle(u"Figure"_s);
    auto *layout = new QFormLayout(&window);
    auto *field = new QLineEdit(&window);
    auto *number = new QSpinBox(&window);
    auto *check = new QCheckBox(u"&Agree"_s, &window);
    auto *greet = new QPushButton(u"&Greet"_s, &window);
    auto *greeting = new QLabel(&window);
    auto *nameless = new QPushButton(&window);
    layout->addRow(u"&Who:"_s, field);
    layout->addRow(u"&Times:"_s, number);
    layout->addRow(check);
    layout->addRow(greet);
    layout->addRow(greeting);
    layout->addRow(nameless);
    greet->setEnabled(false);
    nameless->setVisible(QCoreApplication::arguments().contains(u"--nameless"_s));
    QObject::connect(check, &QCheckBox::toggled, greet, &QPushButton::setEnabled);
    QObject::connect(greet, &QPushButton::clicked, greeting,
                     [=] { greeting->setText(u"Hello, %1, %2"_s.arg(field->text()).arg(number->value())); });
    window.show();
    return QApplication::exec();
}
