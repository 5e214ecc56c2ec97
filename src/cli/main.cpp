// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"
#include "complaint.h"
#include "exitcode.h"
#include "helptext.h"
#include "holdsession.h"
#include "localcommand.h"
#include "manpage.h"
#include "statuscommand.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qloggingcategory.h>

#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

using namespace redguard;
using namespace redguard::cli;
using namespace Qt::StringLiterals;

namespace {

// Whatever is opened next would otherwise stand in for a standard stream that was closed.
void openStandardStreams()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) < 0)
            ::open("/dev/null", O_RDWR);
    }
}

int print(const QString &text)
{
    std::fputs(qPrintable(text), stdout);
    return Success;
}

int refuse(const Error &error)
{
    complain(error.message());
    return UsageError;
}

template <typename Command>
int runToEnd(Command &command)
{
    QObject::connect(&command, &Command::finished, qApp,
                     [](int exitCode) { QCoreApplication::exit(exitCode); });
    command.start();
    return QCoreApplication::exec();
}

template <typename Command, typename Order>
int carryOut(const Result<Order> &order)
{
    if (!order)
        return refuse(order.error());
    Command command(*order);
    return runToEnd(command);
}

int run(const CommandLine &line)
{
    if (line.command()->name == "status"_L1) {
        StatusCommand command(line);
        return runToEnd(command);
    }
    if (line.command()->name == "local"_L1)
        return carryOut<LocalCommand>(LocalOrder::from(line));
    return carryOut<HoldSession>(HoldOrder::from(line));
}

} // namespace

int main(int argc, char **argv)
{
    openStandardStreams();
    // Qt takes options of its own out of what it is given, and those behind "--" are not for it.
    int ownCount = 1;
    const QCoreApplication application(ownCount, argv);
    const Result<CommandLine> line = CommandLine::parse(argc, argv);
    if (!line)
        return refuse(line.error());
    if (line->isSet("version"_L1))
        return print(u"redguard " REDGUARD_VERSION "\n"_s);
    if (line->isSet("man"_L1))
        return print(manPage(programText()));
    if (line->isSet("help"_L1))
        return print(line->command() ? helpText(*line->command()) : helpText(programText()));
    // What matters is said in the words of this command; QT_LOGGING_RULES brings the library's back.
    QLoggingCategory::setFilterRules(u"redguard.*=false"_s);
    return run(*line);
}
