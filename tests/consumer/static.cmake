# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# The whole as static libraries: built, installed, moved and used as the shared ones are.
set(own ${BUILD_DIR}/consumer-static)
file(REMOVE_RECURSE ${own})
set(SOURCE ${REDGUARD})
set(work ${own})
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)
set(tree ${own}/tree)
run(${CMAKE_COMMAND} -S ${REDGUARD} -B ${tree} -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_CXX_FLAGS=${CXX_FLAGS} -D CMAKE_BUILD_TYPE=Debug
  -D BUILD_SHARED_LIBS=OFF -D REDGUARD_BUILD_TESTS=OFF -D REDGUARD_BUILD_EXAMPLES=OFF)
run(${CMAKE_COMMAND} --build ${tree} --parallel 1)

set(BUILD_DIR ${tree})
set(BUILD_TYPE Debug)
set(PKG_CONFIG_FLAGS --static)
set(SOURCE ${CMAKE_CURRENT_LIST_DIR}/program)
unset(work)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
set(SOURCE ${CMAKE_CURRENT_LIST_DIR}/static-qml)
build_alone(-D CMAKE_BUILD_TYPE=Debug)
run(${CMAKE_COMMAND} -E env QT_QPA_PLATFORM=offscreen ${work}/static-qml/static-qml)
