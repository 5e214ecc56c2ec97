// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_NAMEFILTER_H
#define MONITOR_NAMEFILTER_H

#include <QtCore/qsortfilterproxymodel.h>
#include <QtQml/qqmlregistration.h>

namespace monitor {

// The names of which the name, the kind or a holder contains what was typed.
class NameFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    explicit NameFilter(QObject *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    [[nodiscard]] int count() const { return rowCount(); }

Q_SIGNALS:
    void textChanged();
    void countChanged();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
};

} // namespace monitor

#endif
