# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Installs the tree, and builds against what is there: a program of a user's, and each example alone.
set(work ${BUILD_DIR}/consumer)
set(prefix ${work}/prefix)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed (${result}): ${ARGN}")
  endif()
endfunction()

function(build source build)
  run(${CMAKE_COMMAND} -S ${source} -B ${build} -G ${GENERATOR}
    -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_CXX_FLAGS=${CXX_FLAGS} -D CMAKE_PREFIX_PATH=${prefix} ${ARGN})
  run(${CMAKE_COMMAND} --build ${build})
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
build(${CONSUMER_DIR} ${work}/build -D CMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${work}/build/consumer)
# In few units, since all that is asked is whether they build; they are run elsewhere.
foreach(example IN LISTS EXAMPLES)
  build(${EXAMPLES_DIR}/${example} ${work}/examples/${example} -D CMAKE_BUILD_TYPE=Debug -D CMAKE_UNITY_BUILD=ON)
endforeach()
