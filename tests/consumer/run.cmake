# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Installs the tree, and builds and runs a program of a user's.
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)

file(REMOVE_RECURSE ${work})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
build_alone(-D CMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${build}/consumer)
