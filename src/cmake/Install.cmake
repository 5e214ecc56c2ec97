# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/RedGuard)
# Where Debian's Qt looks for modules, below the prefix.
set(REDGUARD_QML_DIR ${CMAKE_INSTALL_LIBDIR}/qt6/qml CACHE STRING "Where the QML module is installed, below the prefix")

install(TARGETS RedGuard EXPORT RedGuardTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/RedGuard DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT RedGuardTargets NAMESPACE RedGuard:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/RedGuardConfig.cmake.in
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake INSTALL_DESTINATION ${package_dir}
  PATH_VARS REDGUARD_QML_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake
  ${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake
  DESTINATION ${package_dir})
