# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/RedGuard)

install(TARGETS RedGuard EXPORT RedGuardTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/RedGuard DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT RedGuardTargets NAMESPACE RedGuard:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/RedGuardConfig.cmake.in
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/RedGuardConfig.cmake
  ${PROJECT_BINARY_DIR}/RedGuardConfigVersion.cmake
  DESTINATION ${package_dir})
