// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ACTOR_H
#define ACTOR_H

#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>
#include <QtCore/qrect.h>
#include <QtCore/qtemporarydir.h>
#include <QtNetwork/qlocalserver.h>

#include <chrono>
#include <memory>

// Where a picture for the documentation goes: ${REDGUARD_SCREENSHOTS}, or screenshots/ of the build.
[[nodiscard]] QString screenshotPath(const QString &name);

// A person at one example program, which is a process of its own: finds things as a screen reader
// does, by name and role, and works them by their press action or by the keyboard. Every request
// waits for its answer, while the test's own events go on, and no longer than some seconds.
// What is answered false or empty is explained by problem().
class Actor
{
public:
    explicit Actor(const QString &program, const QStringList &arguments = {});
    ~Actor();

    void setEnvironment(const QString &name, const QString &value);
    // How long one answer may take.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }
    // Until the program shows a window.
    [[nodiscard]] bool start();

    // Of what is shown. A name is whole, and unlike the text on a button has no mnemonic and no dots.
    [[nodiscard]] bool has(const QString &name, const QString &role = {});
    [[nodiscard]] bool isEnabled(const QString &name, const QString &role = {});
    [[nodiscard]] bool isChecked(const QString &name, const QString &role = {});
    // The value if it has one, as a line edit or a slider, else the name itself.
    [[nodiscard]] QString textOf(const QString &name, const QString &role = {});
    [[nodiscard]] QString descriptionOf(const QString &name, const QString &role = {});
    // Whether any name or value shown contains this.
    [[nodiscard]] bool shows(const QString &text);
    // The names of all of one role, such as "Cell", in the order of the tree.
    [[nodiscard]] QStringList namesOf(const QString &role);
    // The tree as text, and what the program wrote, for the message of a failed check.
    [[nodiscard]] QByteArray describe();

    bool press(const QString &name, const QString &role = {});
    bool setText(const QString &name, const QString &text);
    bool setValue(const QString &name, double value);
    bool focus(const QString &name, const QString &role = {});
    // At the keyboard: to whatever has the focus. A key is written as QKeySequence has it: "Alt+T".
    bool type(const QString &text);
    bool key(const QString &keys);

    [[nodiscard]] QString focusName();
    // The names in the order in which Tab comes by them, from where the focus is, once around.
    [[nodiscard]] QStringList tabOrder();
    // What takes the focus, or is a window, but has no name to be read out: role and place.
    [[nodiscard]] QStringList unnamed();
    // What takes the focus but lies outside of the window, in part or whole.
    [[nodiscard]] QStringList clipped();

    // False where the window did not become that small or large.
    bool resize(const QSize &size);
    bool setDark(bool dark);
    bool grab(const QString &path);
    // As the window's own button does. The program has ended where the answer is true.
    bool close();

    [[nodiscard]] QString problem() const { return m_problem; }
    // What the program wrote to its standard output and error.
    [[nodiscard]] QByteArray output();
    [[nodiscard]] QProcess &process() { return *m_process; }
    bool waitForEnd();

    void kill();
    void freeze();
    void thaw();

private:
    [[nodiscard]] QJsonObject ask(const QJsonObject &request);
    bool perform(const QJsonObject &request);
    [[nodiscard]] QJsonArray tree();
    [[nodiscard]] QJsonObject find(const QString &name, const QString &role);
    [[nodiscard]] QJsonObject focused();
    [[nodiscard]] QRect windowRect();
    bool hasState(const QString &name, const QString &role, const QString &state, bool present);
    void signalProcess(int number);

    QString m_program;
    QTemporaryDir m_folder;
    QLocalServer m_server;
    std::unique_ptr<QProcess> m_process = std::make_unique<QProcess>();
    QLocalSocket *m_driver = nullptr;
    std::chrono::milliseconds m_patience {15'000};
    QByteArray m_output;
    QString m_problem;
};

#endif
