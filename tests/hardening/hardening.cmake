# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
function(expect_marks file)
  execute_process(COMMAND ${READELF} --wide --program-headers --dynamic --notes --dyn-syms ${file}
    OUTPUT_VARIABLE content COMMAND_ERROR_IS_FATAL ANY)
  foreach(mark IN LISTS ARGN)
    if(NOT content MATCHES "[^A-Za-z]${mark}[^A-Za-z]")
      message(SEND_ERROR "${file} has no ${mark}")
    endif()
  endforeach()
endfunction()

foreach(file IN LISTS FILES)
  expect_marks(${file} ${MARKS})
endforeach()
foreach(file IN LISTS OBJECTS)
  expect_marks(${file} IBT)
endforeach()
