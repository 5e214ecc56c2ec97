# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

set(module_dir ${REDGUARD_QML_DIR}/RedGuard)

# Wherever the tree is moved to, its parts find one another.
file(RELATIVE_PATH to_libraries ${CMAKE_INSTALL_PREFIX}/${module_dir} ${CMAKE_INSTALL_FULL_LIBDIR})
set_target_properties(RedGuardQml PROPERTIES INSTALL_RPATH "$ORIGIN")
set_target_properties(RedGuardQmlplugin PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")

install(TARGETS RedGuardQml EXPORT RedGuardQmlTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT qml NAMELINK_COMPONENT dev
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT qml)
# A static plugin is linked by its users, with what it carries of QML; another one is loaded by the engine.
if(NOT BUILD_SHARED_LIBS)
  set(of_package EXPORT RedGuardQmlTargets)
  install(TARGETS ${resource_targets} EXPORT RedGuardQmlTargets
    OBJECTS DESTINATION ${CMAKE_INSTALL_LIBDIR}/objects COMPONENT dev)
endif()
install(TARGETS RedGuardQmlplugin ${of_package}
  LIBRARY DESTINATION ${module_dir} COMPONENT qml
  ARCHIVE DESTINATION ${module_dir} COMPONENT qml
  RUNTIME DESTINATION ${module_dir} COMPONENT qml)
install(FILES
  ${PROJECT_BINARY_DIR}/qml/RedGuard/qmldir
  ${PROJECT_BINARY_DIR}/qml/RedGuard/RedGuardQml.qmltypes
  ${PROJECT_BINARY_DIR}/qml/RedGuard/LockScope.qml
  DESTINATION ${module_dir} COMPONENT qml)
install(EXPORT RedGuardQmlTargets NAMESPACE RedGuard:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/RedGuard COMPONENT dev)
