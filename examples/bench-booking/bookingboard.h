// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef BOOKING_BOOKINGBOARD_H
#define BOOKING_BOOKINGBOARD_H

#include <RedGuard/RedGuard>

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace booking {

// Who has which instrument, whether by this program or another: looked at once a second. The lease of a
// booking of one's own is the Lock's to tell; this is for the eye only.
class BookingBoard : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorStringChanged)
    QML_ELEMENT
    QML_UNCREATABLE("made with the list of instruments")

public:
    enum Role : int {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        KnownRole,
        TakenRole,
        HolderRole,
        RemainingRole, // of the holder's time, in milliseconds
        WaitersRole,
    };
    Q_ENUM(Role)

    BookingBoard(redguard::RedGuard *guard, const QStringList &instruments, QObject *parent = nullptr);

    [[nodiscard]] QString errorString() const { return m_errorString; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    // Looks at once, after something that is known to have changed it.
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    // The rows are as they were when this was last asked for.
    void looked();
    void errorStringChanged();

private:
    struct Instrument
    {
        QString name;
        std::optional<redguard::Status> status; // none: it is not known
    };

    void ask(int row);
    void told(int row, const redguard::Result<redguard::Status> &result);

    redguard::RedGuard *m_guard;
    QList<Instrument> m_instruments;
    QTimer m_timer;
    int m_unanswered = 0;
    bool m_isStale = false; // asked for again before the answers to the last question were there
    QString m_problem;      // found by the question under way
    QString m_errorString;
};

} // namespace booking

#endif
