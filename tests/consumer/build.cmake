# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Builds the program of folder SOURCE against the installed tree.
cmake_path(GET SOURCE FILENAME name)
set(work ${BUILD_DIR}/consumer)
set(prefix ${work}/prefix)
set(build ${work}/${name})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed (${result}): ${ARGN}")
  endif()
endfunction()

function(build_alone)
  file(REMOVE_RECURSE ${build})
  run(${CMAKE_COMMAND} -S ${SOURCE} -B ${build} -G ${GENERATOR}
    -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_CXX_FLAGS=${CXX_FLAGS} -D CMAKE_PREFIX_PATH=${prefix} ${ARGN})
  # Other tests run at the same time.
  run(${CMAKE_COMMAND} --build ${build} --parallel 1)
endfunction()
