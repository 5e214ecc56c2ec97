# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

set(module_dir ${REDGUARD_QML_DIR}/RedGuard)

# Wherever the tree is moved to, its parts find one another.
file(RELATIVE_PATH to_libraries ${CMAKE_INSTALL_PREFIX}/${module_dir} ${CMAKE_INSTALL_FULL_LIBDIR})
set_target_properties(RedGuardQml PROPERTIES INSTALL_RPATH "$ORIGIN")
set_target_properties(RedGuardQmlplugin PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")

install(TARGETS RedGuardQml EXPORT RedGuardQmlTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS RedGuardQmlplugin
  LIBRARY DESTINATION ${module_dir}
  ARCHIVE DESTINATION ${module_dir}
  RUNTIME DESTINATION ${module_dir})
install(FILES
  ${PROJECT_BINARY_DIR}/qml/RedGuard/qmldir
  ${PROJECT_BINARY_DIR}/qml/RedGuard/RedGuardQml.qmltypes
  ${PROJECT_BINARY_DIR}/qml/RedGuard/LockScope.qml
  DESTINATION ${module_dir})
install(EXPORT RedGuardQmlTargets NAMESPACE RedGuard:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/RedGuard)
