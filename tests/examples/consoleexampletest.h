// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLEEXAMPLETEST_H
#define CONSOLEEXAMPLETEST_H

#include "exampleprocess.h"

#include <QtCore/qobject.h>

// What is asked of a console example whatever it does. Its heir gives refusesWrongUsage the rows.
class ConsoleExampleTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("QT_QPA_PLATFORM", "offscreen"); }

protected:
    static constexpr int Patience = 60'000;

    // A run that ends by itself, seen on terminals so high.
    struct Run
    {
        QStringList arguments;
        QString title;
        int height = 24;
        int narrowHeight = 24;
    };

    explicit ConsoleExampleTest(const QString &program);

    [[nodiscard]] virtual Run run() const = 0;
    virtual void checkEnd(ExampleProcess &ended, const TerminalScreen &screen) const = 0;
    virtual void checkPicture(const TerminalScreen &screen, bool color) const = 0;

private Q_SLOTS:
    void refusesWrongUsage();
    void fitsTheTerminal_data();
    void fitsTheTerminal();

private:
    QString m_program;
};

#endif
