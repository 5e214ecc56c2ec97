# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# The .deb files that ./dev package makes: one for each component of the installation.
set(packages library libredguard0 dev libredguard-dev qml qml6-module-redguard tools redguard
  docs redguard-doc)
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL library dev tools)
if(TARGET RedGuardQml)
  list(APPEND CPACK_COMPONENTS_ALL qml)
endif()
if(REDGUARD_BUILD_DOCS)
  list(APPEND CPACK_COMPONENTS_ALL docs)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME redguard)
set(CPACK_PACKAGE_CONTACT "The RedGuard authors <authors@redguard.invalid>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(server "redis-server (>= 6.2) | valkey-server")
set(library "libredguard0 (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS ${server})
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
# Its package file names the libraries of both, and so wants them there.
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "${library}, qt6-base-dev (>= 6.4)")
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "qt6-declarative-dev, pkgconf, redguard-doc")
if(TARGET RedGuardQml)
  string(APPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ", qml6-module-redguard (= ${PROJECT_VERSION}-1)")
endif()
set(CPACK_DEBIAN_QML_PACKAGE_SECTION libs)
# QtQuick's own module does not depend on those that it loads.
set(CPACK_DEBIAN_QML_PACKAGE_DEPENDS
  "${library}, qml6-module-qtquick, qml6-module-qtqml, qml6-module-qtqml-models, qml6-module-qtqml-workerscript")
set(CPACK_DEBIAN_QML_PACKAGE_RECOMMENDS ${server})
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS ${library})
set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS ${server})
set(CPACK_DEBIAN_DOCS_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_DOCS_PACKAGE_ARCHITECTURE all)

# The line that each begins with is its summary, in the place of the project's.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(about "Locks, semaphores, rate limiters and shared pools among programs on
Redis or Valkey, as signals and slots: nothing blocks, and nobody polls.

This package has")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "distributed synchronisation for Qt on Redis and Valkey\n${about} the library.")
set(CPACK_COMPONENT_DEV_DESCRIPTION "distributed synchronisation for Qt - development files\n${about} the headers, and the package for CMake and pkg-config.")
set(CPACK_COMPONENT_QML_DESCRIPTION "distributed synchronisation for Qt - QML module\n${about} the QML module RedGuard.")
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "distributed synchronisation for Qt - command\n${about} the command redguard.")
set(CPACK_COMPONENT_DOCS_DESCRIPTION "distributed synchronisation for Qt - documentation\n${about} the documentation, as HTML.")

# What CPack's own scripts do besides, as dpkg wants it done.
file(WRITE ${PROJECT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/triggers)
set(CPACK_DEBIAN_QML_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/triggers)

find_program(GZIP gzip REQUIRED)
execute_process(COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/packaging/debian/changelog
  OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.Debian.gz COMMAND_ERROR_IS_FATAL ANY)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  list(FIND packages ${component} index)
  math(EXPR index "${index} + 1")
  list(GET packages ${index} package)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package})
  install(FILES
    ${PROJECT_BINARY_DIR}/changelog.gz
    ${PROJECT_BINARY_DIR}/changelog.Debian.gz
    ${PROJECT_SOURCE_DIR}/packaging/debian/copyright
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
endforeach()
include(CPack)
