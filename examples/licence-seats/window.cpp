// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "window.h"

#include "badge.h"
#include "elidedlabel.h"
#include "seatdelegate.h"
#include "seatmodel.h"

#include <QtGui/qaccessible.h>
#include <QtGui/qaction.h>
#include <QtGui/qevent.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstatusbar.h>
#include <QtWidgets/qstyle.h>
#include <QtWidgets/qtableview.h>

using namespace redguard;
using namespace std::chrono_literals;

namespace {

// Who sits elsewhere is nobody's signal here; one's own seat needs no asking.
constexpr auto PollInterval = 1s;

} // namespace

Window::Window(Seat *seat, QWidget *parent)
    : QMainWindow(parent)
    , m_seat(seat)
    , m_model(new SeatModel(seat->options().seats, seat->options().user, this))
{
    setWindowTitle(seat->options().user);
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->setSpacing(10);
    layout->addWidget(makeStanding());
    layout->addWidget(makeTable(), 1);
    m_queue = new QLabel(content);
    layout->addWidget(m_queue);
    layout->addWidget(makeButtons());
    setCentralWidget(content);
    makeStatusBar();

    auto *quit = new QAction(tr("Quit"), this);
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &QWidget::close);
    addAction(quit);

    resize(720, 440);
    follow();
    showUnknown({});
    showStanding();
    showConnection();
    m_take->setFocus();
}

QWidget *Window::makeStanding()
{
    auto *standing = new QWidget(this);
    m_badge = new Badge(standing);
    m_headline = new QLabel(standing);
    auto font = m_headline->font();
    font.setPointSizeF(font.pointSizeF() * 1.35);
    font.setBold(true);
    m_headline->setFont(font);
    m_headline->setWordWrap(true);
    m_details = new QLabel(standing);
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_headline);
    words->addWidget(m_details);
    auto *layout = new QHBoxLayout(standing);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_badge, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    return standing;
}

QTableView *Window::makeTable()
{
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new SeatDelegate(m_seat->options().ttl, m_table));
    m_table->setAccessibleName(tr("Seats"));
    m_table->setAccessibleDescription(tr("Who has each seat, and how long their lease is good for"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(SeatModel::HolderColumn, QHeaderView::Stretch);
    return m_table;
}

QWidget *Window::makeButtons()
{
    auto *buttons = new QWidget(this);
    m_take = new QPushButton(tr("&Take a seat"), buttons);
    m_take->setAccessibleDescription(tr("Takes a free seat, or waits in the queue for one"));
    m_cancel = new QPushButton(tr("&Cancel waiting"), buttons);
    m_cancel->setAccessibleDescription(tr("Leaves the queue"));
    m_giveBack = new QPushButton(tr("&Give it back"), buttons);
    m_giveBack->setAccessibleDescription(tr("Frees your seat for the next in the queue"));
    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins({});
    for (auto *button : {m_take, m_cancel, m_giveBack}) {
        button->setAutoDefault(true);
        layout->addWidget(button);
    }
    layout->addStretch();
    return buttons;
}

void Window::makeStatusBar()
{
    m_connectionIcon = new QLabel(this);
    m_connection = new ElidedLabel(this);
    m_connectionIcon->setContentsMargins(10, 0, 0, 0);
    statusBar()->addWidget(m_connectionIcon);
    statusBar()->addWidget(m_connection, 1);
}

void Window::follow()
{
    connect(m_take, &QPushButton::clicked, m_seat, &Seat::take);
    connect(m_cancel, &QPushButton::clicked, m_seat, &Seat::cancel);
    connect(m_giveBack, &QPushButton::clicked, m_seat, &Seat::giveBack);
    connect(m_seat, &Seat::standingChanged, this, &Window::showStanding);
    connect(m_seat, &Seat::placeChanged, this, &Window::showWords);
    connect(m_seat, &Seat::connectionChanged, this, &Window::showConnection);
    connect(m_seat, &Seat::looked, this, &Window::showStatus);
    connect(m_seat, &Seat::lookFailed, this, &Window::showUnknown);
    connect(&m_poll, &QTimer::timeout, m_seat, &Seat::look);
    m_poll.setInterval(PollInterval);
}

void Window::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    m_poll.start();
    m_seat->look();
}

void Window::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    m_poll.stop();
}

// One button of the three can be pressed; the keyboard stays with the buttons as that changes.
void Window::showStanding()
{
    const auto standing = m_seat->standing();
    auto *button = m_take;
    if (standing == Seat::Standing::Waiting)
        button = m_cancel;
    else if (standing == Seat::Standing::Seated)
        button = m_giveBack;
    button->setEnabled(true);
    // Before the one that has the focus is disabled, and passes it on to whatever is next.
    if (!m_table->hasFocus())
        button->setFocus();
    for (auto *other : {m_take, m_cancel, m_giveBack})
        other->setEnabled(other == button);
    m_badge->setStanding(standing);
    showWords();
    QAccessibleEvent alert(m_headline, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Window::showWords()
{
    m_headline->setText(headline());
    m_details->setText(details());
}

void Window::showConnection()
{
    const bool connected = m_seat->connectionState() == ConnectionState::Connected;
    const auto icon =
        style()->standardIcon(connected ? QStyle::SP_DialogApplyButton : QStyle::SP_MessageBoxWarning);
    m_connectionIcon->setPixmap(icon.pixmap(QSize(16, 16), devicePixelRatioF()));
    m_connection->setText(connectionText());
    m_connection->setToolTip(m_connection->text());
    showWords();
}

void Window::showStatus(const Status &status)
{
    m_model->setHolders(status.holders);
    m_queue->setText(status.waiters == 0 ? tr("Nobody is waiting.")
                                         : tr("In the queue: %1").arg(status.waiters));
}

void Window::showUnknown(const QString &why)
{
    m_model->setUnknown();
    m_queue->setText(why.isEmpty() ? tr("Asking the server who has the seats.")
                                   : tr("Who has the seats is not known: %1").arg(why));
}

QString Window::headline() const
{
    switch (m_seat->standing()) {
    case Seat::Standing::Waiting:
        if (m_seat->connectionState() != ConnectionState::Connected)
            return tr("Waiting for the server");
        if (m_seat->place() == 0)
            return tr("Asking for a seat");
        return m_seat->place() == 1 ? tr("You are next")
                                    : tr("You are number %1 in the queue").arg(m_seat->place());
    case Seat::Standing::Seated:
        return tr("You have a seat");
    case Seat::Standing::Lost:
        return tr("You have lost your seat");
    case Seat::Standing::Refused:
        return tr("You cannot have a seat");
    case Seat::Standing::None:
        break;
    }
    return tr("You have no seat");
}

QString Window::details() const
{
    switch (m_seat->standing()) {
    case Seat::Standing::Waiting:
        return tr("You get a seat as soon as it is your turn.");
    case Seat::Standing::Seated:
        return tr("It is yours until you give it back or close this window.");
    case Seat::Standing::Lost:
        return lossText() + u' ' + tr("Stop working, then take a seat again.");
    case Seat::Standing::Refused:
        return m_seat->refusal();
    case Seat::Standing::None:
        break;
    }
    return tr("Signed in as %1.").arg(m_seat->options().user);
}

QString Window::lossText() const
{
    switch (m_seat->lossReason()) {
    case LossReason::Expired:
    case LossReason::Disconnected:
        return tr("It could not be renewed with the server in time.");
    case LossReason::TakenOver:
        return tr("Somebody else has it by now.");
    case LossReason::ServerLostState:
        return tr("The server has forgotten it.");
    case LossReason::Foreign:
        return tr("Another program has overwritten it.");
    case LossReason::MaxHoldReached:
    case LossReason::None:
        break;
    }
    return tr("Its time is over.");
}

QString Window::connectionText() const
{
    const QString place = tr("%1, licences of \"%2\"").arg(m_seat->serverUrl(), m_seat->options().nameSpace);
    switch (m_seat->connectionState()) {
    case ConnectionState::Connected:
        return tr("Connected to %1").arg(place);
    case ConnectionState::Connecting:
        return tr("Connecting to %1").arg(place);
    case ConnectionState::Disconnected:
    case ConnectionState::Closed:
        break;
    }
    const QString why = m_seat->connectionError();
    return why.isEmpty() ? tr("Not connected to %1").arg(place)
                         : tr("Not connected to %1: %2").arg(place, why);
}
