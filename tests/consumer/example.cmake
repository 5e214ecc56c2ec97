# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Builds an example alone, in few units: all that is asked is whether it builds, since it is run elsewhere.
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)

build_alone(-D CMAKE_BUILD_TYPE=Debug -D CMAKE_UNITY_BUILD=ON)
