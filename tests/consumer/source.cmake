# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# RedGuard's sources as a part of a program: configured in both ways, and with BUILD also built and run.
# BARE is a Qt without TLS, on a system without Unix sockets.
set(work ${BUILD_DIR}/consumer-source${LABEL})
set(SOURCE ${CMAKE_CURRENT_LIST_DIR}/source)
include(${CMAKE_CURRENT_LIST_DIR}/build.cmake)
set(as_is -D CMAKE_BUILD_TYPE=Debug -D REDGUARD=${REDGUARD} -D BARE=${BARE})

configure_alone(${as_is} -D EXPECTED_TYPE=SHARED_LIBRARY)
set(static ${as_is} -D FETCH=ON -D BUILD_SHARED_LIBS=OFF -D EXPECTED_TYPE=STATIC_LIBRARY)
if(NOT BUILD)
  configure_alone(${static})
  return()
endif()
build_alone(${static})
if(BARE)
  run(${build}/refuses NotSupported rediss://localhost NotSupported unix:///run/redis.sock)
else()
  run(${build}/main)
  run(${build}/refuses InvalidUrl gopher://localhost NoError redis://localhost)
endif()
# Nothing of RedGuard is installed with the program unasked.
run(${CMAKE_COMMAND} --install ${build} --prefix ${work}/prefix)
if(EXISTS ${work}/prefix)
  message(FATAL_ERROR "${work}/prefix: installed unasked")
endif()
