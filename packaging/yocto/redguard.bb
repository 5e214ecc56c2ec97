# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
SUMMARY = "Distributed synchronisation for Qt on Redis and Valkey"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"
PV = "0.1.0"

# Where this tree is, on the machine that builds: set it in local.conf.
EXTERNALSRC ?= "${TOPDIR}/../redguard"
inherit externalsrc qt6-cmake

DEPENDS = "qtbase qtbase-native"

PACKAGECONFIG ??= "qml tools"
PACKAGECONFIG[qml] = "-DREDGUARD_BUILD_QML=ON,-DREDGUARD_BUILD_QML=OFF,qtdeclarative qtdeclarative-native"
PACKAGECONFIG[tools] = "-DREDGUARD_BUILD_CLI=ON,-DREDGUARD_BUILD_CLI=OFF"

EXTRA_OECMAKE += " \
    -DREDGUARD_BUILD_EXAMPLES=OFF \
    -DREDGUARD_BUILD_TESTS=OFF \
    -DREDGUARD_QML_DIR=${@os.path.relpath(d.getVar('QT6_INSTALL_QMLDIR'), d.getVar('prefix'))} \
"

PACKAGES =+ "${PN}-qml ${PN}-tools"
FILES:${PN}-qml = "${libdir}/libRedGuardQml.so.* ${QT6_INSTALL_QMLDIR}/RedGuard"
FILES:${PN}-tools = "${bindir}/redguard"
RDEPENDS:${PN}-qml = "qtdeclarative-qmlplugins"
# local: starts one; layers name it redis or valkey.
RRECOMMENDS:${PN}-tools = "redis"
