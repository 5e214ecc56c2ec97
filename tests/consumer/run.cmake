# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Installs the tree, moves it, and has users of every kind build and run against it.
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)

file(REMOVE_RECURSE ${work})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${work}/staged)
file(RENAME ${work}/staged ${prefix})

build_alone(-D CMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${build}/consumer)

# The program by pkg-config, and the command where the build had one.
find_program(PKG_CONFIG NAMES pkgconf pkg-config REQUIRED)
file(GLOB_RECURSE description ${prefix}/RedGuard.pc)
cmake_path(GET description PARENT_PATH folder)
run(${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${folder} ${PKG_CONFIG} --print-errors --exists "RedGuard >= 0.1")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${folder} ${PKG_CONFIG} ${PKG_CONFIG_FLAGS} --cflags --libs RedGuard
  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${CXX_FLAGS} ${flags}")
cmake_path(GET folder PARENT_PATH libraries)
run(${CXX} -std=c++20 -o ${work}/refuses ${CMAKE_CURRENT_LIST_DIR}/program/refuses.cpp ${flags} -Wl,-rpath,${libraries})
run(${work}/refuses InvalidUrl gopher://localhost NoError redis://localhost)
if(EXISTS ${prefix}/bin/redguard)
  run(${prefix}/bin/redguard --version)
endif()

# A tree without the QML module, as one has that was built without Qt Qml.
file(GLOB_RECURSE of_qml ${prefix}/RedGuardQmlTargets.cmake)
foreach(file IN LISTS of_qml)
  file(RENAME ${file} ${work}/RedGuardQmlTargets.cmake)
endforeach()
set(SOURCE ${CMAKE_CURRENT_LIST_DIR}/refused)
configure_alone()
foreach(file IN LISTS of_qml)
  file(RENAME ${work}/RedGuardQmlTargets.cmake ${file})
endforeach()
