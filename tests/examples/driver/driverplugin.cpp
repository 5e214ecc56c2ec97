// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "driver.h"

#include <QtGui/qgenericplugin.h>

// How the driver gets into a program that knows nothing of it: by QT_QPA_GENERIC_PLUGINS.
class DriverPlugin : public QGenericPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QGenericPluginFactoryInterface_iid FILE "driverplugin.json")

public:
    QObject *create(const QString &, const QString &) override { return new Driver; }
};

#include "driverplugin.moc"
