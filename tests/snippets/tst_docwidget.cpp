// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testserver.h"

//! [button]
#include <RedGuard/RedGuard>

#include <QtWidgets/qpushbutton.h>

// Books an instrument, and shows whether it is ours.
class BookingButton : public QPushButton
{
    Q_OBJECT

public:
    explicit BookingButton(redguard::RedGuard *guard, QWidget *parent = nullptr)
        : QPushButton(parent)
        , m_lock(guard->lock("oscilloscope-2", {.ttl = std::chrono::seconds(10)}))
    {
        connect(this, &QPushButton::clicked, this, &BookingButton::toggle);
        connect(m_lock, &redguard::Lock::heldChanged, this, &BookingButton::showState);
        connect(m_lock, &redguard::Lock::pendingChanged, this, &BookingButton::showState);
        connect(m_lock, &redguard::Lock::queuePositionChanged, this, &BookingButton::showState);
        showState();
    }

private:
    void toggle()
    {
        if (m_lock->isHeld())
            m_lock->release();
        else if (m_lock->isPending())
            m_lock->cancel();
        else
            m_lock->acquire();
    }
    void showState()
    {
        if (m_lock->isHeld())
            setText("Give back");
        else if (m_lock->isPending())
            setText(QString("Waiting, place %1").arg(m_lock->queuePosition()));
        else
            setText("Book");
    }

    redguard::Lock *m_lock;
};
//! [button]

class tst_DocWidget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoContend();
};

void tst_DocWidget::twoContend()
{
    TestServer server;
    QVERIFY(server.start());
    redguard::RedGuard here(server.url(), "lab");
    redguard::RedGuard there(server.url(), "lab");
    BookingButton first(&here);
    BookingButton second(&there);
    QCOMPARE(first.text(), "Book");
    first.click();
    QTRY_COMPARE(first.text(), "Give back");
    second.click();
    QTRY_COMPARE(second.text(), "Waiting, place 1");
    first.click();
    QTRY_COMPARE(second.text(), "Give back");
    QCOMPARE(first.text(), "Book");
}

QTEST_MAIN(tst_DocWidget)
#include "tst_docwidget.moc"
