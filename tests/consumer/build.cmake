# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Builds the program of folder SOURCE against the installed tree.
cmake_path(GET SOURCE FILENAME name)
if(NOT work)
  set(work ${BUILD_DIR}/consumer)
endif()
set(prefix ${work}/prefix)
set(build ${work}/${name})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed (${result}): ${ARGN}")
  endif()
endfunction()

function(configure_alone)
  cmake_path(GET SOURCE FILENAME name)
  file(REMOVE_RECURSE ${work}/${name})
  run(${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/${name} -G ${GENERATOR}
    -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_CXX_FLAGS=${CXX_FLAGS} -D CMAKE_PREFIX_PATH=${prefix} ${ARGN})
endfunction()

function(build_alone)
  configure_alone(${ARGN})
  cmake_path(GET SOURCE FILENAME name)
  # Other tests run at the same time.
  run(${CMAKE_COMMAND} --build ${work}/${name} --parallel 1)
endfunction()
