# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/RedGuard)
# Where Debian's Qt looks for modules, below the prefix.
set(REDGUARD_QML_DIR ${CMAKE_INSTALL_LIBDIR}/qt6/qml CACHE STRING "Where the QML module is installed, below the prefix")

# Components: library, dev, qml, tools, docs.
install(TARGETS RedGuard EXPORT RedGuardTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT dev
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT library)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/RedGuard DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(EXPORT RedGuardTargets NAMESPACE RedGuard:: DESTINATION ${package_dir} COMPONENT dev)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/RedGuardConfig.cmake.in
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake INSTALL_DESTINATION ${package_dir}
  PATH_VARS REDGUARD_QML_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake
  ${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT dev)

# It finds the tree from where it stands itself, so that the tree may be moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pkgconfig_to_prefix
  ${CMAKE_INSTALL_PREFIX}/${pkgconfig_dir} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" pkgconfig_to_prefix "${pkgconfig_to_prefix}")
set(pkgconfig_definitions "")
if(NOT BUILD_SHARED_LIBS)
  set(pkgconfig_definitions -DREDGUARD_STATIC)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/RedGuard.pc.in ${PROJECT_BINARY_DIR}/RedGuard.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/RedGuard.pc DESTINATION ${pkgconfig_dir} COMPONENT dev)
