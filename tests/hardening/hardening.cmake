# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
foreach(file IN LISTS FILES)
  execute_process(COMMAND ${READELF} --wide --program-headers --dynamic --notes --dyn-syms ${file}
    OUTPUT_VARIABLE content COMMAND_ERROR_IS_FATAL ANY)
  foreach(mark IN LISTS MARKS)
    if(NOT content MATCHES "[^A-Za-z]${mark}[^A-Za-z]")
      message(SEND_ERROR "${file} has no ${mark}")
    endif()
  endforeach()
endforeach()
