// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "supervisor.h"

#include "ansi.h"
#include "counterfile.h"
#include "frame.h"
#include "svgpicture.h"
#include "view.h"
#include "workerprocess.h"

#include "console/bootclock.h"
#include "console/exitcode.h"
#include "console/terminal.h"

#include <RedGuard/LocalServer>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsondocument.h>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::LocalServer;

namespace {

constexpr std::chrono::milliseconds Deadline = 18500ms; // for everything
constexpr std::chrono::milliseconds Grace = 3s;         // for the workers to end
// By then the records of what has happened have arrived.
constexpr std::chrono::milliseconds Behind = 150ms;

} // namespace

Supervisor::Supervisor(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_board(options.workers, options.duration)
{
    m_options.nameSpace = u"demo-%1"_s.arg(QCoreApplication::applicationPid());
    m_options.counterFile = m_folder.filePath(u"counter"_s);
    m_outcome.workers = options.workers;
    m_frames.setTimerType(Qt::PreciseTimer);
    m_work.setSingleShot(true);
    m_grace.setSingleShot(true);
    connect(&m_frames, &QTimer::timeout, this, &Supervisor::show);
    connect(&m_work, &QTimer::timeout, this, &Supervisor::stop);
    connect(&m_grace, &QTimer::timeout, this, [this] { giveUp(u"A worker did not end when told to"_s); });
}

Supervisor::~Supervisor() = default;

void Supervisor::start()
{
    QTimer::singleShot(Deadline, Qt::PreciseTimer, this, [this] { giveUp(u"Not done within 20 s"_s); });
    if (!CounterFile(m_options.counterFile).create())
        fail(u"No file can be made in the temporary folder"_s);
    else if (m_options.url.isEmpty())
        startServer();
    else
        startWorkers(m_options.url);
}

void Supervisor::startServer()
{
    m_server = new LocalServer(LocalServer::Mode::Temporary, this);
    connect(m_server, &LocalServer::started, this, [this] { startWorkers(m_server->url()); });
    connect(m_server, &LocalServer::errorOccurred, this,
            [this](const redguard::Error &error) { fail(error.message()); });
    m_server->start();
}

void Supervisor::startWorkers(const QString &url)
{
    m_options.url = url;
    m_outcome.server =
        m_server ? u"a private "_s + QFileInfo(m_server->program()).fileName() : u"a given server"_s;
    for (int number = 1; number <= m_options.workers; ++number)
        addWorker(number);
    for (WorkerProcess *worker : std::as_const(m_workers))
        worker->start();
}

void Supervisor::addWorker(int number)
{
    auto *worker = new WorkerProcess(m_options, number, this);
    m_workers.append(worker);
    connect(worker, &WorkerProcess::recorded, this, &Supervisor::recorded);
    connect(worker, &WorkerProcess::ended, this, &Supervisor::workerEnded);
}

void Supervisor::recorded(const Record &record)
{
    m_outcome.records.push_back(record);
    m_board.add(record);
    if (record.what == What::Ready)
        workerReady();
    else if (record.what == What::Failed)
        fail(u"Worker %1: %2"_s.arg(record.worker).arg(record.text));
}

// All begin together, so that the time counts work and not starting.
void Supervisor::workerReady()
{
    if (++m_ready < m_options.workers || m_stopping)
        return;
    m_begun = console::bootTime();
    m_board.begin(m_begun);
    for (WorkerProcess *worker : std::as_const(m_workers))
        worker->begin();
    m_work.start(m_options.duration);
    m_view = View::create(m_options);
    if (m_view)
        m_frames.start(m_view->interval());
}

void Supervisor::show()
{
    m_board.advance(console::bootTime() - Behind);
    m_view->show(m_board);
}

void Supervisor::interrupt()
{
    m_outcome.interrupted = true;
    stop();
}

void Supervisor::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_board.advance(console::bootTime() - Behind);
    m_lastFrame = frameOf(m_board);
    m_frames.stop();
    for (WorkerProcess *worker : std::as_const(m_workers))
        worker->stop();
    m_grace.start(Grace);
    if (m_ended == m_workers.size())
        conclude();
}

void Supervisor::fail(const QString &why)
{
    m_outcome.failures.append(why);
    stop();
}

void Supervisor::giveUp(const QString &why)
{
    m_outcome.failures.append(why);
    stop();
    for (WorkerProcess *worker : std::as_const(m_workers))
        worker->kill();
}

void Supervisor::workerEnded(bool well)
{
    ++m_ended;
    m_outcome.workersFinished += well;
    if (!m_stopping)
        fail(u"A worker ended before it was told to"_s);
    else if (m_ended == m_workers.size())
        conclude();
}

void Supervisor::conclude()
{
    m_outcome.duration = m_begun == 0ns ? 0ns : console::bootTime() - m_begun;
    m_outcome.counter = CounterFile(m_options.counterFile).read().value;
    m_grace.stop();
    m_view.reset();
    const Report report(m_outcome);
    print(report);
    if (!m_options.svg.isEmpty() && !SvgPicture(m_lastFrame, report.table()).save(m_options.svg))
        qWarning("The picture cannot be written");
    Q_EMIT finished(exitCode(report));
}

void Supervisor::print(const Report &report)
{
    if (m_options.json) {
        console::Terminal::write(QJsonDocument(report.toJson()).toJson());
        return;
    }
    const bool color = m_options.color && console::Terminal::isInteractive();
    QByteArray bytes = "\n";
    for (const Line &line : report.table())
        bytes += ansi(line, color) + '\n';
    console::Terminal::write(bytes);
}

int Supervisor::exitCode(const Report &report) const
{
    if (!report.isKept())
        return 1;
    return m_outcome.interrupted ? console::Interrupted : console::Success;
}

} // namespace demo
